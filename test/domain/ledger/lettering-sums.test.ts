import { expect, test } from "vitest";
import { matchLines } from "#domain/ledger/lettering-match";
import { linesOf, numbersOf, type Row } from "./lettering-lines.ts";

const customer = (rows: readonly Row[]) => matchLines(linesOf("411000", "CDURAND1234", rows));

const outcomeOf = (rows: readonly Row[]) => {
  const groups = customer(rows);
  return [numbersOf(groups), groups[0]?.how];
};

test("letters three invoices with the one transfer that pays them, named or not", () => {
  const invoices: Row[] = [
    ["D", 120_000, "2025-01-10", "F2025-001"],
    ["D", 60_050, "2025-01-20", "F2025-002"],
    ["D", 33_333, "2025-01-30", "F2025-003"],
  ];
  const byName = outcomeOf([...invoices, ["C", 213_383, "2025-02-28", "", "F2025-001 F2025-002 F2025-003"]]);
  expect(byName).toEqual([[[1, 2, 3, 4]], "reference"]);
  expect(outcomeOf([...invoices, ["C", 213_383, "2025-02-28"]])).toEqual([[[1, 2, 3, 4]], "sum"]);
  expect(outcomeOf([...invoices, ["C", 153_333, "2025-02-28"]])).toEqual([[[1, 3, 4]], "sum"]);
});

test("leaves a payment open when two choices of invoices make its amount, unless the oldest do", () => {
  const rows: Row[] = [
    ["D", 11_000, "2025-01-05"],
    ["D", 30_000, "2025-01-10"],
    ["D", 20_000, "2025-01-20"],
    ["D", 10_000, "2025-01-30"],
    ["D", 40_000, "2025-02-10"],
  ];
  expect(customer([...rows, ["C", 50_000, "2025-02-28"]])).toEqual([]);
  expect(numbersOf(customer([...rows.slice(1), ["C", 50_000, "2025-02-28"]]))).toEqual([[1, 2, 5]]);
});

test("takes the only choice among a few invoices, and none that chance explains among many", () => {
  const open = (count: number): Row[] => Array.from({ length: count }, (_, rank): Row => ["D", 10_000 * 2 ** rank, `2025-01-0${rank + 1}`]);
  expect(numbersOf(customer([...open(4), ["C", 100_000, "2025-02-28"]]))).toEqual([[2, 4, 5]]);
  expect(customer([...open(8), ["C", 1_300_000, "2025-02-28"]])).toEqual([]);
  const cents: Row[] = open(8).map(([side, amount, day], rank) => [side, amount + 37 * rank + 1, day]);
  expect(numbersOf(customer([...cents, ["C", 1_300_298, "2025-02-28"]]))).toEqual([[2, 8, 9]]);
});

test("comes back to a payment that was doubtful until a later one took one of its choices", () => {
  const groups = customer([
    ["D", 11_000, "2025-01-05"],
    ["D", 30_000, "2025-01-10"],
    ["D", 20_000, "2025-01-20"],
    ["D", 10_000, "2025-01-30"],
    ["D", 40_000, "2025-02-10"],
    ["D", 77_700, "2025-02-11"],
    ["C", 50_000, "2025-02-27"],
    ["C", 87_700, "2025-02-28"],
  ]);
  expect(numbersOf(groups)).toEqual([
    [2, 3, 7],
    [4, 6, 8],
  ]);
});
