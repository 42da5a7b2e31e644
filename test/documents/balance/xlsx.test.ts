import { describe, expect, it } from "vitest";
import { readBalance } from "#documents/balance/read";
import type { BalanceReading } from "#documents/balance/reading";
import { amountRow, HEADINGS, textRow, workbook } from "./files.ts";

const read = (bytes: Uint8Array) => readBalance(bytes, null);
const balancesOf = ({ rows }: BalanceReading) => rows.map((row) => [row.account, row.debitBalanceCents, row.creditBalanceCents]);
const problemsOf = ({ problems }: BalanceReading) => problems.map(({ code, line, field, place }) => [code, line, field, place]);
const remarksOf = ({ remarks }: BalanceReading) => remarks.map(({ code, detail }) => [code, detail]);
const TWO = amountRow(2, "512000", "1234.5600000000001", "0") + amountRow(3, "706000", "", "1.23456E3");
const CENTS = [
  ["512000", 123_456, 0],
  ["706000", 0, 123_456],
];

describe("a workbook is read", () => {
  it("with inline texts and numbers, binary fractions as the cents they mean", async () => {
    const reading = await read(workbook({ Balance: textRow(1, ...HEADINGS) + TWO }));
    expect(problemsOf(reading)).toEqual([]);
    expect(balancesOf(reading)).toEqual(CENTS);
    expect(reading).toMatchObject({ format: "xlsx", rows: [{ line: 2 }, { line: 3 }] });
  });

  it("with shared texts, in runs, without how they are read aloud", async () => {
    const strings =
      "<si><t>Compte</t></si><si><r><t>Dé</t></r><r><t>bit</t></r><rPh><t>x</t></rPh></si><si><t>Crédit</t></si><si><t>706000</t></si>";
    const head = '<row><c t="s"><v>0</v></c><c/><c t="s"><v>1</v></c><c t="s"><v>2</v></c></row>';
    const sales = '<row r="3"><c r="A3" t="s"><v>3</v></c><c r="D3"><v>1234.56</v></c></row>';
    const reading = await read(workbook({ Balance: head + amountRow(2, "512000", "1234.56", "") + sales }, { strings }));
    expect(problemsOf(reading)).toEqual([]);
    expect(balancesOf(reading)).toEqual(CENTS);
  });

  it("from the first shown sheet with headings; hidden ones, others and hidden rows are told", async () => {
    const sheets = {
      Notes: textRow(1, "Bonjour"),
      Secret: textRow(1, ...HEADINGS) + TWO,
      Balance: textRow(4, ...HEADINGS) + TWO.replace('r="3"', 'r="3" hidden="1"'),
    };
    const reading = await read(workbook(sheets, { hidden: "Secret" }));
    expect(balancesOf(reading)).toEqual(CENTS);
    expect(remarksOf(reading)).toEqual(
      expect.arrayContaining([
        ["hidden_sheet", "Secret"],
        ["other_sheets", "Notes"],
        ["hidden_rows", "1"],
      ]),
    );
  });

  it("with formulas by the value they were saved with, which is told; without one it is a problem of the cell", async () => {
    const computed = '<row r="2"><c r="A2" t="str"><f>B9</f><v>512000</v></c><c r="C2"><f>1+1</f><v>2</v></c></row>';
    const empty = '<row r="3"><c r="A3"><v>706000</v></c><c r="D3"><f>SUM(D4:D9)</f><v></v></c></row>';
    const reading = await read(workbook({ Balance: textRow(1, ...HEADINGS) + computed + empty }));
    expect(problemsOf(reading)).toEqual([["formula_without_value", 3, "credit", "D3"]]);
    expect(reading.remarks).toContainEqual({ code: "formula_value_read", line: 2, place: "A2", detail: "3" });
    const good = await read(workbook({ Balance: textRow(1, ...HEADINGS) + computed }));
    expect(balancesOf(good)).toEqual([["512000", 200, 0]]);
  });

  it("and every problem names its cell", async () => {
    const rows = [
      textRow(1, ...HEADINGS),
      textRow(2, "512000", "Banque", "12x", ""),
      amountRow(3, "512100", "-5", ""),
      '<row r="4"><c r="A4"><v>706000</v></c><c r="D4" t="e"><v>#REF!</v></c></row>',
      amountRow(5, "706100", "1e999", ""),
      amountRow(6, "706200", "NaN", ""),
      amountRow(7, "706300", "0.005", ""),
      textRow(8, "Divers", "", "1", ""),
    ];
    expect(problemsOf(await read(workbook({ Balance: rows.join("") })))).toEqual([
      ["amount_unreadable", 2, "debit", "C2"],
      ["amount_negative", 3, "debit", "C3"],
      ["cell_error", 4, "credit", "D4"],
      ["amount_too_large", 5, "debit", "C5"],
      ["amount_unreadable", 6, "debit", "C6"],
      ["amount_decimals", 7, "debit", "C7"],
      ["account_invalid", 8, "account", "A8"],
    ]);
  });
});

it.each(["0x10", "0b1", "1_0", "Infinity", "NaN", "1e999", "\u0663"])(
  "reads no amount in %s, which no workbook writes a number with",
  async (raw) => {
    const reading = await read(workbook({ Balance: textRow(1, ...HEADINGS) + amountRow(2, "512000", raw, "") }));
    expect(reading.problems).toMatchObject([{ line: 2, field: "debit", place: "C2" }]);
  },
);
