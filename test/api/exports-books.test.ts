import { strFromU8, unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Mine, made, records, withRows } from "#test/exports/questions";
import { bankRow, seedRows } from "#test/rows";
import { company, type TestWorld, testWorld } from "#test/world";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.end());

describe("the trial balance", () => {
  const PATH = "/api/exports/trial-balance?year=2025";

  async function booked(): Promise<Mine> {
    const mine = await withRows(world, 60);
    await mine.post("/api/ledger/validate", { through: "2025-12-31" }, { prefer: "wait=20" });
    return mine;
  }

  it("is the one the ledger tells, and another file once more is validated", async () => {
    const mine = await withRows(world, 60);
    await mine.post("/api/ledger/validate", { through: "2025-01-31" }, { prefer: "wait=20" });
    const first = await made(mine, PATH);
    await mine.post("/api/ledger/validate", { through: "2025-12-31" }, { prefer: "wait=20" });
    const then = await made(mine, PATH);
    expect(then.id).not.toBe(first.id);
    expect(then.body).toMatchObject({ kind: "trial_balance", file_name: "balance_2025-12-31.csv" });
    const told = (await mine.get("/api/ledger/trial-balance?year=2025")).body["rows"] as { account: string; debit_cents: number }[];
    const lines = (await records(mine, PATH)).slice(1);
    expect(lines.map(([account, , , , debit = ""]) => [account, Number(debit.replace(",", ""))])).toEqual(
      told.map(({ account, debit_cents }) => [account, debit_cents]),
    );
    const sheet = strFromU8(unzipSync((await made(mine, `${PATH}&format=xlsx`)).bytes)["xl/worksheets/sheet1.xml"] ?? new Uint8Array());
    expect(sheet).toContain("Total général");
    const printed = await made(mine, `${PATH}&format=pdf`);
    expect([Buffer.from(printed.bytes.subarray(0, 5)).toString(), printed.headers.get("content-type")]).toEqual([
      "%PDF-",
      "application/pdf",
    ]);
    expect(printed.body).toMatchObject({ lines: told.length, file_name: "balance_2025-12-31.pdf" });
  });

  it("stands beside the year before when asked", async () => {
    const mine = await booked();
    await seedRows(world, mine.id, [bankRow({ index: 9_100, ordinal: 1, date: "2026-02-03", amount: -5_000 })]);
    await mine.post("/api/ledger/validate", { through: "2026-10-31" }, { prefer: "wait=20" });
    const lines = await records(mine, "/api/exports/trial-balance?year=2026&compare=true");
    expect(lines[0]).toEqual(expect.arrayContaining(["Solde au 31/12/2025", "Écart"]));
    const bank = lines.find(([account]) => account === "512001");
    const { body } = await mine.get("/api/ledger/trial-balance?year=2025");
    const before = (body["rows"] as { account: string; debit_balance_cents: number; credit_balance_cents: number }[]).find(
      ({ account }) => account === "512001",
    );
    expect(Number(bank?.at(-2)?.replace(",", ""))).toBe((before?.debit_balance_cents ?? 0) - (before?.credit_balance_cents ?? 0));
  });

  it("ends on any day of its year, and is refused outside it and for a year without entries", async () => {
    const mine = await booked();
    expect((await made(mine, `${PATH}&through=2025-02-28`)).body["file_name"]).toBe("balance_2025-02-28.csv");
    for (const day of ["2024-12-31", "2026-01-31"])
      expect(await mine.get(`${PATH}&through=${day}`), day).toMatchObject({
        status: 400,
        body: { code: "request.invalid", errors: [{ pointer: "/query/through" }] },
      });
    expect(await (await company(world)).get(PATH)).toMatchObject({ status: 409, body: { code: "export.empty" } });
    expect(await mine.get("/api/exports/trial-balance?year=1999")).toMatchObject({ status: 404, body: { code: "year.not_found" } });
  });
});
