import { afterAll, beforeAll, expect, it } from "vitest";
import { bridgeBank } from "#connectors/banks/bridge";
import { BankError } from "#connectors/banks/port";
import { callGate } from "#runtime/banking/call-gate";
import { CLIENT, type Simulation, simulation } from "#test/simulator/simulation";
import { clock } from "#test/world";
import { booked, customer } from "./customer.ts";

let simulated: Simulation;
beforeAll(async () => {
  simulated = await simulation({ start: "2026-03-10T09:00:00.000Z" });
});
afterAll(() => simulated.end());

const one = () => customer(simulated, (bank) => bank.upsert(booked(11, "-42.1", "2026-03-02")));
const PER_MINUTE = 60;

it("behaviour 11: all workers of one user share 60 calls a minute, retries counted, and what had to wait is read to its end", async () => {
  const mine = await one();
  mine.bank.setPageRows(1);
  mine.bank.upsert(...Array.from({ length: 40 }, (_, index) => booked(100 + index, `-${index + 1}`, "2026-03-09")));
  simulated.bridge.fail({ kind: "status", status: 503, headers: { "retry-after": "0" }, path: "/v3/aggregation/transactions", times: 2 });
  const time = clock("2026-03-10T09:00:07.000Z");
  const sleep = async (milliseconds: number) => time.pass(milliseconds / 1_000);
  const made: number[] = [];
  const counted: typeof fetch = (...call) => {
    made.push(time.now().getTime());
    // A call takes its time.
    time.pass(0.05);
    return fetch(...call);
  };
  const limits = { system: simulated.world.table(), perMinute: PER_MINUTE, perFiveMinutes: 100_000, circuitFailures: 0, untold: new Map() };
  const read = async () => {
    const asked = { companyId: mine.mine.id, provider: "bridge", userId: mine.userId, now: time.now, sleep } as const;
    const gate = callGate({ ...asked, limits, table: simulated.world.table(mine.mine.id) });
    const bank = bridgeBank({ baseUrl: simulated.bridgeUrl, ...CLIENT, now: time.now, sleep, fetch: counted, gate });
    let rows = 0;
    for await (const page of (await bank.open(mine.userId)).rows({})) rows += page.length;
    return rows;
  };
  /** As the queue does it: a run that finds the minute spent comes back when it is told to. */
  const worker = async (): Promise<number> => {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof BankError) || error.kind !== "throttled") throw error;
      await sleep((error.retryAfterSeconds ?? 0) * 1_000);
      return worker();
    }
  };
  expect(await Promise.all([worker(), worker()])).toEqual([41, 41]);
  expect(made.length).toBeGreaterThan(82);
  const busiest = Math.max(...made.map((from) => made.filter((at) => at >= from && at < from + 60_000).length));
  expect(busiest).toBeLessThanOrEqual(PER_MINUTE);
});

type Alert = { readonly kind: string; readonly title: string; readonly status: string; readonly fact: string };
const consentAlerts = async ({ list }: Awaited<ReturnType<typeof one>>) =>
  (await list<Alert>("/alerts?limit=200")).filter(({ kind, status }) => kind === "consent" && status === "open");

it("behaviour 14: a login that lapsed is told once, with a page to give consent anew, and is over when it is given", async () => {
  const mine = await one();
  simulated.bridge.setItemStatus(mine.userId, 1_010, "otp_required");
  await mine.sync();
  await mine.sync();
  expect(await consentAlerts(mine)).toHaveLength(1);
  const asked = await mine.ask("POST", `/api/sync/connections/${mine.connectionId}/reconnect`, {});
  expect(asked).toMatchObject({
    status: 200,
    body: { connect_url: expect.stringMatching(/^https:\/\/bridge\.simulated\.example\/connect\//) },
  });
  // Asking is giving here: the sandbox's page of consent says yes.
  expect(await mine.sync()).toMatchObject({ outcome: "succeeded" });
  expect(await mine.list("/api/sync/connections")).toMatchObject([{ state: "active" }]);
  expect(await consentAlerts(mine)).toHaveLength(0);
});

it("behaviour 14: the end of a consent is told 14 days and 3 days before it, each once", async () => {
  simulated.world.clock.set("2026-03-10T09:00:00.000Z");
  const mine = await one();
  mine.bank.setItems({ id: 5, authentication_expires_at: "2026-03-31T09:00:00.000Z" });
  const told: number[] = [];
  for (let day = 10; day <= 29; day += 1) {
    await mine.sync(86_400);
    told.push((await mine.list<Alert>("/alerts?limit=200")).filter(({ kind }) => kind === "consent").length);
  }
  const days = told.flatMap((count, index) => (count > (told[index - 1] ?? 0) ? [11 + index] : []));
  expect(days).toEqual([17, 28]);
});
