import { afterAll, beforeAll, expect, it } from "vitest";
import type { Engine } from "#infra/local/dynamodb/engine";
import type { Item } from "#store/db";
import { bookedRows, type FakeBank, fakeBank } from "#test/bank";
import { everyKillPoint, type KillReport } from "#test/faults/harness";
import { deliver, type SwitchableWorld, switchableWorld } from "#test/faults/switchable";
import type { Mine } from "#test/ledger";
import { bankState } from "#test/sync/totals";
import { company } from "#test/world";

let bank: FakeBank;
beforeAll(async () => {
  bank = await fakeBank();
});
afterAll(() => bank.close());

type Trial = SwitchableWorld & { readonly mine: Mine; readonly id: string; readonly rows: number; syncId: string };

const messageOf = ({ mine, id, clock, syncId }: Pick<Trial, "mine" | "id" | "clock" | "syncId">) => ({
  ...{ companyId: mine.id, connectionId: id, syncId, trigger: "nightly", requestedAt: clock.now().toISOString() },
});
/** The bank's only login, as it tells it. */
const login = (more: object) => {
  bank.instead = ({ pathname }) =>
    pathname.endsWith("/items") ? JSON.stringify({ resources: [{ id: 7, status: 0, provider_id: 574, ...more }], pagination: {} }) : null;
};
const REAUTH = { status: 1010, status_code_info: "OTP_REQUIRED" };

/** A company whose bank was read twice: two accounts, and what the second read found of its login. */
async function fresh(second: object): Promise<Trial> {
  bank.accounts = [1, 2].map((id) => ({ id, name: `Compte ${id}`, type: "checking" }));
  bank.rows = [...bookedRows(4, 1), ...bookedRows(4, 2)];
  login({});
  const world = await switchableWorld({ SANDBOX_BASE_URL: bank.url });
  const mine = await company(world);
  const { body } = await mine.post("/api/sync/connections", { provider: "sandbox" });
  const trial = Object.assign(world, { mine, id: String(body["id"]), rows: 8, syncId: world.newId("sync") });
  await deliver(world, "sync/connection", messageOf(trial));
  login(second);
  world.clock.pass(60);
  trial.syncId = world.newId("sync");
  await deliver(world, "sync/connection", messageOf(trial));
  world.clock.pass(60);
  trial.syncId = world.newId("sync");
  world.sqs.queue("sync").purge();
  return trial;
}

async function partition({ mine, table }: Trial, name: string): Promise<readonly Item[]> {
  const query = {
    KeyConditionExpression: "#pk = :pk",
    ExpressionAttributeNames: { "#pk": "pk" },
    ExpressionAttributeValues: { ":pk": `COMPANY#${mine.id}#${name}` },
  };
  return (await table(mine.id).query(query)).items;
}
const connectionIn = async (world: Trial): Promise<Item> => (await partition(world, "CONNECTIONS"))[0] ?? {};
/** Alerts about banks with their status, each told by one event. */
async function told(world: Trial): Promise<readonly string[]> {
  const alerts = (await partition(world, "ALERTS")).filter(({ kind }) => kind === "consent" || kind === "anomaly");
  const raised = (await partition(world, "OUTBOX")).filter(({ type }) => type === "alert.raised");
  const objects = raised.flatMap((item) => Object(item["objects"]) as { id: string; version?: number }[]);
  for (const { id } of alerts) expect(objects.filter((one) => one.id === id && one.version === 1)).toHaveLength(1);
  return alerts.map(({ fact, status }) => `${String(fact).split("|").at(-1)} ${status}`).toSorted();
}

const running =
  (work: (world: Trial) => Promise<unknown>) =>
  async (engine: Engine, world: Trial): Promise<unknown> => {
    world.through(engine);
    world.clock.pass(1);
    return work(world);
  };
const read = running((world) => deliver(world, "sync/connection", messageOf(world)));
const said = (what: string, { killPoints, writes }: KillReport, came: string) =>
  console.log(`${what}: killed at ${killPoints} points of ${writes} writes, ${came}`);

it("killed before and after every write of a read that finds consent lost, it is told once, with the state", async () => {
  const report = await everyKillPoint<Trial>({
    fresh: async () => {
      const world = await fresh({});
      login(REAUTH);
      return world;
    },
    run: read,
    async check(world) {
      world.through(world.engine);
      expect(await connectionIn(world)).toMatchObject({ state: "reauth_required", told: [{ topic: "reauth" }], toldVersion: 1 });
      expect(await told(world)).toEqual(["reauth_required open"]);
    },
  });
  said("a read that finds consent lost", report, "one alert, the state with it");
});

it("killed before and after every write of a read that finds consent back, the alert is closed with the state", async () => {
  const report = await everyKillPoint<Trial>({
    fresh: async () => {
      const world = await fresh(REAUTH);
      login({ authentication_expires_at: "2026-11-27T10:00:00Z" });
      return world;
    },
    run: read,
    async check(world) {
      world.through(world.engine);
      expect(await connectionIn(world)).toMatchObject({ state: "active", told: [{ topic: "consent" }], toldVersion: 2 });
      expect(await told(world)).toEqual(["J-3 open", "reauth_required closed"]);
    },
  });
  said("a read that finds consent back", report, "one alert closed, one told");
});

it("killed before and after every write of a morning that tells of a consent that ends, it is told once", async () => {
  const report = await everyKillPoint<Trial>({
    fresh: async () => {
      const world = await fresh({ authentication_expires_at: "2026-12-15T10:00:00Z" });
      world.clock.pass(7 * 86_400);
      return world;
    },
    run: running((world) => deliver(world, "alerts/deadlines", { companyId: world.mine.id })),
    async check(world) {
      world.through(world.engine);
      expect(await told(world)).toEqual(["J-14 open"]);
    },
  });
  said("a morning that tells of a consent that ends", report, "one alert");
});

it("killed before and after every write of the end of a connection, and of our access, nothing is half ended", async () => {
  const run = running(async (world) => {
    const answer = await world.mine.as("DELETE", `/api/sync/connections/${world.id}`, { unchecked: "killed on the way" });
    if (answer.status !== 204) throw new Error(answer.text);
    world.clock.pass(6);
    world.sqs.tick();
    for (const { body, receipt } of world.sqs.queue("sync").receive({ max: 10 })) {
      await deliver(world, "sync/connection", JSON.parse(body));
      world.sqs.queue("sync").delete(receipt);
    }
  });
  const report = await everyKillPoint<Trial>({
    fresh: () => fresh(REAUTH),
    run,
    async check(world) {
      world.through(world.engine);
      const connection = await connectionIn(world);
      expect(connection).toMatchObject({ state: "disconnected", connectUrl: "", version: 2 });
      expect(connection["accessEndedAt"]).toBeDefined();
      expect((await partition(world, "ACCOUNTS")).filter(({ connectionId }) => connectionId !== undefined)).toEqual([]);
      expect((await bankState(world, world.mine.id)).live).toHaveLength(world.rows);
      expect(await world.table().get({ Key: { pk: "SYSTEM#PROVIDER#sandbox#user-1", sk: "PROVIDER" } })).toBeUndefined();
      expect(await told(world)).toEqual(["reauth_required closed"]);
      const ended = (await partition(world, "OUTBOX")).filter(({ type }) => type === "connection.disconnected");
      expect(ended).toHaveLength(1);
    },
  });
  said("the end of a connection", report, "ended whole, once");
});
