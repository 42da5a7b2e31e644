import { describe, expect, test } from "vitest";
import { businessDate } from "#domain/dates";
import { CASES, row, rows } from "./cases/all.ts";
import { benchOf, type Planned } from "./cases/bench.ts";
import { bankErrorOf } from "./sandbox.ts";

describe.each(CASES)("$name", (one) => {
  test("says what it can do", () => {
    expect(benchOf(one).bank.capabilities).toEqual(one.capabilities);
  });

  test.each([
    ["12.5", "EUR", 1_250],
    ["-0.1", "EUR", -10],
    ["1234567.89", "EUR", 123_456_789],
    ["-1234", "JPY", -1_234],
    ["1.234", "TND", 1_234],
    ["-0.005", "KWD", -5],
    ["1e3", "EUR", 100_000],
    ["0", "EUR", 0],
  ])("keeps %s %s exactly, in minor units, with its sign", async (amount, currency, cents) => {
    const { rows: read } = await benchOf(one, { rows: [row(1, { amount, currency })] }).read();
    expect(read).toMatchObject([{ amountCents: cents, currency }]);
  });

  test("adds a thousand awkward amounts up to the cent", async () => {
    const amounts = Array.from({ length: 1_000 }, (_, index) => row(index + 1, { amount: `0.${String(index % 100).padStart(2, "0")}` }));
    const { rows: read } = await benchOf(one, { rows: amounts, pageRows: 200 }).read();
    expect(read.reduce((sum, { amountCents }) => sum + amountCents, 0)).toBe(49_500);
  });

  test.each(["12.345", '"douze"', "null", "1e99"])(
    "tells of a row whose amount is %s whose it is, and reads the others",
    async (amount) => {
      const { rows: read, unreadable } = await benchOf(one, { rows: [row(1, { amount }), row(2)] }).read();
      expect(read.map(({ providerId }) => providerId)).toEqual(["2"]);
      expect(unreadable).toMatchObject([{ providerId: "1", accountProviderId: "1" }]);
    },
  );

  test.each(["2026-03-29", "2026-10-25", "2024-02-29", "2026-12-31"])("keeps the day %s as it is written", async (date) => {
    const { rows: read } = await benchOf(one, { rows: [row(1, { date })] }).read();
    expect(read).toMatchObject([{ date }]);
  });

  test("keeps ids of twenty digits, numbers written as texts, and ignores what it does not know", async () => {
    const more = ',"colour":"blue","nested":{"deep":[1,null,"x"]},"operation_type":"teleportation"';
    const id = "12345678901234567890";
    const bench = benchOf(one, { rows: [row(1, { id, amount: '"-3.20"', more })] });
    expect((await bench.read()).rows).toMatchObject([{ providerId: id, amountCents: -320 }]);
  });

  test("reads accounts in their own currency, of types and states nobody has heard of too", async () => {
    const more = ',"type":"spaceship","last_refresh_status":"sideways","iban":null';
    const accounts = [
      { id: "1", currency: "EUR", balance: "-0.1" },
      { id: "2", currency: "JPY", balance: "1234", more },
      { id: "3", currency: "TND", balance: "1.2345" },
    ];
    const read = await (await benchOf(one, { accounts }).open()).accounts();
    expect(read.map(({ providerId, currency, balanceCents }) => [providerId, currency, balanceCents])).toEqual([
      ["1", "EUR", -10],
      ["2", "JPY", 1_234],
      ["3", "TND", 1_235],
    ]);
    expect(read.every(({ itemId, enabled }) => itemId !== undefined && enabled)).toBe(true);
  });

  test("tells what is still to come from what has been", async () => {
    const coming = [row(1), row(2, { date: "2026-12-05", future: true })];
    expect((await benchOf(one, { rows: coming }).read()).rows.map(({ future }) => future)).toEqual([false, true]);
  });

  test("reads every page once, in order", async () => {
    const { rows: read } = await benchOf(one, { rows: rows(130) }).read();
    expect(read.map(({ providerId }) => providerId)).toEqual(rows(130).map(({ id }) => id));
  });

  test("reads live rows from a day on when asked", async () => {
    const bench = benchOf(one, { rows: [row(1), row(2, { date: "2026-10-01" })] });
    await bench.read({ from: businessDate("2026-11-01") });
    const asked = bench.calls.map(({ url }) => url.searchParams);
    if (one.paging === "numbers") expect((await bench.read({ from: businessDate("2026-11-01") })).rows).toHaveLength(1);
    else expect(asked.some((query) => query.get("min_date") === "2026-11-01" || query.get("since") === "2026-11-01")).toBe(true);
  });

  test.each<[string, Planned]>([
    ["a 503", { kind: "status", status: 503 }],
    ["a 500 twice", { kind: "status", status: 500, times: 2 }],
    ["a 408", { kind: "status", status: 408 }],
    ["a 429 that says nothing", { kind: "status", status: 429 }],
    ["a page cut short", { kind: "truncated" }],
    ["a connection cut", { kind: "cut" }],
    ["an answer that never comes", { kind: "hang" }],
    ["a page of HTML", { kind: "body", body: "<!doctype html><p>Maintenance" }],
    ["an empty answer", { kind: "body", body: "" }],
  ])("goes on after %s on the second page, without losing or doubling a row", async (_, fault) => {
    const bench = benchOf(one, { rows: rows(120) });
    bench.fail({ ...fault, at: one.rowsAt, after: 1 });
    const { rows: read } = await bench.read();
    expect(new Set(read.map(({ providerId }) => providerId)).size).toBe(120);
    expect(read).toHaveLength(120);
  });

  test.each<[string, Planned, string]>([
    ["stays down", { kind: "status", status: 502, times: 9 }, "unavailable"],
    ["stays throttled", { kind: "status", status: 429, times: 9 }, "throttled"],
    ["never answers", { kind: "hang", times: 9 }, "unavailable"],
    ["cuts every connection", { kind: "cut", times: 9 }, "unavailable"],
    ["has no address", { kind: "no_address", times: 9 }, "unavailable"],
    ["answers HTML for ever", { kind: "body", body: "<html>", times: 9 }, "invalid_answer"],
  ])("gives up when it %s, after three calls", async (_, fault, kind) => {
    const bench = benchOf(one);
    bench.fail({ ...fault, at: one.rowsAt });
    expect(await bankErrorOf(bench.read())).toMatchObject({ kind });
    expect(bench.rowCalls()).toBe(3);
    expect(bench.waits).toEqual([500, 2_000]);
  });

  test.each<[string, Planned, string]>([
    ["a call found wrong", { kind: "status", status: 422 }, "refused"],
    ["a call forbidden", { kind: "status", status: 403 }, "refused"],
    ["a redirect", { kind: "status", status: 302, headers: { location: "http://127.0.0.1:1/" } }, "invalid_answer"],
    ["JSON of another shape", { kind: "body", body: '{"data":[]}' }, "invalid_answer"],
    ["more than any answer holds", { kind: "body", body: " ".repeat(8 * 1024 * 1024 + 1) }, "invalid_answer"],
  ])("gives up at once on %s", async (_, fault, kind) => {
    const bench = benchOf(one);
    bench.fail({ ...fault, at: one.rowsAt, times: 9 });
    expect(await bankErrorOf(bench.read())).toMatchObject({ kind });
    expect(bench.rowCalls()).toBe(1);
  });

  test("waits as long as it is told to, in seconds or until a date, up to five seconds", async () => {
    const bench = benchOf(one);
    const date = new Date(bench.clock.now().getTime() + 4_000).toUTCString();
    bench.fail({ kind: "status", status: 429, headers: { "retry-after": "5" }, at: one.rowsAt });
    bench.fail({ kind: "status", status: 503, headers: { "retry-after": date }, at: one.rowsAt, after: 0 });
    await bench.read();
    expect(bench.waits).toEqual([5_000, 4_000]);
  });

  test("leaves a longer wait to whoever asked, and calls nothing meanwhile", async () => {
    const bench = benchOf(one);
    bench.fail({ kind: "status", status: 429, headers: { "retry-after": "60" }, at: one.rowsAt, times: 9 });
    expect(await bankErrorOf(bench.read())).toMatchObject({ kind: "throttled", retryAfterSeconds: 60 });
    expect(bench.rowCalls()).toBe(1);
  });

  test.each([
    [0, [0, 0]],
    [0.5, [250, 1_000]],
  ])("draws its pauses at random (%s)", async (random, waits) => {
    const bench = benchOf(one, {}, { random });
    bench.fail({ kind: "status", status: 500, at: one.rowsAt, times: 2 });
    await bench.read();
    expect(bench.waits).toEqual(waits);
  });

  test("asks before every call that leaves, another try included", async () => {
    const bench = benchOf(one, { rows: rows(60) });
    bench.fail({ kind: "status", status: 500, at: one.rowsAt, times: 2 });
    await bench.read();
    expect(bench.gates.asked).toBe(bench.calls.length);
  });

  test("shows no secret, token, body, label or query in what it throws", async () => {
    const body = `{"resources":[{"id":1,"amount":77.77,"label":"VIR MME SECRETE"}],"result":{"x":"VIR MME SECRETE 77.77"}}`;
    const faults: readonly Planned[] = [
      { kind: "status", status: 500, times: 9 },
      { kind: "status", status: 401, times: 9 },
      { kind: "status", status: 403, times: 9, body },
      { kind: "body", body: `<p>${body}`, times: 9 },
      { kind: "body", body: body.replaceAll("resources", "resourcez"), times: 9 },
    ];
    for (const fault of faults) {
      const bench = benchOf(one);
      bench.fail({ ...fault, at: one.rowsAt });
      const { message } = await bankErrorOf(bench.read({ since: "2026-01-01T00:00:00.000Z", from: businessDate("2026-01-01") }));
      for (const secret of [...one.secrets, "SECRET", "77.77", "2026-01-01", "user-1"]) expect(message).not.toContain(secret);
    }
    const { unreadable } = await benchOf(one, { rows: [row(1, { label: "VIR MME SECRETE", amount: "77.777" })] }).read();
    expect(JSON.stringify(unreadable)).not.toMatch(/SECRETE|77/);
  });

  test.each([
    "http://bank.example",
    "http://127.0.0.1.evil.example",
    "https://user:pass@bank.example",
    "https://bank.example/other",
    "ftp://127.0.0.1",
  ])("sends nothing in clear or elsewhere: refuses the address %s", (baseUrl) => {
    expect(() => benchOf(one, {}, { baseUrl })).toThrow(RangeError);
  });

  test("speaks to its origin alone, in its own name", async () => {
    const bench = benchOf(one, { rows: rows(60) });
    const session = await bench.open();
    await session.items();
    await session.accounts();
    await bench.read();
    expect(new Set(bench.calls.map(({ url }) => url.origin))).toEqual(new Set([one.base]));
  });

  test("ends our access without harm, twice too", async () => {
    const bench = benchOf(one);
    await bench.bank.disconnect("user-1");
    await expect(bench.bank.disconnect("user-1")).resolves.toBeUndefined();
  });
});
