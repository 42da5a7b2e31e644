import { describe, expect, it } from "vitest";
import { readStatements } from "#documents/statements/read";
import { QIF } from "./qif-samples.ts";
import { briefOf, codesOf, latin1, statementsOf } from "./samples.ts";

const changed = (from: string, to: string) => readStatements(latin1(QIF.replace(from, to)));

describe("a QIF file", () => {
  it("is read day first, and says so; the balance it begins with is no operation; twins stay two", () => {
    const [statement] = statementsOf(latin1(QIF));
    expect(statement && briefOf(statement)).toEqual([
      ["2026-11-03", -123_456, "CHÈQUE ÉMIS"],
      ["2026-11-03", -500, "FRAIS"],
      ["2026-11-03", -500, "FRAIS"],
    ]);
    expect(statement?.rows[0]).toMatchObject({ line: 11, details: "Loyer 1234567", bankId: null, currency: null });
    expect(statement).toMatchObject({ openingBalance: { cents: 100_000 }, account: { number: "00012345678", currency: null } });
    expect(codesOf(readStatements(latin1(QIF)))).toEqual(["day_first"]);
  });

  it.each([
    ["D03/11/2026", "D11/31/2026", "date_unreadable"],
    ["D03/11/2026\n", "", "date_missing"],
    ["T-1,234.56\n", "", "amount_missing"],
    ["T-1,234.56", "T-1,234", "amount_ambiguous"],
    ["!Type:Bank", "!Type:Invst", "type_unsupported"],
    ["!Type:Bank\n", "", "no_statement"],
    ["D 3/11/26\nT-5,00\nPFRAIS\n^\n", "D 3/11/26\nT-5,00\n", "file_truncated"],
  ])("with %j made %j is refused as %s", (from, to, code) => {
    const reading = changed(from, to);
    expect(codesOf(reading)).toContain(code);
    expect(reading.statements).toEqual([]);
  });
});
