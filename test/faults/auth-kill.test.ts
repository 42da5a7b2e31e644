import { expect, it } from "vitest";
import type { Engine } from "#infra/local/dynamodb/engine";
import { emailHash } from "#runtime/passwords";
import { personFiles, resetAction } from "#store/person-files";
import { sha256 } from "#store/sha256";
import { everyKillPoint } from "#test/faults/harness";
import { deliver, type SwitchableWorld, switchableWorld } from "#test/faults/switchable";
import { emailOf, refresh, tokensOf } from "#test/way-in";
import { company } from "#test/world";

type Mine = Awaited<ReturnType<typeof company>>;
type Trial = SwitchableWorld & { readonly mine: Mine; readonly token: string; readonly answers: { status: number; token: unknown }[] };

async function fresh(): Promise<Trial> {
  const world = await switchableWorld();
  const mine = await company(world);
  const { refreshToken } = await tokensOf(world, mine);
  return Object.assign(world, { mine, token: refreshToken, answers: [] });
}

it("killed before and after its write, a refresh tried again gives one successor, and the session lives", async () => {
  const report = await everyKillPoint<Trial>({
    fresh,
    async run(engine, world) {
      world.through(engine);
      world.clock.pass(1);
      const { status, body } = await refresh(world, world.token);
      if (status >= 500) throw new Error("no answer");
      world.answers.push({ status, token: body["refresh_token"] });
    },
    async check(world) {
      world.through(world.engine);
      const last = world.answers.at(-1);
      expect(world.answers.map(({ status }) => status)).toEqual(world.answers.map(() => 200));
      expect((await refresh(world, last?.token)).status).toBe(200);
    },
  });
  console.log(`refresh: killed at ${report.killPoints} points of ${report.writes} writes, 0 sessions lost`);
});

const NEW = "trois petits chats gris dorment";
const SECRET = "s".repeat(43);

/** A person with three sessions in two companies, and a reset token in their hands. */
async function forgetful(): Promise<Trial> {
  const world = await fresh();
  const { mine } = world;
  const at = world.clock.now().getTime();
  await tokensOf(world, mine);
  const expiresAt = new Date(at + 1_800_000).toISOString();
  const reset = { tokenHash: sha256(SECRET), mailId: world.newId("mail"), expiresAt, sentAt: expiresAt };
  await world.table().transact([resetAction(mine.personId, reset)]);
  return world;
}

it("killed before and after every write, a password reset ends every session or changes nothing, and can be finished", async () => {
  const report = await everyKillPoint<Trial>({
    fresh: forgetful,
    async run(engine, world) {
      world.through(engine);
      const before = await personFiles(world.table()).get(world.mine.personId);
      const body = { token: `${world.mine.personId.slice(4)}.${SECRET}`, password: NEW };
      const { status } = await world.request("POST", "/auth/password/reset", { body });
      const after = await personFiles(world.table()).get(world.mine.personId);
      expect(after?.sessions.length).toBe(after?.passwordHash === "none" ? 3 : 0);
      const expected = before?.passwordHash === "none" ? 204 : 401;
      if (status !== expected) throw new Error(`answered ${status}`);
    },
    async check(world) {
      world.through(world.engine);
      const file = await personFiles(world.table()).get(world.mine.personId);
      expect(file).toMatchObject({ sessions: [], reset: null, credentialVersion: 1 });
      expect((await world.mine.get("/auth/me")).status).toBe(401);
      expect((await refresh(world, world.token)).status).toBe(401);
    },
  });
  console.log(`password reset: killed at ${report.killPoints} points of ${report.writes} writes, all sessions ended or none`);
});

it("killed before and after every write, a reset mail leaves with a token that opens", async () => {
  const report = await everyKillPoint<Trial & { message?: object }>({
    async fresh() {
      const world = await fresh();
      const hash = emailHash(await emailOf(world, world.mine));
      const requestedAt = world.clock.now().toISOString();
      return Object.assign(world, { message: { purpose: "password_reset", mailId: world.newId("mail"), emailHash: hash, requestedAt } });
    },
    async run(engine: Engine, world) {
      world.through(engine);
      await deliver(world, "mail/send", world.message);
    },
    async check(world) {
      world.through(world.engine);
      const [latest, ...others] = world.outbox.list();
      expect(others.length).toBeLessThanOrEqual(1);
      const secret = /[0-9A-Z]{26}\.([\w-]{43})/.exec(latest?.text ?? "")?.[1] ?? "";
      const reset = (await personFiles(world.table()).get(world.mine.personId))?.reset;
      expect(reset).toMatchObject({ tokenHash: sha256(secret), sentAt: expect.any(String) });
    },
  });
  console.log(`reset mail: killed at ${report.killPoints} points of ${report.writes} writes, the last mail's token opens`);
});
