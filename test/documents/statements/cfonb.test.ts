import { describe, expect, it } from "vitest";
import { readStatements } from "#documents/statements/read";
import { CFONB_120, detail, movement, newBalance, oldBalance } from "./cfonb-samples.ts";
import { briefOf, codesOf, latin1, statementsOf } from "./samples.ts";

const file = (...records: readonly string[]) => readStatements(latin1(records.join("\n")));

describe("a CFONB statement", () => {
  it("is read with its overpunched signs, its details, its twins and its balances, account by account", () => {
    const [first, second, ...others] = statementsOf(latin1(CFONB_120));
    expect(others).toEqual([]);
    expect(first?.account).toEqual({ iban: null, bank: "30003", branch: "01234", number: "00012345678", currency: "EUR" });
    expect(first && briefOf(first)).toEqual([
      ["2026-11-03", -1_234, "PRLV SEPA ÉLECTRICITÉ"],
      ["2026-11-03", -10, "FRAIS"],
      ["2026-11-03", -10, "FRAIS"],
      ["2026-11-03", 20_005, "VIR CLIENT"],
    ]);
    expect(first?.rows[0]).toMatchObject({ line: 2, valueOn: "2026-11-04", details: "REF123 FACTURE DE NOVEMBRE EDF SA", bankId: null });
    expect([first?.openingBalance, first?.closingBalance]).toEqual([
      { cents: 10_000, on: "2026-11-02" },
      { cents: 28_751, on: "2026-11-05" },
    ]);
    expect(second).toMatchObject({ account: { currency: "JPY" }, openingBalance: { cents: -100 }, rows: [{ amountCents: 1_500 }] });
  });

  it("has the decimals it tells, not those of the currency", () => {
    const three = { 20: "3" };
    const reading = file(oldBalance("{", three), movement("1050{", "A", three), newBalance("1050{", three));
    expect(reading.statements[0]?.rows[0]?.amountCents).toBe(1_050);
    expect(codesOf(file(oldBalance("{", three), movement("1050A", "A", three), newBalance("1050A", three)))).toContain("amount_decimals");
  });

  it("is read without line ends, with blanks cut off, and without a movement", () => {
    const bare = CFONB_120.replaceAll("\r\n", "");
    expect(statementsOf(latin1(bare)).map(briefOf)).toEqual(statementsOf(latin1(CFONB_120)).map(briefOf));
    const cut = CFONB_120.split("\r\n")
      .map((line) => line.trimEnd())
      .join("\n");
    expect(statementsOf(latin1(cut)).map(briefOf)).toEqual(statementsOf(latin1(CFONB_120)).map(briefOf));
    expect(codesOf(file(oldBalance("1{"), newBalance("1{")))).toEqual(["no_rows"]);
  });

  it.each([
    [
      "the movements do not lead from the old balance to the new",
      "balance_mismatch",
      [oldBalance("1{"), movement("1{", "A"), newBalance("1{")],
    ],
    ["the new balance is missing", "file_truncated", [oldBalance("1{"), movement("1{", "A")]],
    ["the old balance is missing", "record_order", [movement("1{", "A"), newBalance("1{")]],
    ["a statement begins in another", "record_order", [oldBalance("1{"), oldBalance("1{"), newBalance("1{")]],
    ["a detail has no movement", "record_order", [oldBalance("1{"), detail("LIB", "A"), newBalance("1{")]],
    ["a movement is another account's", "record_account", [oldBalance("{"), movement("{", "A", { 22: "99999999999" }), newBalance("{")]],
    ["an amount has no sign", "amount_unreadable", [oldBalance("10"), newBalance("10")]],
    ["a movement is in another currency", "currency_mixed", [oldBalance("{"), movement("{", "A", { 17: "USD" }), newBalance("{")]],
    ["a day does not exist", "date_unreadable", [oldBalance("{"), movement("{", "A", { 35: "310226" }), newBalance("{")]],
    ["a record is unknown", "record_unknown", [oldBalance("{"), `09${oldBalance("{").slice(2)}`, newBalance("{")]],
    ["a record is cut", "record_length", [oldBalance("{"), movement("{", "A").slice(0, 100), newBalance("{")]],
    ["a record is too long", "record_length", [oldBalance("{"), `${movement("{", "A")}X`, newBalance("{")]],
  ])("is refused when %s", (_, code, records) => {
    const reading = file(...records);
    expect(codesOf(reading)).toContain(code);
    expect(reading.statements).toEqual([]);
  });

  it("tells the gap it was refused for", () => {
    const { problems } = file(oldBalance("1{"), movement("123D", "A"), newBalance("1{"));
    expect(problems[0]?.message).toBe("Ligne 3 : L'ancien solde et les opérations ne donnent pas le nouveau solde : écart de -12,34.");
  });
});
