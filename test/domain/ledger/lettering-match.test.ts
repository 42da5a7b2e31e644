import { expect, test } from "vitest";
import { matchLines } from "#domain/ledger/lettering-match";
import type { LetteringOptions } from "#domain/ledger/lettering-rules";
import { linesOf, numbersOf, type Row } from "./lettering-lines.ts";

const customer = (rows: readonly Row[], options?: LetteringOptions) => matchLines(linesOf("411000", "CDURAND1234", rows), options);
const supplier = (rows: readonly Row[], options?: LetteringOptions) => matchLines(linesOf("401000", "FDUPONT1234", rows), options);

test("letters an invoice with the payment of the same amount, on the day it was paid", () => {
  expect(
    customer([
      ["D", 120_000, "2025-01-10", "F2025-001"],
      ["C", 120_000, "2025-02-09"],
    ]),
  ).toEqual([
    {
      lines: [
        { entryNumber: 1, lineIndex: 0 },
        { entryNumber: 2, lineIndex: 0 },
      ],
      ...{ account: "411000", thirdPartyCode: "CDURAND1234", on: "2025-02-09", differenceCents: 0, how: "exact" },
    },
  ]);
});

test("prefers the invoice the payment names to a nearer one", () => {
  const groups = customer([
    ["D", 120_000, "2025-01-10", "F2025-001"],
    ["D", 120_000, "2025-02-10", "F2025-002"],
    ["C", 120_000, "2025-02-12", "", "VIR DURAND FACTURE F2025-001"],
  ]);
  expect(numbersOf(groups)).toEqual([[1, 3]]);
});

test("leaves a payment that names another invoice alone, even at the right amount", () => {
  const groups = customer([
    ["D", 120_000, "2025-01-10", "F2025-001"],
    ["D", 50_000, "2025-02-10", "F2025-002"],
    ["C", 50_000, "2025-02-12", "", "Acompte F2025-001"],
  ]);
  expect(groups).toEqual([]);
});

test("takes the nearest invoice before the payment, then one booked soon after it, never one too far", () => {
  const rows: Row[] = [
    ["D", 100_000, "2025-01-01"],
    ["D", 100_000, "2025-03-01"],
    ["C", 100_000, "2025-03-05"],
    ["D", 100_000, "2025-03-06"],
  ];
  expect(numbersOf(customer(rows))).toEqual([[2, 3]]);
  const advance = (day: string): Row[] => [
    ["C", 30_000, "2025-01-10", "", "Acompte"],
    ["D", 30_000, day],
  ];
  expect(customer(advance("2025-03-11"))).toHaveLength(1);
  expect(customer(advance("2025-03-12"))).toEqual([]);
  expect(customer(advance("2025-01-20"), { advanceDays: 5 })).toEqual([]);
});

test("takes the first in the books of several invoices of one day", () => {
  const groups = customer([
    ["D", 100_000, "2025-01-01"],
    ["D", 100_000, "2025-01-01"],
    ["C", 100_000, "2025-01-31"],
  ]);
  expect(numbersOf(groups)).toEqual([[1, 3]]);
});

test("never letters across more days than allowed", () => {
  const paid = (day: string): Row[] => [
    ["D", 120_000, "2024-01-01", "F2024-001"],
    ["C", 120_000, day, "", "F2024-001"],
  ];
  expect(customer(paid("2025-02-04"))).toHaveLength(1);
  expect(customer(paid("2025-02-05"))).toEqual([]);
  expect(customer(paid("2024-03-01"), { maxDays: 30 })).toEqual([]);
});

test("suggests a group that leaves a difference only when asked, after the complete ones", () => {
  const rows: Row[] = [
    ["D", 120_000, "2025-01-10", "F2025-001"],
    ["C", 50_000, "2025-01-20", "", "F2025-001"],
    ["D", 70_100, "2025-02-10", "F2025-002"],
    ["C", 70_100, "2025-02-20", "", "F2025-002"],
  ];
  expect(numbersOf(customer(rows))).toEqual([[3, 4]]);
  expect(customer(rows, { partial: true }).map(({ differenceCents }) => differenceCents)).toEqual([0, 70_000]);
});

test("letters an invoice paid in instalments once the last one came", () => {
  const rows: Row[] = [
    ["D", 90_000, "2025-01-10", "F2025-001"],
    ["C", 30_000, "2025-02-10", "", "F2025-001 1/3"],
    ["C", 30_000, "2025-03-10", "", "F2025-001 2/3"],
  ];
  expect(customer(rows)).toEqual([]);
  const [suggested] = customer(rows, { partial: true });
  expect(suggested).toMatchObject({ differenceCents: 30_000, on: "2025-03-10", how: "reference" });
  expect(numbersOf(customer([...rows, ["C", 30_000, "2025-04-10", "", "F2025-001 3/3"]]))).toEqual([[1, 2, 3, 4]]);
  const unnamed = customer([...rows, ["C", 30_000, "2025-04-10"]], { partial: true });
  expect(unnamed).toMatchObject([{ differenceCents: 0, how: "sum", on: "2025-04-10" }]);
});

test("letters an invoice with its credit note and the payment of the difference", () => {
  const rows = (note: string, payment: string): Row[] => [
    ["D", 120_000, "2025-01-10", "F2025-001"],
    ["C", 24_000, "2025-01-20", "AV2025-001", note],
    ["C", 96_000, "2025-02-10", "", payment],
  ];
  expect(customer(rows("Avoir sur F2025-001", "F2025-001"))).toMatchObject([{ how: "reference", differenceCents: 0 }]);
  expect(customer(rows("Avoir sur F2025-001", "VIR DURAND"))).toMatchObject([{ how: "sum", differenceCents: 0 }]);
  expect(customer(rows("Avoir", "VIR DURAND"))).toMatchObject([{ how: "sum", differenceCents: 0 }]);
});

test("letters a supplier's invoices with the direct debit that pays them", () => {
  const groups = supplier([
    ["C", 288_000, "2025-01-05", "FA-2025-0042"],
    ["C", 12_000, "2025-01-15", "FA-2025-0051"],
    ["D", 300_000, "2025-02-05", "", "PRLV SEPA DUPONT"],
  ]);
  expect(numbersOf(groups)).toEqual([[1, 2, 3]]);
});

test("letters the halves of an internal transfer within ten days, in either order, and never adds transfers up", () => {
  const transfer = (rows: readonly Row[]) => numbersOf(matchLines(linesOf("580000", null, rows)));
  const leaves: Row = ["D", 1_000_000, "2025-03-03"];
  expect(transfer([leaves, ["C", 1_000_000, "2025-03-04"]])).toEqual([[1, 2]]);
  expect(transfer([["C", 1_000_000, "2025-03-01"], leaves])).toEqual([[1, 2]]);
  expect(transfer([leaves, ["C", 1_000_000, "2025-03-14"]])).toEqual([]);
  expect(transfer([leaves, ["C", 400_000, "2025-03-04"], ["C", 600_000, "2025-03-04"]])).toEqual([]);
});

test("letters salaries month by month", () => {
  const groups = matchLines(
    linesOf("421000", null, [
      ["D", 225_000, "2025-01-30", "", "VIR SALAIRE"],
      ["C", 225_000, "2025-01-31", "PAIE-2025-01"],
      ["D", 225_000, "2025-02-28", "", "VIR SALAIRE"],
      ["C", 225_000, "2025-02-28", "PAIE-2025-02"],
    ]),
  );
  expect(numbersOf(groups)).toEqual([
    [1, 2],
    [3, 4],
  ]);
});

test("letters the VAT due with its payment, and the IS with its instalments", () => {
  const vat = matchLines(
    linesOf("445510", null, [
      ["C", 290_000, "2025-01-31", "CA3-2025-01"],
      ["D", 290_000, "2025-02-24", "", "PRLV DGFIP TVA"],
    ]),
  );
  expect(vat).toMatchObject([{ how: "exact", on: "2025-02-24" }]);
  const instalments: Row[] = ["2025-03-15", "2025-06-15", "2025-09-15", "2025-12-15"].map((day) => ["D", 250_000, day]);
  expect(numbersOf(matchLines(linesOf("444000", null, [...instalments, ["C", 1_000_000, "2025-12-31"]])))).toEqual([[1, 2, 3, 4, 5]]);
});

test("letters the shared account of unnamed third parties by reference alone", () => {
  const rows: Row[] = [
    ["D", 120_000, "2025-01-10", "F2025-001"],
    ["D", 50_000, "2025-01-10", "F2025-002"],
    ["C", 120_000, "2025-01-11"],
    ["C", 50_000, "2025-01-12", "", "FACT 2025-002"],
  ];
  for (const code of ["CDIVERS", null]) expect(numbersOf(matchLines(linesOf("411000", code, rows)))).toEqual([[2, 4]]);
});

test("a number that several open lines bear on both sides ties nothing together", () => {
  const lease = "Loyer bail 884512";
  const groups = supplier([
    ["C", 100_000, "2025-01-01", "", lease],
    ["C", 101_000, "2025-02-01", "", lease],
    ["D", 99_000, "2025-02-05", "", lease],
    ["D", 98_000, "2025-03-05", "", lease],
    ["C", 99_000, "2025-02-03", "", "Charges"],
  ]);
  expect(numbersOf(groups)).toEqual([[5, 3]]);
});

test("matches nothing on accounts that are not lettered, and nothing of nil amount", () => {
  const rows: Row[] = [
    ["D", 100, "2025-01-01"],
    ["C", 100, "2025-01-02"],
  ];
  for (const account of ["512001", "607000", "706000", "101300"]) expect(matchLines(linesOf(account, null, rows))).toEqual([]);
  expect(
    customer([
      ["D", 0, "2025-01-01"],
      ["C", 0, "2025-01-02"],
    ]),
  ).toEqual([]);
  expect(customer([])).toEqual([]);
});

test("refuses lines of several accounts or third parties, and a line that comes twice", () => {
  const [line] = linesOf("411000", "CDURAND1234", [["D", 100, "2025-01-01"]]);
  const [other] = linesOf("411000", "CMARTIN1234", [["D", 100, "2025-01-01"]]);
  if (!line || !other) throw new Error("no lines");
  expect(() => matchLines([line, { ...other, entryNumber: 2 }])).toThrow("third parties");
  expect(() => matchLines([line, line])).toThrow("twice");
});
