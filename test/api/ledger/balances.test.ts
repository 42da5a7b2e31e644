import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { businessDate } from "#domain/dates";
import {
  type ApiEntry,
  balance,
  balances,
  booked,
  closeYear,
  dataOf,
  done,
  draft,
  expectRefusal,
  line,
  type Mine,
  PROFIT,
  traded,
  validate,
  yearEnding,
} from "#test/ledger";
import { bankRow, openAccount, seedRows } from "#test/rows";
import { company, type TestWorld, testWorld } from "#test/world";

let world: TestWorld;
let mine: Mine;
let entries: readonly ApiEntry[];
const ROWS = 40;
const CHARGES = [
  ["31", "626000"],
  ["15", "606400"],
  ["22", "616000"],
] as const;

/** Forty bank rows of two accounts over ten weeks, income by two customers, and a few entries of a person. */
beforeAll(async () => {
  world = await testWorld();
  mine = await company(world);
  const [one, two] = [await openAccount(mine, "Courant"), await openAccount(mine, "Livret")];
  await seedRows(
    world,
    mine.id,
    Array.from({ length: ROWS }, (_, index) => {
      const income = index % 4 === 0;
      const label = income ? `VIR SEPA RECU ${index % 8 === 0 ? "DUPONT" : "MARTIN"}` : `PRLV SEPA ORANGE ${index}`;
      const row = bankRow({
        index,
        ordinal: index % 5 === 0 ? two.ordinal : one.ordinal,
        amount: income ? 10_000 + index : -(1_000 + index),
        label,
        rawLabel: label,
      });
      const code = income ? "01" : (CHARGES[index % 3]?.[0] ?? "31");
      const day = new Date(Date.UTC(2025, 0, 20 + Math.floor(index * 1.8))).toISOString().slice(0, 10);
      return { ...row, date: businessDate(day), categorisation: { ...row.categorisation, code } };
    }),
  );
  await draft(mine, "2025-02-10", [line("626000", 333), line("606400", 444), line("626000", 111), line("512001", -888)]);
  await draft(mine, "2025-02-10", [line("411000", 7_777, { third_party: { name: "Zénith" } }), line("706000", -7_777)], { journal: "VE" });
  await validate(mine, "2025-12-31");
  entries = await booked(mine, 2025);
});
afterAll(() => world.end());

/** What the entries through a day add up to, by account or by third party. */
function summed(through: string, by: "account" | "third_party"): Record<string, readonly [number, number]> {
  const sums: Record<string, [number, number]> = {};
  for (const { date, lines } of entries)
    for (const { account, third_party, debit_cents, credit_cents } of date <= through ? lines : []) {
      const key = by === "account" ? account : third_party && `${account} ${third_party.code}`;
      if (key === null) continue;
      const [debit, credit] = sums[key] ?? [0, 0];
      sums[key] = [debit + debit_cents, credit + credit_cents];
    }
  return sums;
}

describe("the trial balance", () => {
  it.each(["2025-01-01", "2025-01-20", "2025-01-31", "2025-02-09", "2025-02-10", "2025-02-27", "2025-02-28", "2025-03-15", "2025-12-31"])(
    "through %s is the sum of the entries, by account and by third party",
    async (through) => {
      for (const by of ["account", "third_party"] as const) {
        const rows = await balance(mine, `year=2025&through=${through}&by=${by}`);
        const found = Object.fromEntries([...rows].map(([key, row]) => [key, [row.debit_cents, row.credit_cents]]));
        expect(found, by).toEqual(summed(through, by));
        for (const row of rows.values())
          expect(row.debit_balance_cents - row.credit_balance_cents).toBe(row.debit_cents - row.credit_cents);
      }
    },
  );

  it("of a day the year does not have is refused or cut, and of another company there is none", async () => {
    expectRefusal(await mine.get("/api/ledger/trial-balance?year=2025&through=2024-12-31"), "request.invalid", "/query/through");
    expectRefusal(await mine.get("/api/ledger/trial-balance?year=2025&through=2025-02-30"), "request.invalid");
    expect((await mine.get("/api/ledger/trial-balance?year=2025&through=2026-06-30")).body).toMatchObject({ through: "2025-12-31" });
    const other = await company(world);
    expect((await other.get("/api/ledger/trial-balance?year=2025")).body).toMatchObject({
      rows: [],
      totals: { debit_cents: 0, credit_cents: 0 },
    });
    expectRefusal(await other.get(`/api/ledger/trial-balance?year_id=${(await yearEnding(mine, 2025)).id}`), "year.not_found");
  });
});

type Ledger = {
  readonly line: number;
  readonly number: number;
  readonly date: string;
  readonly balance_cents: number;
  readonly debit_cents: number;
  readonly credit_cents: number;
};
const ledger = async (query: string) => {
  const answer = await mine.get(`/api/ledger/general-ledger?year=2025&limit=200&${query}`);
  return { ...answer.body, lines: dataOf<Ledger>(answer) };
};
const expectedLines = (account: string, party?: string) =>
  [...entries]
    .sort((left, right) => (left.date < right.date ? -1 : left.date > right.date ? 1 : Number(left.number) - Number(right.number)))
    .flatMap(({ number, date, lines }) =>
      lines.flatMap((one, index) =>
        one.account === account && (party === undefined || one.third_party?.code === party)
          ? [{ number, date, line: index, debit_cents: one.debit_cents, credit_cents: one.credit_cents }]
          : [],
      ),
    );

describe("the general ledger", () => {
  it.each(["626000", "606400", "411000", "512001", "512002"])(
    "of %s has every line once, in order, each with the balance after it, in pages of 7 as in one",
    async (account) => {
      const whole = (await ledger(`account=${account}`)).lines;
      expect(whole).toMatchObject(expectedLines(account));
      let running = 0;
      for (const one of whole) {
        running += one.debit_cents - one.credit_cents;
        expect(one.balance_cents).toBe(running);
      }
      const row = (await balance(mine, "year=2025")).get(account);
      expect(running).toBe(Number(row?.debit_balance_cents) - Number(row?.credit_balance_cents));
      const pages: Ledger[] = [];
      let cursor = "";
      do {
        const answer = await mine.get(`/api/ledger/general-ledger?year=2025&account=${account}&limit=7${cursor}`);
        pages.push(...dataOf<Ledger>(answer));
        cursor = answer.body["next_cursor"] === null ? "" : `&cursor=${encodeURIComponent(String(answer.body["next_cursor"]))}`;
      } while (cursor !== "" && pages.length < 200);
      expect(pages).toEqual(whole);
    },
  );

  it("cuts an entry of several lines between two pages without losing or repeating one", async () => {
    const at = (await ledger("account=626000")).lines.findIndex(({ date }) => date === "2025-02-10");
    const first = await mine.get(`/api/ledger/general-ledger?year=2025&account=626000&limit=${at + 1}`);
    const second = await mine.get(
      `/api/ledger/general-ledger?year=2025&account=626000&limit=1&cursor=${encodeURIComponent(String(first.body["next_cursor"]))}`,
    );
    expect(dataOf<Ledger>(first).at(-1)).toMatchObject({ debit_cents: 333, line: 0 });
    expect(dataOf<Ledger>(second)).toMatchObject([{ debit_cents: 111, line: 2 }]);
  });

  it("of one customer is his alone, and adds up to his balance", async () => {
    for (const [key, row] of await balance(mine, "year=2025&by=third_party")) {
      const [account = "", code = ""] = key.split(" ");
      const found = await ledger(`account=${account}&third_party=${encodeURIComponent(code)}`);
      expect(found).toMatchObject({ third_party: row.third_party, opening_balance_cents: 0 });
      expect(found.lines).toMatchObject(expectedLines(account, code));
      expect(found.lines.at(-1)?.balance_cents).toBe(row.debit_balance_cents - row.credit_balance_cents);
    }
    expect((await ledger("account=411000&third_party=PERSONNE")).lines).toEqual([]);
  });

  it.each([
    ["626000", "2025-02-11", "2025-03-10"],
    ["512001", "2025-02-05", "2025-02-20"],
    ["411000", "2025-03-01", "2025-03-31"],
    ["626000", "2025-01-20", "2025-01-25"],
  ])("of %s from %s to %s begins with what stood before and ends with what stands after", async (account, from, to) => {
    const whole = expectedLines(account);
    const before = whole.filter(({ date }) => date < from).reduce((sum, one) => sum + one.debit_cents - one.credit_cents, 0);
    const inside = whole.filter(({ date }) => date >= from && date <= to);
    const found = await ledger(`account=${account}&from=${from}&to=${to}`);
    expect(found).toMatchObject({ opening_balance_cents: before, from, to, lines: inside });
    expect(found.lines.at(-1)?.balance_cents ?? before).toBe(inside.reduce((sum, one) => sum + one.debit_cents - one.credit_cents, before));
  });

  it("refuses a cursor of another question, days outside the year, and what is no account", async () => {
    const first = await mine.get("/api/ledger/general-ledger?year=2025&account=626000&limit=3");
    const cursor = encodeURIComponent(String(first.body["next_cursor"]));
    expectRefusal(
      await mine.get(`/api/ledger/general-ledger?year=2025&account=606400&limit=3&cursor=${cursor}`),
      "request.bad_cursor",
      "/query/cursor",
    );
    expectRefusal(
      await mine.get(`/api/ledger/general-ledger?year=2025&account=626000&limit=3&cursor=X${cursor.slice(1)}`),
      "request.bad_cursor",
    );
    expectRefusal(await mine.get("/api/ledger/general-ledger?year=2025&account=626000&from=2024-12-31"), "request.invalid", "/query/from");
    expectRefusal(await mine.get("/api/ledger/general-ledger?year=2025&account=626000&from=2025-03-02&to=2025-03-01"), "request.invalid");
    expectRefusal(await mine.get("/api/ledger/general-ledger?year=2025&account=6"), "request.invalid", "/query/account");
    expect((await ledger("account=999999")).lines).toEqual([]);
  });
});

it("compares two years at the same day, and opens the ledger with what was brought forward", async () => {
  const other = await traded(await company(world));
  await draft(other, "2026-02-02", [line("613200", 1_000), line("512900", -1_000)]);
  await validate(other, "2026-11-25");
  await done(closeYear(other, (await yearEnding(other, 2025)).id));
  const whole = await balance(other, "year=2026&compare=true");
  expect(whole.get("613200")).toMatchObject({
    debit_balance_cents: 1_000,
    previous: { debit_balance_cents: 12_005, credit_balance_cents: 0 },
  });
  expect(whole.get("706000")).toMatchObject({ debit_cents: 0, credit_balance_cents: 0, previous: { credit_balance_cents: 345_010 } });
  expect(whole.get("120000")).toMatchObject({
    opening_credit_cents: PROFIT,
    previous: { debit_balance_cents: 0, credit_balance_cents: 0 },
  });
  const february = await balance(other, "year=2026&through=2026-02-28&compare=true");
  expect(february.get("411000")).toMatchObject({
    opening_debit_cents: 345_010,
    opening_credit_cents: 300_000,
    debit_balance_cents: 45_010,
    debit_cents: 0,
    previous: { debit_balance_cents: 300_000 },
  });
  const parties = await balance(other, "year=2026&by=third_party&compare=true&through=2026-02-10");
  expect([...parties.values()].map(({ third_party, previous }) => [third_party?.name, previous?.debit_balance_cents])).toEqual([
    ["Grossiste", 0],
    ["Dupont", 300_000],
    ["Martin", 0],
  ]);
  expect(await balances(other, "year=2025&compare=true")).toMatchObject({ "706000": -345_010 });
  const opened = await other.get("/api/ledger/general-ledger?year=2026&account=512900");
  expect(opened.body).toMatchObject({ opening_balance_cents: 0 });
  expect(dataOf<Ledger>(opened).map(({ date, balance_cents }) => [date, balance_cents])).toEqual([
    ["2026-01-01", 1_287_995],
    ["2026-02-02", 1_286_995],
  ]);
  const later = await other.get("/api/ledger/general-ledger?year=2026&account=512900&from=2026-01-02");
  expect(later.body).toMatchObject({ opening_balance_cents: 1_287_995, data: [{ balance_cents: 1_286_995 }] });
});
