import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { company, type TestWorld, testWorld } from "#test/world";

let world: TestWorld;
let mine: Awaited<ReturnType<typeof company>>;
beforeAll(async () => {
  world = await testWorld({ withoutWorkers: true });
  mine = await company(world);
});
afterAll(() => world.end());

const HOSTILE = { unchecked: "no client of the contract sends this" } as const;
const ROWS = [
  { account: "512000", debit_balance_cents: 100, credit_balance_cents: 0 },
  { account: "101300", debit_balance_cents: 0, credit_balance_cents: 100 },
];
const PAST = { reduced_rate_base_cents: 1, normal_rate_base_cents: 1 };
const post = (path: string, body: unknown) => mine.as("POST", path, { body, ...HOSTILE });
const pointersOf = (body: object): readonly string[] =>
  (Object(body)["errors"] ?? []).map(({ pointer }: { readonly pointer: string }) => pointer);

describe("days at the ends of the calendar, and text that is no day,", () => {
  it.each(["", "NaN", "2025-02-30", "+010000-01-01", "２０２５-01-01", "2025-01-01\u200b", "0000-01-01", "9998-12-31", "9999-12-31"])(
    "are refused where they stand: %j",
    async (day) => {
      const year = { opened_on: "2025-01-01", closed_on: "2025-12-31", accounting_result_cents: 1 };
      const answers = await Promise.all([
        post("/analyze/trial-balance", { starts_on: day, ends_on: day, rows: ROWS }),
        post("/analyze/is", { ...year, opened_on: day, closed_on: day }),
        post("/analyze/is", { ...year, previous_year: { opened_on: day, closed_on: day, ...PAST } }),
        post("/analyze/tva", { period: { from: day, to: day }, operations: [] }),
        post("/analyze/late-payment", { amount_incl_cents: 100, due_on: day, until: day }),
        mine.as("GET", `/analyze/calendar?from=${encodeURIComponent(day)}`, HOSTILE),
        mine.as("POST", `/analyze/trial-balance?starts_on=${encodeURIComponent(day)}&ends_on=${encodeURIComponent(day)}`, {
          raw: "Compte;Débit;Crédit\n512000;1;0\n101300;0;1\n",
          headers: { "content-type": "text/csv" },
          ...HOSTILE,
        }),
      ]);
      expect(answers.map(({ status, body }) => `${status} ${body["code"]}`)).toEqual(answers.map(() => "400 request.invalid"));
    },
  );
});

describe("alerts", () => {
  it.each(["", "&status=open"])("between two days of which the last comes first are refused, not asked of the table %s", async (more) => {
    const { status, body } = await mine.get(`/alerts?from=2026-12-31&to=2026-01-01${more}`);
    expect([status, body["code"], pointersOf(body)]).toEqual([400, "request.invalid", ["/query/to"]]);
  });
});

describe("a body", () => {
  const raw = (text: string, path = "/alerts") => mine.as("POST", path, { raw: text, ...HOSTILE });

  it("whose name stands in the pointer of thousands of flaws costs no more than it weighs", async () => {
    const answer = await raw(`{"${"a".repeat(700_000)}":[${Array(30_000).fill('{"A":1}').join(",")}]}`);
    expect([answer.status, answer.body["code"]]).toEqual([400, "request.invalid"]);
    expect(answer.text.length).toBeLessThan(20_000);
  });

  it("with flaws by the ten thousand is told fifty of them", async () => {
    const deep = `${"[".repeat(31)}${Array(600).fill("[[]]").join(",")}${"]".repeat(31)}`;
    for (const text of [
      `{${Array.from({ length: 50_000 }, (_, index) => `"A${index}":1`).join(",")}}`,
      `{"rows":[${Array(100).fill(deep).join(",")}]}`,
    ]) {
      const answer = await raw(text, "/analyze/trial-balance");
      expect([answer.status, pointersOf(answer.body).length]).toEqual([400, 50]);
    }
  });

  it("that is a balance with several wrong rows is told their places, and not that it is no balance", async () => {
    const wrong = { account: "x", debit_balance_cents: "1", credit_balance_cents: 0 };
    const { body } = await post("/analyze/trial-balance", {
      starts_on: "2025-01-01",
      ends_on: "2025-12-31",
      rows: [wrong, ...ROWS, wrong],
    });
    expect(pointersOf(body)).toEqual(["/rows/0/account", "/rows/0/debit_balance_cents", "/rows/3/account", "/rows/3/debit_balance_cents"]);
  });
});
