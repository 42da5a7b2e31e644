import { expect, it } from "vitest";
import type { PersonId } from "#domain/ids";
import type { Engine } from "#infra/local/dynamodb/engine";
import { emailHash } from "#runtime/passwords";
import { newPersonActions } from "#store/people";
import { everyKillPoint } from "#test/faults/harness";
import { type SwitchableWorld, switchableWorld } from "#test/faults/switchable";
import { sessionOf } from "#test/people";
import { placesOf } from "#test/traces";
import { company, tokenFor } from "#test/world";

type Trial = SwitchableWorld & { readonly mine: Awaited<ReturnType<typeof company>>; readonly personId: PersonId };

const EMAIL = "zorglub@canary.example";

/** An owner beside another, the designated one, logged in three times, with a key, an invitation sent, and an archive that names everybody noted. */
async function fresh(): Promise<Trial> {
  const world = await switchableWorld();
  const mine = await company(world);
  const personId = world.newId("person");
  const createdAt = world.clock.now().toISOString();
  const person = { personId, email: EMAIL, name: "Prénom Zorglub", passwordHash: "none", emailHash: emailHash(EMAIL) };
  await world.table(mine.id).transact(newPersonActions({ ...person, companyId: mine.id, createdAt }));
  for (let one = 0; one < 2; one += 1) await tokenFor(world, { personId, companyId: mine.id, role: "owner" });
  await world.table(mine.id).put({ Item: { pk: `SYSTEM#PERSON#${personId}`, sk: "DEVICE#1", agent: "Zorglub's phone" } });
  const own = await sessionOf(world, mine.id, personId, "owner");
  await own.post("/api/keys", { name: "K", scopes: ["books:read"] });
  await own.post("/users", { email: "quelquun@example.test", role: "viewer" });
  const fileId = world.newId("privacyFile");
  await world.table(mine.id).put({
    Item: { pk: `COMPANY#${mine.id}#PRIVACY`, sk: `FILE#${fileId}`, fileId, key: `exports/${mine.id}/privacy/x`, createdAt },
  });
  return Object.assign(world, { mine, personId });
}

async function run(engine: Engine, world: Trial): Promise<void> {
  world.through(engine);
  const { status } = await world.mine.as("DELETE", `/api/privacy/people/${world.personId}`);
  if (status !== 200) throw new Error(`refused: ${status}`);
}

it("killed before and after every write, and asked again, an erasure leaves nothing of the person and one record", async () => {
  const report = await everyKillPoint<Trial>({
    fresh,
    run,
    async check(world) {
      world.through(world.engine);
      for (const canary of ["Zorglub", EMAIL, emailHash(EMAIL)]) expect(await placesOf(world, canary), canary).toEqual([]);
      const own = async (pk: string) =>
        (
          await world.table(world.mine.id).query({
            KeyConditionExpression: "#pk = :pk",
            ExpressionAttributeNames: { "#pk": "pk" },
            ExpressionAttributeValues: { ":pk": pk },
          })
        ).items;
      expect(await own(`SYSTEM#PERSON#${world.personId}`)).toEqual([]);
      expect((await own(`COMPANY#${world.mine.id}#SESSIONS`)).filter(({ personId }) => personId === world.personId)).toEqual([]);
      expect(await own(`COMPANY#${world.mine.id}#KEYS`)).toMatchObject([{ createdBy: world.personId, hash: null }]);
      expect((await own(`COMPANY#${world.mine.id}#MEMBERS`)).map(({ sk }) => sk)).toEqual(["HEAD", world.mine.personId]);
      const told = (await own(`COMPANY#${world.mine.id}#OUTBOX`)).filter(({ type }) => type === "person.erased");
      expect(told).toHaveLength(1);
      expect((await own(`COMPANY#${world.mine.id}#PRIVACY`)).map(({ sk }) => sk)).toEqual([`ERASURE#${world.personId}`]);
    },
  });
  console.log(`erasure: killed at ${report.killPoints} points of ${report.writes} writes, nothing left of the person, one record`);
  expect(report.killPoints).toBe(report.writes * 2);
});
