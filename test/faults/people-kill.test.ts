import { expect, it } from "vitest";
import type { Engine } from "#infra/local/dynamodb/engine";
import type { Item } from "#store/db";
import { invitationBehind } from "#store/invitations";
import { sha256 } from "#store/sha256";
import { everyKillPoint } from "#test/faults/harness";
import { deliver, type SwitchableWorld, switchableWorld } from "#test/faults/switchable";
import { codeIn, mailedToken, mailsTo, workMails } from "#test/mails";
import { type Colleague, colleague, sessionOf } from "#test/people";
import { type Answer, company } from "#test/world";

type Trial = SwitchableWorld & { readonly owner: Colleague; readonly person: Colleague; readonly key: string };

/** A company with two owners' sessions, an admin with two sessions and a key, and an invitation to somebody of another company. */
async function prepared(): Promise<Trial> {
  const world = await switchableWorld();
  const { id, personId } = await company(world);
  const owner = { email: "", ...(await sessionOf(world, id, personId, "owner")) };
  const person = await colleague(world, id, "admin");
  await sessionOf(world, id, person.personId, "admin");
  const key = await person.post("/api/keys", { name: "K", scopes: ["books:write"] });
  await person.post("/users", { email: "somebody@example.test", role: "viewer" });
  return Object.assign(world, { owner, person, key: String(key.body["key"]) });
}

type Mailed = Trial & { readonly token: string };
/** The same once the mail of the invitation left. */
async function mailed(): Promise<Mailed> {
  const world = await prepared();
  return Object.assign(world, { token: await mailedToken(world, "somebody@example.test") });
}

/** One request of one process; a dead one answers 500, whoever asked asks again. */
const asking =
  <World extends Trial>(ask: (world: World) => Promise<Answer>) =>
  async (engine: Engine, world: World) => {
    world.through(engine);
    const { status } = await ask(world);
    world.through(world.engine);
    if (status >= 500) throw new Error("no answer");
  };

const partitions = async ({ table, owner, person }: Trial): Promise<Item[]> => {
  const all = ["MEMBERS", "SESSIONS", "KEYS", "OUTBOX"].map((name) => `COMPANY#${owner.companyId}#${name}`);
  const items: Item[] = [];
  for (const pk of [...all, `SYSTEM#PERSON#${person.personId}`]) {
    const query = {
      KeyConditionExpression: "#pk = :pk",
      ExpressionAttributeNames: { "#pk": "pk" },
      ExpressionAttributeValues: { ":pk": pk },
    };
    items.push(...(await table(owner.companyId).query(query)).items);
  }
  return items;
};
const told = (items: readonly Item[], type: string) => items.filter((item) => item["type"] === type);
const of = (items: readonly Item[], name: string, sk: string) =>
  items.filter((item) => String(item["pk"]).endsWith(name) && String(item["sk"]).startsWith(sk));

const PRINTED = (name: string, { killPoints, writes }: { killPoints: number; writes: number }) =>
  console.log(`${name}: killed at ${killPoints} points of ${writes} writes, one end state`);

it("killed anywhere, a change of role is whole or not there: membership, sessions, keys and event agree", async () => {
  const report = await everyKillPoint<Trial>({
    fresh: prepared,
    run: asking(({ owner, person }) => owner.put(`/users/${person.personId}`, { role: "viewer" })),
    async check(world) {
      const { person } = world;
      const items = await partitions(world);
      const roles = [
        ...of(items, "#MEMBERS", person.personId),
        ...of(items, "#SESSIONS", "ses_").filter(({ personId }) => personId === person.personId),
        ...of(items, person.personId, "MEMBER#"),
      ];
      expect(roles.map(({ role }) => role)).toEqual(["viewer", "viewer", "viewer", "viewer"]);
      expect(of(items, "#MEMBERS", person.personId)).toMatchObject([{ version: 2 }]);
      expect(of(items, "#KEYS", "key_")).toMatchObject([{ hash: null, version: 2 }]);
      expect(told(items, "user.role_changed")).toHaveLength(1);
    },
  });
  // One transaction, and at times a lease of the company's share of the API.
  expect(report.writes).toBeLessThanOrEqual(2);
  PRINTED("change of role", report);
});

it("killed anywhere, a removal is whole or not there: nothing of the member is left, and it is told once", async () => {
  const report = await everyKillPoint<Mailed>({
    fresh: mailed,
    run: asking(({ owner, person }) => owner.delete(`/users/${person.personId}`)),
    async check(world) {
      const { person, key, token } = world;
      const items = await partitions(world);
      const sessions = of(items, "#SESSIONS", "ses_").filter(({ personId }) => personId === person.personId);
      expect([...sessions, ...of(items, "#MEMBERS", person.personId), ...of(items, person.personId, "MEMBER#")]).toEqual([]);
      expect(told(items, "user.removed")).toHaveLength(1);
      expect((await world.request("GET", "/api/ledger/years", { token: key })).status).toBe(401);
      const late = { token, name: "N", password: "un mot de passe assez long" };
      expect((await world.request("POST", "/users/invitations/accept", { body: late })).status).toBe(404);
    },
  });
  // One transaction, and at times a lease of the company's share of the API.
  expect(report.writes).toBeLessThanOrEqual(2);
  PRINTED("removal", report);
});

it("killed anywhere, an invitation taken up makes one person and one member, and opens nothing any more", async () => {
  const body = (token: string) => ({ token, name: "Somebody", password: "un mot de passe assez long" });
  const report = await everyKillPoint<Mailed>({
    fresh: mailed,
    run: asking(({ token, request }: Mailed) => request("POST", "/users/invitations/accept", { body: body(token) })),
    async check(world) {
      const items = await partitions(world);
      const members = of(items, "#MEMBERS", "per_");
      expect([members.length, told(items, "user.joined").length, of(items, "#MEMBERS", "ivt_").length]).toEqual([3, 1, 0]);
      const login = { email: "somebody@example.test", password: "un mot de passe assez long" };
      expect((await world.request("POST", "/auth/login", { body: login })).status).toBe(200);
      expect((await world.request("POST", "/users/invitations/accept", { body: body(world.token) })).status).toBe(404);
    },
  });
  expect(report.writes).toBe(2);
  PRINTED("invitation taken up", report);
});

it("killed anywhere, the mail of an invitation leaves, once or twice, and the last one's token alone opens", async () => {
  const email = "somebody@example.test";
  const report = await everyKillPoint<Trial & { message?: unknown }>({
    async fresh() {
      const world = await prepared();
      const [message] = world.sqs
        .queue("mail")
        .receive({ max: 1 })
        .map(({ body }) => JSON.parse(body));
      return Object.assign(world, { message });
    },
    async run(engine, world) {
      world.through(engine);
      await deliver(world, "mail/send", world.message);
    },
    async check(world) {
      world.through(world.engine);
      const [latest, ...others] = mailsTo(world, email);
      expect(others.length).toBeLessThanOrEqual(1);
      const [invitation, ...more] = of(await partitions(world), "#MEMBERS", "ivt_");
      expect([invitation?.["mailTokenHash"], more]).toEqual([sha256(codeIn(latest?.text)), []]);
      expect(invitation).toMatchObject({ mailedAt: expect.any(String), version: 1 });
      const opens = async (token: string) => (await invitationBehind(world.table, token, world.clock.now().toISOString())) !== null;
      for (const { text } of others) expect(await opens(codeIn(text))).toBe(false);
      expect(await opens(codeIn(latest?.text))).toBe(true);
    },
  });
  PRINTED("invitation mail", report);
});

it("killed anywhere, an invitation mailed again asks for one mail or none", async () => {
  const report = await everyKillPoint<Trial>({
    async fresh() {
      const world = await prepared();
      await workMails(world);
      return world;
    },
    run: asking(async (world) => {
      const [invitation] = of(await partitions(world), "#MEMBERS", "ivt_");
      return world.owner.post(`/users/${invitation?.["sk"]}/resend`);
    }),
    async check(world) {
      await workMails(world);
      const [invitation] = of(await partitions(world), "#MEMBERS", "ivt_");
      const [latest] = mailsTo(world, "somebody@example.test");
      expect(invitation).toMatchObject({ mailTokenHash: sha256(codeIn(latest?.text)), mailedAt: expect.any(String) });
    },
  });
  PRINTED("invitation mailed again", report);
});
