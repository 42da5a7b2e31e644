import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { readFecBalance } from "#documents/balance/fec";
import { readBalance } from "#documents/balance/read";
import type { BalanceReading } from "#documents/balance/reading";
import { businessDate } from "#domain/dates";
import { bytesOf, columnsOf } from "./files.ts";

const HEADER =
  "JournalCode\tJournalLib\tEcritureNum\tEcritureDate\tCompteNum\tCompteLib\tCompAuxNum\tCompAuxLib\tPieceRef\tPieceDate\tEcritureLib\tDebit\tCredit\tEcritureLet\tDateLet\tValidDate\tMontantdevise\tIdevise";
type Line = readonly [journal: string, number: string, date: string, account: string, debit: string, credit: string];
const fec = (...lines: readonly Line[]): string =>
  [
    HEADER,
    ...lines.map(([journal, number, date, account, debit, credit]) =>
      [
        journal,
        NAMES[journal] ?? "",
        number,
        date,
        account,
        `Compte ${account}`,
        "",
        "",
        "P",
        date,
        "L",
        debit,
        credit,
        "",
        "",
        date,
        "",
        "",
      ].join("\t"),
    ),
    "",
  ].join("\r\n");
const NAMES: Readonly<Record<string, string>> = { AN: "À nouveaux", VE: "Ventes", OD: "Opérations diverses", CE: "Centralisation" };

const YEAR = { startsOn: businessDate("2025-01-01"), endsOn: businessDate("2025-12-31") };
const FILE = fec(
  ["AN", "1", "20250101", "512000", "500,00", "0,00"],
  ["AN", "1", "20250101", "101300", "0,00", "500,00"],
  ["VE", "2", "20250310", "411", "120,00", "0,00"],
  ["VE", "2", "20250310", "706000", "0,00", "100,00"],
  ["VE", "2", "20250310", "445710", "0,00", "20,00"],
  ["OD", "3", "20251231", "706000", "100,00", "0,00"],
  ["OD", "3", "20251231", "120000", "0,00", "100,00"],
);
const read = (text: string, period: typeof YEAR | null = YEAR) => readBalance(bytesOf(text), period);
const rowsOf = ({ rows }: BalanceReading) => rows.map(columnsOf);
const told = ({ remarks }: BalanceReading) => remarks.map(({ code, line, detail }) => [code, line, detail]);

describe("a FEC sums up to a balance", () => {
  it("openings apart, without the entries that clear charges and products, each account at its first line", async () => {
    const reading = await read(FILE);
    expect(reading.problems).toEqual([]);
    expect(rowsOf(reading)).toEqual([
      ["101300", 0, 50_000, 0, 0, 0, 50_000],
      ["411000", 0, 0, 12_000, 0, 12_000, 0],
      ["445710", 0, 0, 0, 2_000, 0, 2_000],
      ["512000", 50_000, 0, 0, 0, 50_000, 0],
      ["706000", 0, 0, 0, 10_000, 0, 10_000],
    ]);
    expect(reading.rows.map(({ line }) => line)).toEqual([3, 4, 6, 2, 5]);
    expect(told(reading)).toEqual([
      ["fec_opening_apart", 2, "1"],
      ["fec_closing_left_out", 7, "1"],
      ["fec_verdict", 1, expect.any(String)],
    ]);
  });

  it("of the months of its entries when nobody tells its year", async () => {
    const reading = await read(FILE, null);
    expect(reading).toMatchObject({ format: "fec", startsOn: "2025-01-01", endsOn: "2025-12-31", problems: [] });
    expect(told(reading)[0]).toEqual(["fec_period_inferred", 1, "du 1er janvier 2025 au 31 décembre 2025"]);
    const endless = fec(["VE", "1", "20200101", "411000", "1,00", "0,00"], ["VE", "2", "20250101", "411000", "1,00", "0,00"]);
    expect((await read(endless, null)).problems).toMatchObject([{ code: "period_unknown" }]);
  });

  it("without entries of another year or of a centralising journal, which are told", async () => {
    const sale = (journal: string, number: string, date: string): readonly Line[] => [
      [journal, number, date, "411000", "1,00", "0,00"],
      [journal, number, date, "706000", "0,00", "1,00"],
    ];
    const reading = await read(fec(...sale("VE", "1", "20250110"), ...sale("CE", "2", "20250131"), ...sale("VE", "3", "20260102")));
    expect(rowsOf(reading)).toEqual([
      ["411000", 0, 0, 100, 0, 100, 0],
      ["706000", 0, 0, 0, 100, 0, 100],
    ]);
    expect(told(reading).slice(0, 2)).toEqual([
      ["fec_centralisation_left_out", 4, "1"],
      ["fec_outside_period", 6, "1"],
    ]);
  });

  it("whole or not at all: one that goes on beyond the lines that are read is refused", async () => {
    const cut = async (linesMax: number) => readFecBalance(() => Readable.from([bytesOf(FILE)]), FILE.length, YEAR, linesMax);
    expect((await cut(7)).problems).toEqual([]);
    expect((await cut(6)).problems).toContainEqual(expect.objectContaining({ code: "too_many_lines", line: 8 }));
  });

  it("whatever its encoding, UTF-16 too", async () => {
    const wide = await readBalance(Buffer.from(`\ufeff${FILE}`, "utf16le"), YEAR);
    const latin = await readBalance(Buffer.from(FILE, "latin1"), YEAR);
    expect(rowsOf(wide)).toEqual(rowsOf(await read(FILE)));
    expect(rowsOf(latin)).toEqual(rowsOf(wide));
  });

  it("and each fault is told at its line", async () => {
    const lines = fec(
      ["VE", "1", "20250110", "411000", "1,00", "0,00"],
      ["VE", "1", "20250110", "706000", "0,00", "2,00"],
      ["VE", "2", "20250111", "411000", "x", "0,00"],
      ["VE", "3", "2025", "411000", "1,00", "1,00"],
      ["VE", "4", "20250112", "CLIENT", "1,00", "1,00"],
    );
    const { problems } = await read(`${lines}VE\tcourt`);
    expect(problems.map(({ code, line }) => [code, line])).toEqual([
      ["fec_entry_unbalanced", 2],
      ["fec_amount_unreadable", 4],
      ["fec_date_unreadable", 5],
      ["account_invalid", 6],
      ["fec_date_unreadable", 7],
      ["fec_line_unreadable", 7],
    ]);
    expect((await read(HEADER)).problems).toMatchObject([{ code: "no_rows" }]);
  });
});

it("refuses a FEC whose days lie at the end of the calendar, where months cannot be counted", async () => {
  const far = fec(["VE", "1", "99991231", "411000", "1,00", "0,00"], ["VE", "1", "99991231", "706000", "0,00", "1,00"]);
  expect((await read(far, null)).problems).toMatchObject([{ code: "period_unknown" }]);
});
