import { expect, test } from "vitest";
import { isLetterable } from "#domain/ledger/chart-accounts";
import { groupOf } from "#domain/ledger/lettering";
import { checkGroup } from "#domain/ledger/lettering-check";
import { linesOf, type Row } from "./lettering-lines.ts";

const INVOICE: Row = ["D", 120_000, "2025-01-10"];
const PAYMENT: Row = ["C", 120_000, "2025-02-10"];
const COMPLETE = { partial: false };

const problemsOf = (account: string, rows: readonly Row[], partial = false) =>
  checkGroup(linesOf(account, "CDURAND1234", rows), { partial });

test("lets a person letter lines of one account that cancel out", () => {
  expect(problemsOf("411000", [INVOICE, PAYMENT])).toEqual([]);
  expect(groupOf(linesOf("411000", "CDURAND1234", [PAYMENT, INVOICE]), "manual")).toMatchObject({
    ...{ on: "2025-02-10", differenceCents: 0, how: "manual" },
    lines: [{ entryNumber: 2 }, { entryNumber: 1 }],
  });
});

test("names a difference, unless the group is partial", () => {
  const rows: Row[] = [INVOICE, ["C", 50_000, "2025-02-10"]];
  expect(problemsOf("411000", rows)).toEqual(["not_balanced"]);
  expect(problemsOf("411000", rows, true)).toEqual([]);
  expect(groupOf(linesOf("411000", null, rows), "manual").differenceCents).toBe(70_000);
});

test("names groups of one side or of less than two lines, partial or not", () => {
  expect(problemsOf("411000", [INVOICE, INVOICE], true)).toEqual(["one_sided"]);
  expect(problemsOf("411000", [INVOICE], true)).toEqual(["too_few_lines", "one_sided"]);
  expect(problemsOf("411000", [])).toEqual(["too_few_lines"]);
  expect(() => groupOf([], "manual")).toThrow(RangeError);
});

test("names a line that comes twice, and lines of two accounts or two third parties", () => {
  const [invoice] = linesOf("411000", "CDURAND1234", [INVOICE]);
  const [, payment] = linesOf("401000", "CMARTIN1234", [INVOICE, PAYMENT]);
  if (!invoice || !payment) throw new Error("no lines");
  expect(checkGroup([invoice, payment], COMPLETE)).toEqual(["different_accounts", "different_third_parties"]);
  expect(checkGroup([invoice, { ...payment, ...{ account: invoice.account, thirdPartyCode: null } }], COMPLETE)).toEqual([
    "different_third_parties",
  ]);
  expect(checkGroup([invoice, invoice], COMPLETE)).toEqual(["line_twice", "one_sided", "not_balanced"]);
});

test("letters class 4, values in collection and transfers, never banks, charges or products", () => {
  for (const account of ["401000", "411000", "421000", "445510", "471000", "472000", "511200", "580000"])
    expect(isLetterable(account)).toBe(true);
  for (const account of ["101300", "218300", "512001", "530000", "606300", "706000"])
    expect(problemsOf(account, [INVOICE, PAYMENT])).toEqual(["account_not_letterable"]);
});
