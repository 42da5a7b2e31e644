import { afterAll, beforeAll, beforeEach, expect } from "vitest";
import { ConnectionId } from "#domain/ids";
import { connections } from "#store/connections";
import { bookedRows, type FakeBank, fakeBank } from "#test/bank";
import { dataOf } from "#test/ledger";
import { there } from "#test/there";
import { company, type TestWorld, testWorld } from "#test/world";

type Mine = Awaited<ReturnType<typeof company>>;
type Opened = { readonly bank: FakeBank; readonly world: TestWorld };
type Api = Readonly<Record<string, unknown>> & { readonly id: string };

export const path = (id: string, more = "") => `/api/sync/connections/${id}${more}`;

/** A bank of one account and six rows, and a new company, another user of that bank's, for each test of the file. */
export function connectionDesk() {
  const held: { opened?: Opened; mine?: Mine; user: number } = { user: 0 };
  const opened = () => there(held.opened);
  const mine = () => there(held.mine);
  beforeAll(async () => {
    const bank = await fakeBank();
    held.opened = { bank, world: await testWorld({ settings: { SANDBOX_BASE_URL: bank.url } }) };
  });
  afterAll(async () => {
    await opened().world.end();
    await opened().bank.close();
  });
  beforeEach(async () => {
    const { bank, world } = opened();
    bank.accounts = [{ id: 1, name: "Compte courant", type: "checking", iban: "FR7630006000011234567890189" }];
    bank.rows = bookedRows(6);
    Object.assign(bank, { failNext: { status: 500, times: 0 }, instead: () => null, refuse: () => null });
    held.user += 1;
    bank.nextUser = `user-of-${held.user}`;
    world.sqs.queue("sync").purge();
    held.mine = await company(world);
  });
  return {
    get bank() {
      return opened().bank;
    },
    get world() {
      return opened().world;
    },
    get mine() {
      return mine();
    },
    get user() {
      return held.user;
    },
    ...using(opened, mine),
  };
}

const using = (opened: () => Opened, mine: () => Mine) => ({
  connect: async (body: object = {}) => {
    const made = await mine().post("/api/sync/connections", { provider: "sandbox", ...body });
    expect(made.status, made.text).toBe(201);
    await opened().world.idle();
    return ConnectionId.parse(made.body["id"]);
  },
  stored: (id: ConnectionId) => connections(opened().world.table(mine().id), mine().id).get(id),
  passed: async (seconds: number) => {
    const { world } = opened();
    world.clock.pass(seconds);
    world.sqs.tick();
    await world.idle();
  },
  runs: async () => dataOf<{ trigger: string; outcome: string }>(await mine().get("/api/sync/logs")),
  accounts: async () => dataOf<Api>(await mine().get("/api/accounts")),
  callsOf: (call: string) => opened().bank.calls.filter((one) => one === call).length,
});
