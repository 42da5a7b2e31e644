import { gzipSync } from "node:zlib";
import { zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FakeBank, fakeBank } from "#test/bank";
import { deliver, switchableWorld } from "#test/faults/switchable";
import { bankState, recomputed } from "#test/sync/totals";
import { company, type TestWorld } from "#test/world";

let bank: FakeBank;
let world: TestWorld;
let mine: Awaited<ReturnType<typeof company>>;
beforeAll(async () => {
  bank = await fakeBank();
  world = await switchableWorld({ SANDBOX_BASE_URL: bank.url });
  mine = await company(world);
});
afterAll(async () => {
  await world.end();
  await bank.close();
});

const ROW = { account: 1, amount: "-1.00", label: "CB", date: "2025-06-01", updatedAt: "2025-06-01T05:00:00.000Z" };

describe("rows a bank should never send", () => {
  it.each([
    ["an amount that is a text", { amount: '"-1.00"' }],
    ["an amount that is null", { amount: "null" }],
    ["an amount of thirty digits", { amount: "-999999999999999999999999999999.99" }],
    ["an amount in thousandths", { amount: "-1.005" }],
    ["an amount with an exponent", { amount: "1e400" }],
    ["a date there never was", { date: "2025-02-30" }],
    ["a date that is a script", { date: "<script>" }],
    ["a label of a megabyte", { label: "x".repeat(1_000_000) }],
    ["a page as its label", { label: "<img src=x onerror=alert(1)>" }],
    ["a formula as its label", { label: '=HYPERLINK("https://evil.test")' }],
    ["control characters as its label", { label: "a\u0000b\u001b[31m\tc\r\nd|e" }],
  ] as const)("%s: no crash, no wrong row, totals are the sum of rows", async (_, fields) => {
    const own = await company(world);
    bank.accounts = [{ id: 1, name: "Compte", type: "checking" }];
    bank.rows = [{ id: 1, ...ROW }];
    const { body } = await own.post("/api/sync/connections", { provider: "sandbox" });
    const read = () =>
      deliver(world, "sync/connection", {
        ...{ companyId: own.id, connectionId: body["id"], syncId: world.newId("sync"), trigger: "manual" },
        requestedAt: world.clock.now().toISOString(),
      }).catch(() => undefined);
    await read();
    world.clock.pass(60);
    bank.rows = [...bank.rows, { id: 2, ...ROW, ...fields, updatedAt: "2025-06-02T05:00:00.000Z" }];
    await read();
    const { live, rows, kept } = await bankState(world, own.id);
    expect(live.map(({ providerId }) => providerId)).toContain("1");
    expect(kept).toEqual(recomputed(rows));
    for (const { amountCents, label } of live) {
      expect(Number.isSafeInteger(amountCents)).toBe(true);
      expect(label.length).toBeLessThanOrEqual(2_000);
    }
    expect((await own.get("/api/transactions")).status).toBe(200);
    expect((await own.get("/api/accounts")).status).toBe(200);
  });
});

describe("a file that is no FEC", () => {
  const zeros = Buffer.alloc(64 * 1024 * 1024);
  const FILES: readonly (readonly [string, () => Uint8Array])[] = [
    ["a zip of 64 MB of zeros", () => zipSync({ "a.txt": new Uint8Array(zeros) }, { level: 9 })],
    ["a gzip of 64 MB of zeros", () => gzipSync(zeros)],
    [
      "XML with entities that multiply",
      () =>
        Buffer.from(
          `<!DOCTYPE l [<!ENTITY a "ha">${Array.from({ length: 20 }, (_, at) => `<!ENTITY b${at} "${"&a;".repeat(10)}">`).join("")}]><l>&b19;</l>`,
        ),
    ],
    ["XML with a file in it", () => Buffer.from('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>')],
    ["a PDF", () => Buffer.from("%PDF-1.7\n%\u00e2\u00e3\n")],
    ["one line of four million characters", () => Buffer.from("x".repeat(4_000_000))],
    ["a million empty lines", () => Buffer.from("\r\n".repeat(1_000_000))],
    ["NUL after NUL", () => Buffer.alloc(1_000_000)],
    ["UTF-16", () => Buffer.from("JournalCode\tJournalLib\r\n", "utf16le")],
  ];

  it.each(FILES)("%s: is found not to conform, at its line, in little memory", async (_, file) => {
    const raw = Buffer.from(file());
    const before = process.memoryUsage().rss;
    const answer = await mine.as("POST", "/api/ledger/fec/check", { raw, headers: { "content-type": "text/plain" } });
    expect(answer.status, answer.text.slice(0, 300)).toBe(200);
    expect(answer.body["verdict"]).toBe("non_conforme");
    const findings = answer.body["findings"];
    expect(Array.isArray(findings) && findings.length > 0).toBe(true);
    expect(answer.text.length).toBeLessThan(200_000);
    expect(answer.text).not.toMatch(/root:|hahaha/);
    expect(process.memoryUsage().rss - before).toBeLessThan(400 * 1024 * 1024);
  });
});
