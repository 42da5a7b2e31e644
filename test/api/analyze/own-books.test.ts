import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { client, draft, expectRefusal, line, type Mine, traded, validate } from "#test/ledger";
import { company, type TestWorld, testWorld } from "#test/world";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.end());

type Box = { readonly box: string; readonly base_cents: number | null; readonly tax_cents: number | null };
const boxesOf = (body: Record<string, unknown>) =>
  Object.fromEntries(
    (body["boxes"] as Box[]).filter((one) => one.base_cents || one.tax_cents).map((one) => [one.box, [one.base_cents, one.tax_cents]]),
  );
const codesOf = (body: Record<string, unknown>) => (body["notices"] as { code: string }[]).map(({ code }) => code);

/** A quarter of sales and purchases with VAT, whose January return is settled in February. */
async function vatYear(mine: Mine): Promise<Mine> {
  await draft(mine, "2025-01-10", [line("411000", 120_000, client("Dupont")), line("706000", -100_000), line("445710", -20_000)], {
    journal: "VE",
  });
  await draft(mine, "2025-01-20", [line("606300", 50_000), line("445660", 10_000), line("401000", -60_000, client("Grossiste"))], {
    journal: "AC",
  });
  await draft(mine, "2025-02-15", [line("445710", 20_000), line("445660", -10_000), line("445510", -10_000)]);
  await draft(mine, "2025-02-20", [line("411000", 55_000, client("Dupont")), line("707000", -50_000), line("445711", -5_000)], {
    journal: "VE",
  });
  await draft(mine, "2025-02-25", [line("218300", 200_000), line("445620", 40_000), line("404000", -240_000, client("Machines"))], {
    journal: "AC",
  });
  await draft(mine, "2025-03-31", [line("445710", 5_000), line("445670", 35_000), line("445620", -40_000)]);
  await draft(mine, "2025-04-02", [line("411000", 240_000, client("Martin")), line("706000", -200_000), line("445710", -40_000)], {
    journal: "VE",
  });
  await validate(mine, "2025-06-30");
  return mine;
}

describe("the VAT return of a company's own books", () => {
  it("holds the operations of the month alone, without what settled the month before", async () => {
    const mine = await vatYear(await company(world));
    const january = (await mine.get("/analyze/tva?period=2025-01")).body;
    expect(boxesOf(january)).toMatchObject({ A1: [100_000, null], "08": [100_000, 20_000], "20": [null, 10_000], "28": [null, 10_000] });
    expect(january["books"]).toEqual({ entries: 2, validated_through: "2025-06-30" });
    const february = (await mine.get("/analyze/tva?period=2025-02")).body;
    expect(boxesOf(february)).toMatchObject({ A1: [50_000, null], "9B": [50_000, 5_000], "19": [null, 40_000], "25": [null, 35_000] });
    expect(codesOf(february)).toContain("books.regime_unknown");
  });

  it("says that a credit the return before did not settle in time is missing from line 22", async () => {
    const mine = await vatYear(await company(world));
    // February's credit of 350 is booked on 31 March: it is no balance of 44567 when March begins.
    expect(codesOf((await mine.get("/analyze/tva?period=2025-03")).body)).toContain("books.credit_unsettled");
    for (const period of ["2025-02", "2025-04"])
      expect(codesOf((await mine.get(`/analyze/tva?period=${period}`)).body)).not.toContain("books.credit_unsettled");
  });

  it("carries the credit the books keep, and answers a quarter as its months together", async () => {
    const mine = await vatYear(await company(world));
    const april = boxesOf((await mine.get("/analyze/tva?period=2025-04")).body);
    expect(april).toMatchObject({ "22": [null, 35_000], "28": [null, 5_000] });
    const quarter = boxesOf((await mine.get("/analyze/tva?period=2025-Q1")).body);
    expect(quarter).toMatchObject({
      A1: [150_000, null],
      "16": [null, 25_000],
      "19": [null, 40_000],
      "20": [null, 10_000],
      "25": [null, 25_000],
    });
    expect(boxesOf((await mine.get("/analyze/tva?period=2025-T1")).body)).toEqual(quarter);
  });

  it("refuses what is no period, a period without books, and the law of 2027", async () => {
    const mine = await company(world);
    for (const period of ["2025", "2025-13", "2025-Q5", "2025-1", "20x5-01"])
      expectRefusal(await mine.get(`/analyze/tva?period=${period}`), "request.invalid", "/query/period");
    expectRefusal(await mine.get("/analyze/tva?period=2019-01"), "year.not_found");
    expect(codesOf((await mine.get("/analyze/tva?period=2025-05")).body)).toContain("books.no_vat");
  });
});

describe("IS of a company's own books", () => {
  it("starts from the validated result and what the tax profile says", async () => {
    const mine = await traded(await company(world));
    await draft(mine, "2025-06-15", [line("444000", 10_000), line("512900", -10_000)]);
    await draft(mine, "2025-12-31", [line("658200", 9_000), line("512900", -9_000)]);
    await validate(mine, "2025-12-31");
    const unsaid = (await mine.get("/analyze/is/2025")).body;
    expect(unsaid).toMatchObject({
      accounting_result_cents: 244_005,
      add_backs_cents: 9_000,
      fiscal_result_cents: 253_000,
      instalments_paid_cents: 10_000,
    });
    expect(codesOf(unsaid)).toEqual(expect.arrayContaining(["books.only", "books.no_return"]));
    await mine.as("PUT", `/api/companies/${mine.id}/tax-profile`, {
      body: {
        ...{ capital_fully_paid: true, held_by_persons_ppm: 1_000_000, created_on: "2020-01-01" },
        filed_returns: [{ closed_on: "2024-12-31", losses_left_cents: 52_000, turnover_cents: 1_000_000 }],
      },
    });
    const said = (await mine.get("/analyze/is/2025")).body;
    expect(said).toMatchObject({ taxable_profit_cents: 201_000, gross_tax_cents: 30_200, balance_cents: 20_200 });
    expect(said["reduced_rate_eligibility"]).toMatchObject({ status: "met" });
    expect(codesOf(said)).not.toContain("books.no_return");
  });

  it("says that a running year is not over, and that nothing was booked", async () => {
    const mine = await company(world);
    const { body } = await mine.get("/analyze/is/2026");
    expect(body).toMatchObject({ accounting_result_cents: 0, books: { entries: 0, validated_through: null } });
    expect(codesOf(body)).toEqual(expect.arrayContaining(["books.year_running", "books.no_sales"]));
  });

  it("knows a year by its id too, and no year that is not there", async () => {
    const mine = await traded(await company(world));
    const years = (await mine.get("/api/ledger/years")).body["data"] as { id: string; ends_on: string }[];
    const id = years.find(({ ends_on }) => ends_on === "2025-12-31")?.id;
    expect((await mine.get(`/analyze/is/${id}`)).body["closed_on"]).toBe("2025-12-31");
    expectRefusal(await mine.get("/analyze/is/2031"), "year.not_found");
    expectRefusal(await mine.get("/analyze/is/demain"), "request.invalid");
  });
});

describe("the tax calendar of a company", () => {
  it("rests on legal data and tax profile, as JSON and as an iCalendar file", async () => {
    const mine = await company(world);
    await mine.as("PUT", `/api/companies/${mine.id}`, {
      body: {
        legal_form: [{ value: "sarl", valid_from: "2020-01-01" }],
        vat_regime: [{ value: "normal_mensuel", valid_from: "2020-01-01" }],
        address: { line1: "1 rue Neuve", postal_code: "69003", city: "Lyon" },
      },
    });
    await mine.as("PUT", `/api/companies/${mine.id}/tax-profile`, {
      body: {
        cfe: [{ year: 2025, amount_cents: 310_000 }],
        filed_returns: [
          { closed_on: "2024-12-31", is_cents: 1_200_000 },
          { closed_on: "2025-12-31", is_cents: 1_600_000 },
        ],
      },
    });
    const { body } = await mine.get("/analyze/calendar?from=2026-06-01&to=2026-06-30");
    const due = (body["obligations"] as { code: string; due_date: string; amount_cents: number | null }[]).map((one) => [
      one.code,
      one.due_date,
      one.amount_cents,
    ]);
    expect(due).toContainEqual(["tva.ca3_mensuelle", "2026-06-22", null]);
    // Half of the tax of 2025, less the first instalment, a quarter of the tax of 2024.
    expect(due).toContainEqual(["is.acompte_2", "2026-06-15", 500_000]);
    const file = await mine.as("GET", "/analyze/calendar?from=2026-06-01&to=2026-06-30", { headers: { accept: "text/calendar" } });
    expect(file.headers["content-type"]).toContain("text/calendar");
    expect(file.text).toContain("DTSTART;VALUE=DATE:20260615");
  });

  it("shows twelve months from today when nobody says", async () => {
    const mine = await company(world);
    expect((await mine.get("/analyze/calendar")).body).toMatchObject({ from: "2026-11-25", to: "2027-11-25" });
  });
});
