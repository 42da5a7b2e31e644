import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type FakeBank, fakeBank } from "#test/bank";
import { deliver, switchableWorld } from "#test/faults/switchable";
import { bankState, recomputed } from "#test/sync/totals";
import { company, type TestWorld } from "#test/world";

/** What one answer may cost above what a read costs anyway. */
const GROWTH_MAX = 200 * 1024 * 1024;
const LONG_ID = "92233720368547758079";
const ROW = { id: 1, account: 1, amount: "-1.00", label: "CB", date: "2025-06-01", updatedAt: "2025-06-01T05:00:00.000Z" };
const rowOf = (id: string, label = "CB") =>
  `{"id":${id},"account_id":1,"clean_description":"${label}","provider_description":"${label}","amount":-2.00,"currency_code":"EUR","date":"2025-06-02","booking_date":"2025-06-02","updated_at":"2025-06-02T05:00:00.000Z","deleted":false,"future":false}`;
const page = (rows: string, next: string | null = null) => `{"resources":[${rows}],"pagination":{"next_uri":${JSON.stringify(next)}}}`;

const real = globalThis.setTimeout;
let bank: FakeBank;
let world: TestWorld;
beforeAll(async () => {
  // Waits between tries are the adapter's own; here they take no time.
  vi.spyOn(globalThis, "setTimeout").mockImplementation((work, milliseconds) =>
    real(work, milliseconds === 500 || milliseconds === 2_000 ? 0 : milliseconds),
  );
  bank = await fakeBank();
  world = await switchableWorld({ SANDBOX_BASE_URL: bank.url });
});
beforeEach(() => {
  bank.instead = () => null;
  bank.accounts = [{ id: 1, name: "Compte", type: "checking" }];
  bank.rows = [ROW];
});
afterAll(async () => {
  vi.restoreAllMocks();
  await world.end();
  await bank.close();
});

/** A company whose bank was read well once, then answers transactions with `answer`. Gives what is known then. */
async function readWith(answer: (url: URL) => string | Buffer) {
  const mine = await company(world);
  const { body } = await mine.post("/api/sync/connections", { provider: "sandbox" });
  const read = () =>
    deliver(world, "sync/connection", {
      ...{ companyId: mine.id, connectionId: body["id"], syncId: world.newId("sync"), trigger: "manual" },
      requestedAt: world.clock.now().toISOString(),
    });
  await read();
  world.clock.pass(60);
  bank.instead = (url) => (url.pathname.endsWith("/transactions") ? answer(url) : null);
  const [before, calls] = [process.memoryUsage().rss, bank.calls.length];
  await read();
  const grown = process.memoryUsage().rss - before;
  const { live, rows, kept } = await bankState(world, mine.id);
  expect(kept).toEqual(recomputed(rows));
  const status = await mine.get("/api/sync/connections");
  const logs = await mine.get("/api/sync/status");
  return { live, grown, calls: bank.calls.length - calls, status, logs };
}

describe("a bank that answers 200 with", () => {
  it.each([
    ["ten megabytes", () => page(rowOf("2", "x".repeat(10_000_000)))],
    ["ten megabytes of nothing", () => " ".repeat(10_000_000)],
    ["lists fifty thousand deep", () => `{"resources":${"[".repeat(50_000)}${"]".repeat(50_000)}}`],
    ["a page in HTML", () => "<!doctype html><title>Maintenance</title>"],
    ["JSON cut short", () => page(rowOf("2")).slice(0, 150)],
    ["an empty body", () => ""],
    ["null", () => "null"],
    ["a list", () => "[]"],
    [
      "pages that never end",
      (url: URL) => page("", `/v3/aggregation/transactions?after=${Number(url.searchParams.get("after") ?? 0) + 1}`),
    ],
    ["pages in a circle", () => page("", "/v3/aggregation/transactions?after=1")],
    ["a next page at somebody else's", () => page("", "https://evil.test/v3/aggregation/transactions?after=1")],
    ["UTF-16", () => Buffer.from(page(rowOf("2")), "utf16le")],
  ] as const)("%s: no row is written, the read ends and says so, in bounded memory and calls", async (_, answer) => {
    const { live, grown, calls, status, logs } = await readWith(answer);
    expect(live.map(({ providerId }) => providerId)).toEqual(["1"]);
    expect(grown).toBeLessThan(GROWTH_MAX);
    expect(calls).toBeLessThan(520);
    expect(status.text).toContain('"state":"active"');
    // A row nobody can read makes its account fail, and not the whole read.
    expect(logs.text).toMatch(/"invalid_(answer|row)"/);
  });

  it("ids of twenty digits: each is kept as it is, and two that differ in the last digit are two rows", async () => {
    const other = `${LONG_ID.slice(0, -1)}8`;
    const { live } = await readWith(() => page([rowOf(LONG_ID), rowOf(other)].join()));
    expect(live.map(({ providerId }) => providerId).sort()).toEqual(["1", other, LONG_ID].sort());
  });

  it("bytes that are no UTF-8: a row is told with the replacement sign, never with another's text or money", async () => {
    const { live } = await readWith(() => Buffer.from(page(rowOf("2", "Caf\u00e9 de l'\u00e9t\u00e9")), "latin1"));
    expect(live.find(({ providerId }) => providerId === "2")).toMatchObject({
      amountCents: -200,
      label: expect.stringContaining("\ufffd"),
    });
  });
});
