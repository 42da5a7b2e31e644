import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BankError } from "#connectors/banks/port";
import { behindBreaker } from "#runtime/banking/breaker";
import { callGate } from "#runtime/banking/call-gate";
import type { BankLimits } from "#runtime/services";
import { bookedRows, type FakeBank, fakeBank } from "#test/bank";
import { clock, company, type TestWorld, testWorld } from "#test/world";

let bank: FakeBank;
let world: TestWorld;
beforeAll(async () => {
  bank = await fakeBank();
  bank.accounts = [{ id: 1, name: "Compte courant", type: "checking" }];
  bank.rows = bookedRows(10);
  const limited = { BANK_CALLS_PER_MINUTE: "60", BANK_CALLS_PER_FIVE_MINUTES: "2000", BANK_CIRCUIT_FAILURES: "5" };
  world = await testWorld({ settings: { SANDBOX_BASE_URL: bank.url, ...limited } });
});
afterAll(async () => {
  await world.end();
  await bank.close();
});

const limits = (fields: Partial<BankLimits> = {}): BankLimits => ({
  ...{ system: world.table(), perMinute: 60, perFiveMinutes: 2_000, circuitFailures: 5, untold: new Map(), ...fields },
});
const partition = async (pk: string) =>
  (
    await world.everywhere(mine.id).query({
      KeyConditionExpression: "#pk = :pk",
      ExpressionAttributeNames: { "#pk": "pk" },
      ExpressionAttributeValues: { ":pk": pk },
    })
  ).items;
let mine: Awaited<ReturnType<typeof company>>;
beforeAll(async () => {
  mine = await company(world);
});

/** A gate of one worker, on a clock the test moves. */
function gateAt(time: ReturnType<typeof clock>, userId: string, more: Partial<BankLimits> = {}) {
  const sleep = async (milliseconds: number) => time.pass(milliseconds / 1_000);
  return callGate({
    limits: limits(more),
    table: world.scoped(mine.id),
    companyId: mine.id,
    provider: "bridge",
    userId,
    now: time.now,
    sleep,
  });
}

describe("calls for one user of a provider", () => {
  it("never pass 60 in any minute, however many workers make them, and are not far below", async () => {
    const time = clock();
    const made: number[] = [];
    for (let second = 0; second < 150; second += 1) {
      // Workers come and go: each second three new runs ask at once for as much as they get.
      const runs = Array.from({ length: 3 }, () => gateAt(time, "shared"));
      await Promise.all(
        runs.map(async (gate) => {
          await gate().then(
            () => made.push(second),
            () => undefined,
          );
        }),
      );
      time.pass(1);
    }
    const busiest = Math.max(...made.map((from) => made.filter((at) => at >= from && at < from + 60).length));
    expect(busiest).toBeLessThanOrEqual(60);
    const whole = clock("2026-11-25T13:00:00.000Z");
    const gate = gateAt(whole, "alone");
    for (let call = 0; call < 112; call += 1) await gate();
    expect(whole.now().getTime() - Date.parse("2026-11-25T13:00:00.000Z")).toBeLessThanOrEqual(150_000);
  });

  it("that are spent end a run at its first call, with the seconds to wait, and make one under way wait", async () => {
    const time = clock("2026-11-25T14:00:05.000Z");
    const first = gateAt(time, "spent");
    for (let call = 0; call < 14; call += 1) await first();
    await expect(gateAt(time, "spent")()).rejects.toMatchObject({ kind: "throttled", retryAfterSeconds: 15 });
    await first();
    expect(time.now().toISOString()).toBe("2026-11-25T14:00:20.000Z");
  });

  it("of another user, or of another company, are their own", async () => {
    const time = clock("2026-11-25T15:00:00.000Z");
    for (const user of ["a", "b"]) {
      const gate = gateAt(time, user);
      for (let call = 0; call < 14; call += 1) await gate();
    }
    expect(time.now().toISOString()).toBe("2026-11-25T15:00:00.000Z");
  });

  it("of all users together stay inside the application's, counted thirty at a time", async () => {
    const time = clock("2026-11-25T16:00:00.000Z");
    const untold = new Map();
    const outcomes: string[] = [];
    for (let user = 0; user < 40; user += 1) {
      const gate = gateAt(time, `many-${user}`, { untold, perFiveMinutes: 840 });
      for (let call = 0; call < 7; call += 1)
        outcomes.push(
          await gate().then(
            () => "made",
            (error: BankError) => error.kind,
          ),
        );
    }
    const made = outcomes.filter((outcome) => outcome === "made").length;
    expect(made).toBeGreaterThanOrEqual(60);
    expect(made).toBeLessThan(90 + 30);
    expect(outcomes.at(-1)).toBe("throttled");
    time.pass(60);
    await expect(gateAt(time, "later", { untold, perFiveMinutes: 840 })()).resolves.toBeUndefined();
  });

  it("of a quiet sync cost one write", async () => {
    await mine.post("/api/sync/connections", { provider: "sandbox" });
    await world.idle();
    world.clock.pass(300);
    const before = (await partition(`COMPANY#${mine.id}#CALLS`)).length;
    const told = (await partition("SYSTEM#LIMITS#sandbox")).length;
    const { body } = await mine.post("/api/sync/manual", undefined, { prefer: "wait=20" });
    expect(body["runs"]).toMatchObject([{ outcome: "succeeded", unchanged: expect.any(Number), added: 0 }]);
    const after = await partition(`COMPANY#${mine.id}#CALLS`);
    expect(after.length - before).toBe(1);
    expect(after.filter(({ sk }) => String(sk).startsWith("sandbox#")).map(({ calls }) => calls)).toEqual([7, 7]);
    expect((await partition("SYSTEM#LIMITS#sandbox")).length).toBe(told);
  });
});

describe("a provider that fails again and again", () => {
  const failing = () => Promise.reject(new BankError("unavailable", "x"));
  const time = clock("2026-11-25T17:00:00.000Z");
  const run = (connectionId: string, read: () => Promise<unknown>, provider: "bridge" | "bankin" | "finary" = "bridge") =>
    behindBreaker({ limits: limits(), provider, connectionId, now: time.now }, read).then(
      () => "done",
      (error: BankError) => `${error.kind} ${error.retryAfterSeconds ?? ""}`.trim(),
    );

  it("is left alone after five runs of several connections, tried by one run of many at once, and read again once it answers", async () => {
    for (const one of ["a", "b", "a", "b", "a"]) expect(await run(one, failing)).toBe("unavailable");
    let reads = 0;
    const counting = async () => {
      reads += 1;
    };
    expect(await run("c", counting)).toBe("unavailable 60");
    expect(reads).toBe(0);
    time.pass(61);
    let release = () => {};
    const slow = new Promise<void>((resolve) => {
      release = resolve;
    });
    let [refused, allHeard] = [0, () => {}];
    const heard = new Promise<void>((resolve) => {
      allHeard = resolve;
    });
    const hear = () => (refused + reads === 8 ? allHeard() : undefined);
    const trying = Array.from({ length: 8 }, async (_, index) => {
      const outcome = await run(`p${index}`, async () => {
        reads += 1;
        hear();
        await slow;
      });
      refused += outcome === "done" ? 0 : 1;
      hear();
      return outcome;
    });
    await heard;
    expect(reads).toBe(1);
    release();
    expect((await Promise.all(trying)).filter((outcome) => outcome === "done")).toHaveLength(1);
    expect(await run("d", counting)).toBe("done");
  });

  it("counts every failure of runs that end at once", async () => {
    await Promise.all(["a", "b", "c", "d", "e"].map((one) => run(one, failing, "finary")));
    expect(await run("f", async () => {}, "finary")).toBe("unavailable 60");
  });

  it("is not what an answer means that asks the person, or that throttles", async () => {
    for (const kind of ["unauthorized", "refused", "throttled"] as const)
      for (const one of ["a", "b", "c", "d"]) await run(one, () => Promise.reject(new BankError(kind, "x")), "bankin");
    expect(await run("e", async () => {}, "bankin")).toBe("done");
    expect(await partition("SYSTEM#LIMITS#bankin")).toEqual([]);
  });

  it("leaves reads of the API as they are, and says that the bank is tried again", async () => {
    const other = await company(world);
    const third = await company(world);
    for (const one of [other, third]) await one.post("/api/sync/connections", { provider: "sandbox" });
    await world.idle();
    bank.instead = () => '{"data":[]}';
    for (let round = 0; round < 3; round += 1)
      for (const one of [mine, other]) {
        // Past what its last failure made it wait for, and within an hour.
        world.clock.pass(290);
        await one.post("/api/sync/manual", undefined, { prefer: "wait=5" });
        await world.idle();
      }
    const calls = bank.calls.length;
    world.clock.pass(1);
    const { body } = await third.post("/api/sync/manual", undefined, { prefer: "wait=20" });
    expect(body["runs"]).toMatchObject([{ outcome: "failed", error_code: "unavailable" }]);
    expect(bank.calls.length).toBe(calls);
    expect((await third.get("/api/accounts")).status).toBe(200);
    expect((await third.get("/api/transactions")).status).toBe(200);
    expect((await third.get("/api/sync/status")).body["connections"]).toMatchObject([{ next_attempt_at: expect.stringMatching(/Z$/) }]);
    bank.instead = () => null;
  });
});
