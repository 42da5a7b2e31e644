import { createHmac } from "node:crypto";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { bridgeBank } from "#connectors/banks/bridge";
import { CLIENT, type Simulation, simulation, WEBHOOK_SECRET } from "#test/simulator/simulation";
import { booked, customer, held } from "./customer.ts";

const PREVIOUS_SECRET = "whsec_before";
const ROWS = "/v3/aggregation/transactions";
const LOGIN = "POST /v3/aggregation/authorization/token";

let simulated: Simulation;
beforeAll(async () => {
  simulated = await simulation({ start: "2026-03-10T09:00:00.000Z", settings: { BRIDGE_WEBHOOK_SECRET_PREVIOUS: PREVIOUS_SECRET } });
});
afterEach(() => simulated.bridge.clearFaults());
afterAll(() => simulated.end());

const one = () => customer(simulated, (bank) => bank.upsert(booked(11, "-42.1", "2026-03-02")));
const callsSince = (count: number, start = ROWS) => simulated.bridge.calls.slice(count).filter((call) => call.includes(start)).length;
const seen = () => simulated.bridge.calls.length;

const signature = (raw: string, secret = WEBHOOK_SECRET) => `v1=${createHmac("sha256", secret).update(raw).digest("hex").toUpperCase()}`;
const hook = (raw: string, header = signature(raw)) =>
  simulated.world.request("POST", "/api/webhooks/bridge", { raw, headers: { "bridgeapi-signature": header } });
const refreshed = (userId: string, at: number) =>
  `{"content":{"item_id":1,"user_uuid":"${userId}"},"timestamp":${at},"type":"item.refreshed"}`;

it("behaviour 9: a webhook counts only with a v1 signature of its raw bytes, by either secret of a rotation", async () => {
  const { userId } = await one();
  const raw = refreshed(userId, 1);
  const good = signature(raw);
  const hex = good.slice(3);
  const queued = () => simulated.world.sqs.queue("webhooks").counts();
  const bad = [
    ...[
      "",
      "v1",
      "v1=",
      hex,
      `v0=${hex}`,
      `v2=${hex}`,
      `t=1,${hex}`,
      `v1=${hex.slice(2)}`,
      `v1=${hex}00`,
      `v1=${"0".repeat(64)}`,
      `v1=${"Z".repeat(64)}`,
    ],
    ...[
      signature(`${raw} `),
      signature(raw.replace("1", "2")),
      signature(raw, "whsec_other"),
      signature(raw, ""),
      `v1=${hex.slice(0, 63)}`,
    ],
  ];
  for (const header of bad) expect(await hook(raw, header), header).toMatchObject({ status: 401, body: { code: "webhook.bad_signature" } });
  expect(queued()).toMatchObject({ visible: 0, inFlight: 0 });
  for (const header of [good, `v1=${"0".repeat(64)},${good}`, signature(raw, PREVIOUS_SECRET)])
    expect((await hook(raw, header)).status, header).toBe(200);
  await simulated.world.idle();
});

it("behaviour 10: one body five times at once is one read, and an older event after a newer one changes nothing", async () => {
  const { userId, bank, rows, list } = await one();
  const runs = async () => (await list("/api/sync/logs")).length;
  const before = await runs();
  simulated.world.clock.pass(600);
  bank.upsert(booked(12, "-7", "2026-03-09"));
  const at = simulated.world.clock.now().getTime();
  await Promise.all([1, 2, 3, 4, 5].map(() => hook(refreshed(userId, at))));
  await simulated.world.idle();
  expect([await runs(), (await rows()).length]).toEqual([before + 1, 2]);
  const state = await rows();
  simulated.world.clock.pass(600);
  await hook(refreshed(userId, at - 86_400_000));
  await simulated.world.idle();
  expect(await rows()).toEqual(state);
});

it.each([
  ["in seconds", () => "120"],
  ["as a date", () => new Date(simulated.world.clock.now().getTime() + 3_600_000 + 120_000).toUTCString()],
])("behaviour 11: a 429 is obeyed: nothing is asked before the time it gives %s", async (_, header) => {
  const mine = await one();
  mine.bank.upsert(booked(12, "-7", "2026-03-09"));
  simulated.bridge.fail({ kind: "status", status: 429, headers: { "retry-after": header() }, path: ROWS });
  expect(await mine.sync()).toMatchObject({ outcome: "failed", error_code: "throttled" });
  const calls = seen();
  simulated.world.clock.pass(110);
  simulated.world.sqs.tick();
  await simulated.world.idle();
  expect(callsSince(calls)).toBe(0);
  // Half a minute at most is added, so that not everybody comes back at once.
  simulated.world.clock.pass(41);
  simulated.world.sqs.tick();
  await simulated.world.idle();
  expect(callsSince(calls)).toBeGreaterThan(0);
  expect(await mine.rows()).toHaveLength(2);
});

const adapter = (waits: number[]) =>
  bridgeBank({
    ...{ baseUrl: simulated.bridgeUrl, ...CLIENT, now: simulated.world.clock.now, sleep: async (ms) => void waits.push(ms) },
    fetch,
  });

it("behaviour 11: a 429 that says nothing is waited for a little longer each time, then given up", async () => {
  const { userId } = await one();
  const waits: number[] = [];
  simulated.bridge.fail({ kind: "status", status: 429, path: "/v3/aggregation/items", times: 99 });
  const session = await adapter(waits).open(userId);
  await expect(session.items()).rejects.toMatchObject({ kind: "throttled" });
  expect(waits.length).toBeGreaterThan(0);
  expect(waits.length).toBeLessThan(6);
});

it.each([
  ["500", { kind: "status", status: 500, headers: { "retry-after": "0" } }],
  ["503", { kind: "status", status: 503, headers: { "retry-after": "0" } }],
] as const)("behaviour 12: a %s is asked again at once and the read goes on", async (_, fault) => {
  const mine = await one();
  mine.bank.upsert(booked(12, "-7", "2026-03-09"));
  simulated.bridge.fail({ ...fault, path: ROWS });
  expect(await mine.sync()).toMatchObject({ outcome: "succeeded", added: 1 });
});

it.each(["cut", "truncated", "body", "hang"] as const)(
  "behaviour 12: an answer that is %s is asked again, a bounded number of times",
  async (kind) => {
    const { userId } = await one();
    const waits: number[] = [];
    const bank = bridgeBank({
      ...{ baseUrl: simulated.bridgeUrl, ...CLIENT, now: simulated.world.clock.now, sleep: async (ms) => void waits.push(ms) },
      ...{ fetch, requestTimeoutMs: 20 },
    });
    const session = await bank.open(userId);
    const fault = kind === "body" ? ({ kind, body: "<html>maintenance</html>" } as const) : ({ kind } as const);
    simulated.bridge.fail({ ...fault, path: "/v3/aggregation/items" });
    expect(await session.items()).toHaveLength(1);
    simulated.bridge.fail({ ...fault, path: "/v3/aggregation/items", times: 99 });
    const calls = seen();
    await expect(session.items()).rejects.toMatchObject({ name: "BankError" });
    expect(callsSince(calls, "/items")).toBeLessThan(6);
  },
);

it("behaviour 12: a bank that stays away is told as failed, with the time of the next try", async () => {
  const mine = await one();
  simulated.bridge.fail({ kind: "status", status: 503, headers: { "retry-after": "600" }, path: ROWS, times: 99 });
  expect(await mine.sync()).toMatchObject({ outcome: "failed", error_code: "unavailable" });
  expect(simulated.world.sqs.queue("sync").counts()).toMatchObject({ delayed: 1 });
  simulated.bridge.clearFaults();
  simulated.world.clock.pass(640);
  simulated.world.sqs.tick();
  await simulated.world.idle();
  expect((await mine.list<{ outcome: string }>("/api/sync/logs"))[0]).toMatchObject({ outcome: "succeeded" });
});

it("behaviour 13: a token that ends in the middle of the pages is renewed once and the same page asked again", async () => {
  const mine = await one();
  mine.bank.setPageRows(2);
  mine.bank.upsert(...[21, 22, 23, 24, 25, 26].map((id) => booked(id, `-${id}`, "2026-03-09")));
  simulated.bridge.fail({ kind: "revoked_token", path: ROWS, skip: 2 });
  const calls = seen();
  expect(await mine.sync()).toMatchObject({ outcome: "succeeded", added: 6 });
  expect(callsSince(calls, LOGIN)).toBe(2);
  const pages = simulated.bridge.calls.slice(calls).filter((call) => call.includes(ROWS));
  expect(pages.length - new Set(pages).size).toBe(1);
});

it("behaviour 13: a user whose tokens are refused for ever has to authenticate again, after a bounded number of logins", async () => {
  const mine = await one();
  simulated.bridge.fail({ kind: "status", status: 401, path: "/v3/aggregation/items", times: 99 });
  const calls = seen();
  expect(await mine.sync()).toMatchObject({ outcome: "failed", error_code: "unauthorized" });
  expect(callsSince(calls, LOGIN)).toBeLessThan(6);
  expect(await mine.list("/api/sync/connections")).toMatchObject([{ state: "reauth_required" }]);
});

it.each([
  [1010, "otp_required", "reauth_required"],
  [402, "login_failed", "reauth_required"],
  [429, "needs_human_action", "reauth_required"],
  [1003, "could_not_refresh", "temporarily_unavailable"],
  [1005, "not_supported", "unsupported"],
  [0, "ok", "active"],
  [4_711, "never_seen", "degraded"],
])("behaviour 14: a login of status %i (%s) leaves the connection %s", async (status, info, state) => {
  const mine = await one();
  simulated.bridge.setItemStatus(mine.userId, status, info);
  await mine.sync();
  expect(await mine.list("/api/sync/connections")).toMatchObject([{ state }]);
  expect(await mine.rows()).toHaveLength(1);
});

it("behaviour 15: what the booked rows lack against the bank's accounting balance is reported, and never adjusted", async () => {
  const mine = await customer(simulated, (bank) => {
    bank.setAccounts(held("1000"));
    bank.upsert(booked(31, "-42.1", "2026-03-02"));
  });
  expect((await mine.accounts())[0]).toMatchObject({ openingBalanceCents: 104_210, sync: { gapCents: 0 } });
  mine.bank.setAccounts(held("965"));
  expect(await mine.sync()).toMatchObject({ outcome: "succeeded" });
  for (let night = 0; night < 2; night += 1) await mine.sync(86_400);
  expect((await mine.accounts())[0]).toMatchObject({ openingBalanceCents: 104_210, sync: { gapCents: 3_500 } });
  expect(await mine.balances()).toEqual([100_000]);
});

it("behaviour 16: five triggers at once are one read at a time, and nothing is doubled", async () => {
  const mine = await one();
  simulated.world.clock.pass(600);
  mine.bank.upsert(booked(12, "-7", "2026-03-09"));
  await Promise.all([1, 2, 3, 4, 5].map(() => mine.ask("POST", "/api/sync/manual")));
  await simulated.world.idle();
  expect(await mine.rows()).toHaveLength(2);
  expect(await mine.totalsAreRows()).toBe(true);
});

it("behaviour 16: the lease of a worker that died ends by itself, and the next trigger reads", async () => {
  const mine = await one();
  const Key = { pk: `COMPANY#${mine.mine.id}#CONNECTIONS`, sk: mine.connectionId };
  const until = new Date(simulated.world.clock.now().getTime() + 330_000).toISOString();
  await simulated.world.table(mine.mine.id).update({
    ...{ Key, UpdateExpression: "SET leaseOwner = :dead, leaseUntil = :until" },
    ExpressionAttributeValues: { ":dead": "sync_dead#1", ":until": until },
  });
  mine.bank.upsert(booked(12, "-7", "2026-03-09"));
  expect(await mine.sync(400)).toMatchObject({ outcome: "succeeded", added: 1 });
});
