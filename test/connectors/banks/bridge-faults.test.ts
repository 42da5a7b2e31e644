import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { bridgeBank } from "#connectors/banks/bridge";
import type { PlannedFault } from "#infra/local/sandbox-bank/faults";
import { bankErrorOf, bankOfOneUser, CLIENT, everyRow, ROWS } from "./sandbox.ts";

type Bench = Awaited<ReturnType<typeof bankOfOneUser>>;
const held: { bench?: Bench } = {};
const bench = (): Bench => {
  if (!held.bench) throw new Error("not started");
  return held.bench;
};
beforeAll(async () => {
  held.bench = await bankOfOneUser({ requestTimeoutMs: 600 });
  bench().world.upsert(...Array.from({ length: 1_203 }, (_, index) => ({ id: index + 1, amount: "1" })));
});
beforeEach(() => {
  bench().control.clearFaults();
  bench().waits.length = 0;
});
afterAll(() => bench().close());

const read = async () => everyRow((await bench().bank.open(bench().userId)).rows());
const calls = (path: string) => bench().control.calls.filter((call) => call.includes(path)).length;
const fail = (fault: PlannedFault) => bench().control.fail({ path: ROWS, ...fault });

describe("a read goes on", () => {
  test.each<[string, PlannedFault]>([
    ["a 503", { kind: "status", status: 503 }],
    ["a 500 twice", { kind: "status", status: 500, times: 2 }],
    ["a 429 that asks for two seconds", { kind: "status", status: 429, headers: { "retry-after": "2" } }],
    ["a 429 that says nothing", { kind: "status", status: 429 }],
    ["a connection cut in the middle", { kind: "cut" }],
    ["a page cut short", { kind: "truncated" }],
    ["a maintenance page in HTML", { kind: "body", body: "<!doctype html><title>Maintenance</title>" }],
    ["an answer that never comes", { kind: "hang" }],
  ])("after %s on the second page, without losing or doubling a row", async (_, fault) => {
    fail({ ...fault, skip: 1 });
    const rows = await read();
    expect(new Set(rows.map(({ providerId }) => providerId)).size).toBe(1_203);
    expect(rows).toHaveLength(1_203);
  });

  test("with a new token when the old one expires between two pages, at the same page", async () => {
    const before = { logins: calls("/authorization/token"), pages: calls(ROWS) };
    fail({ kind: "revoked_token", skip: 2 });
    expect(await read()).toHaveLength(1_203);
    expect(calls("/authorization/token") - before.logins).toBe(2);
    expect(calls(ROWS) - before.pages).toBe(4);
  });

  test("when two hours pass between two pages", async () => {
    const pages = (await bench().bank.open(bench().userId)).rows();
    const sizes: number[] = [];
    for await (const page of pages) {
      sizes.push(page.length);
      bench().clock.advance(7_201);
    }
    expect(sizes).toEqual([500, 500, 203]);
  });
});

describe("waiting", () => {
  test("is as long as the bank asks, up to five seconds", async () => {
    const date = new Date(bench().clock.now().getTime() + 4_000).toUTCString();
    fail({ kind: "status", status: 429, headers: { "retry-after": "5" } });
    fail({ kind: "status", status: 503, headers: { "retry-after": date } });
    await read();
    expect(bench().waits).toEqual([5_000, 4_000]);
  });

  test("is left to the caller beyond that, and nothing is called meanwhile", async () => {
    const before = calls(ROWS);
    fail({ kind: "status", status: 429, headers: { "retry-after": "60" }, times: 9 });
    expect(await bankErrorOf(read())).toMatchObject({ kind: "throttled", retryAfterSeconds: 60 });
    bench().control.clearFaults();
    const at = new Date(bench().clock.now().getTime() + 90_000).toUTCString();
    fail({ kind: "status", status: 429, headers: { "retry-after": at }, times: 9 });
    expect(await bankErrorOf(read())).toMatchObject({ kind: "throttled", retryAfterSeconds: 90 });
    expect(bench().waits).toEqual([]);
    expect(calls(ROWS) - before).toBe(2);
  });

  test("grows when the bank does not say", async () => {
    fail({ kind: "status", status: 500, times: 2 });
    await read();
    expect(bench().waits).toEqual([500, 2_000]);
  });
});

describe("a read gives up", () => {
  test.each<[string, PlannedFault, string]>([
    ["a bank that stays down", { kind: "status", status: 502, times: 9 }, "unavailable"],
    ["a bank that stays throttled", { kind: "status", status: 429, times: 9 }, "throttled"],
    ["a bank that never answers", { kind: "hang", times: 9 }, "unavailable"],
    ["connections cut again and again", { kind: "cut", times: 9 }, "unavailable"],
    ["pages cut short again and again", { kind: "truncated", times: 9 }, "invalid_answer"],
    ["HTML for ever", { kind: "body", body: "<html>", times: 9 }, "invalid_answer"],
  ])("on %s, after three calls", async (_, fault, kind) => {
    const before = calls(ROWS);
    fail(fault);
    expect(await bankErrorOf(read())).toMatchObject({ kind });
    expect(calls(ROWS) - before).toBe(3);
  });

  test.each<[string, PlannedFault, string]>([
    ["a call the bank finds wrong", { kind: "status", status: 422 }, "refused"],
    ["a call the bank forbids", { kind: "status", status: 403 }, "refused"],
    ["a page that is gone", { kind: "status", status: 404 }, "refused"],
    ["a redirect", { kind: "status", status: 301, headers: { location: "http://127.0.0.1:1/" } }, "invalid_answer"],
    ["JSON of another shape", { kind: "body", body: '{"data":[]}' }, "invalid_answer"],
    ["rows that are none", { kind: "body", body: '{"resources":[1]}' }, "invalid_answer"],
  ])("at once on %s", async (_, fault, kind) => {
    const before = calls(ROWS);
    fail({ ...fault, times: 9 });
    expect(await bankErrorOf(read())).toMatchObject({ kind });
    expect(calls(ROWS) - before).toBe(1);
  });

  test("at once on a body larger than any answer", async () => {
    // Eight megabytes take a busy machine longer than the others may hang.
    const patient = await bankOfOneUser({ requestTimeoutMs: 60_000 });
    patient.control.fail({ path: ROWS, kind: "body", body: " ".repeat(8 * 1024 * 1024 + 1), times: 9 });
    const reading = patient.bank.open(patient.userId).then((session) => everyRow(session.rows()));
    expect(await bankErrorOf(reading)).toMatchObject({ kind: "invalid_answer" });
    expect(patient.control.calls.filter((call) => call.includes(ROWS))).toHaveLength(1);
    await patient.close();
  });

  test("on a token refused for ever, after one new login", async () => {
    const before = calls("/authorization/token");
    fail({ kind: "status", status: 401, times: 99 });
    expect(await bankErrorOf(read())).toMatchObject({ kind: "unauthorized" });
    expect(calls("/authorization/token") - before).toBe(2);
  });

  test("on a bank that fails a little on every page, after twenty retries", async () => {
    for (let index = 0; index < 40; index += 1) {
      fail({ kind: "status", status: 500 });
      fail({ kind: "body", body: `{"resources":[],"pagination":{"next_uri":"${ROWS}?after=${index}"}}` });
    }
    expect(await bankErrorOf(read())).toMatchObject({ kind: "unavailable" });
    expect(bench().waits).toHaveLength(20);
  });

  test("on a bank nobody can reach", async () => {
    const nowhere = bridgeBank({ baseUrl: "http://127.0.0.1:1", ...CLIENT, fetch, now: bench().clock.now, sleep: async () => undefined });
    expect(await bankErrorOf(nowhere.open("u"))).toMatchObject({ kind: "unavailable" });
  });
});

test("errors hold no secret, token, body, label or query", async () => {
  const tokens: string[] = [];
  const spy: typeof fetch = (input, init) => {
    const { authorization } = Object.fromEntries(new Headers(init?.headers));
    if (authorization) tokens.push(authorization.slice(7));
    return fetch(input, init);
  };
  const bank = bridgeBank({ baseUrl: bench().url, ...CLIENT, fetch: spy, now: bench().clock.now, sleep: async () => undefined });
  const body = '{"resources":[{"id":1,"account_id":1,"updated_at":"x","provider_description":"VIR SEPA MME SECRETE","amount":"77.77"}]}';
  for (const fault of [
    { kind: "status", status: 500, times: 3 } as const,
    { kind: "body", body } as const,
    { kind: "body", body: `<p>${body}`, times: 3 } as const,
  ]) {
    fail(fault);
    const { message } = await bankErrorOf(everyRow((await bank.open(bench().userId)).rows({ since: "2026-01-01T00:00:00.000Z" })));
    for (const secret of [CLIENT.clientSecret, CLIENT.clientId, bench().userId, "SECRETE", "77.77", "since", ...tokens])
      expect(message).not.toContain(secret);
  }
  expect(tokens.length).toBeGreaterThan(0);
});

describe("the base URL", () => {
  const at = (baseUrl: string) => () => bridgeBank({ baseUrl, ...CLIENT, fetch, now: bench().clock.now });

  test.each([
    "https://api.bridgeapi.io",
    "https://api.bridgeapi.io/",
    "https://api.bridgeapi.io/v3",
    "http://127.0.0.1:9000",
    "http://localhost:9000/v3/",
    "http://[::1]:9000",
  ])("may be %s", (url) => {
    expect(at(url)).not.toThrow();
  });

  test.each([
    "http://api.bridgeapi.io",
    "http://127.0.0.1.evil.example",
    "ftp://127.0.0.1",
    "https://user:pass@api.bridgeapi.io",
    "https://api.bridgeapi.io/v2",
    "https://api.bridgeapi.io/?x=1",
    "nonsense",
  ])("may not be %s", (url) => {
    expect(at(url)).toThrow();
  });
});
