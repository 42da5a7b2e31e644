import { afterAll, beforeAll, beforeEach } from "vitest";
import { ConnectionId } from "#domain/ids";
import { connections } from "#store/connections";
import { bookedRows, type FakeBank, fakeBank } from "#test/bank";
import { deliver } from "#test/faults/switchable";
import { dataOf } from "#test/ledger";
import { there } from "#test/there";
import { company, type TestWorld, testWorld, tokenFor } from "#test/world";

export const ONE_DAY = 86_400;

type Connected = { readonly world: TestWorld; readonly mine: Awaited<ReturnType<typeof company>>; readonly id: ConnectionId };
type Alert = { kind: string; title: string; status: string; fact: string; amount_cents: number | null };
type Status = Record<string, unknown> & { accounts: Record<string, unknown>[] };

/** A company whose one connection was read once, new for each test of the file; runs are delivered by hand. */
export function runDesk() {
  const held: { bank?: FakeBank; connected?: Connected } = {};
  const bank = () => there(held.bank);
  const connected = () => there(held.connected);
  beforeAll(async () => {
    held.bank = await fakeBank();
  });
  afterAll(() => bank().close());
  beforeEach(async () => {
    bank().accounts = [{ id: 1, name: "Compte courant", type: "checking" }];
    bank().rows = bookedRows(6);
    Object.assign(bank(), { failNext: { status: 500, times: 0 }, instead: () => null, refuse: () => null, nextUser: "user-1" });
    const world = await testWorld({ settings: { SANDBOX_BASE_URL: bank().url }, withoutWorkers: true });
    const mine = await company(world);
    const id = ConnectionId.parse((await mine.post("/api/sync/connections", { provider: "sandbox" })).body["id"]);
    held.connected = { world, mine, id };
    world.sqs.queue("sync").purge();
    await running(connected).run("connect");
    return () => world.end();
  });
  return {
    get bank() {
      return bank();
    },
    get world() {
      return connected().world;
    },
    get mine() {
      return connected().mine;
    },
    get id() {
      return connected().id;
    },
    ...running(connected),
    ...looking(connected),
    ...telling(bank),
  };
}

function running(connected: () => Connected) {
  const run = (trigger = "nightly", more: object = {}) => {
    const { world, mine, id } = connected();
    const message = { companyId: mine.id, connectionId: id, syncId: world.newId("sync"), trigger };
    return deliver(world, "sync/connection", { ...message, requestedAt: world.clock.now().toISOString(), ...more });
  };
  return {
    run,
    later: async (seconds: number, trigger = "nightly") => {
      connected().world.clock.pass(seconds);
      await run(trigger);
    },
    waiting: () => {
      const queue = connected().world.sqs.queue("sync");
      const received = queue.receive({ max: 10 });
      for (const { receipt } of received) queue.delete(receipt);
      return received.map(({ body }) => JSON.parse(body) as { attempt?: number; notBefore?: string; trigger: string });
    },
    morning: () => deliver(connected().world, "alerts/deadlines", { companyId: connected().mine.id }),
  };
}

function looking(connected: () => Connected) {
  /** The session of the world's start ends after twelve hours. */
  const get = async (path: string) => {
    const { world, mine } = connected();
    return world.request("GET", path, { token: await tokenFor(world, { personId: mine.personId, companyId: mine.id, role: "owner" }) });
  };
  return {
    get,
    stored: () => {
      const { world, mine, id } = connected();
      return connections(world.table(mine.id), mine.id).get(id);
    },
    alerts: async () => dataOf<Alert>(await get("/alerts?limit=200")).filter(({ kind }) => kind === "consent" || kind === "anomaly"),
    runs: async () => dataOf<Record<string, unknown>>(await get("/api/sync/logs")),
    status: async () => ((await get("/api/sync/status")).body["connections"] as Status[])[0],
  };
}

const telling = (bank: () => FakeBank) => ({
  items: (...all: readonly object[]) => {
    bank().instead = ({ pathname }) =>
      pathname.endsWith("/items")
        ? JSON.stringify({ resources: all.map((one) => ({ id: 7, status: 0, provider_id: 574, ...one })), pagination: {} })
        : null;
  },
  /** A provider whose answers make no sense: as good as down, and nobody has to wait for it here. */
  unreadable: () => {
    bank().instead = ({ pathname }) => (pathname.endsWith("/items") ? '{"resources":7}' : null);
  },
});
