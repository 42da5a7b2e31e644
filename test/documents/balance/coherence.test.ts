import { describe, expect, it } from "vitest";
import { byAccount, incoherences } from "#documents/balance/coherence";
import { readBalance } from "#documents/balance/read";
import { bytesOf } from "./files.ts";

const rowsOf = async (...lines: readonly string[]) => {
  const { rows, problems } = await readBalance(bytesOf(lines.join("\n")), null);
  expect(problems).toEqual([]);
  return rows;
};
const HEAD = "Compte;Code tiers;Libellé;AN débit;AN crédit;Débit;Crédit;Solde débiteur;Solde créditeur";
const found = async (lines: readonly string[], plan: "general" | "own" = "general") =>
  incoherences(await rowsOf(HEAD, ...lines), plan).map(({ code, line }) => [code, line]);

describe("a balance that can be read holds together", () => {
  const GOOD = ["512000;;Banque;10;0;5;1;14;0", "706000;;Ventes;0;10;1;5;0;14"];

  it("when openings, movements and balances each do, and every account is there once", async () => {
    expect(await found(GOOD)).toEqual([]);
    expect(await found(["512000;;Banque;10;0;5;2;13;0", GOOD[1] ?? ""])).toEqual([
      ["unbalanced_movements", 3],
      ["unbalanced_balances", 3],
    ]);
    expect(await found(["512000;;Banque;11;0;5;1;15;0", GOOD[1] ?? ""])).toEqual([
      ["unbalanced_openings", 3],
      ["unbalanced_balances", 3],
    ]);
    expect(await found([...GOOD, ...GOOD])).toEqual([
      ["account_twice", 4],
      ["account_twice", 5],
    ]);
  });

  it("with accounts of the chart, of any year; classes 8 and 9 are no part of it, and associations have a plan of their own", async () => {
    const line = (account: string) => `${account};;x;0;0;0;0;0;0`;
    expect(await found([line("190000"), line("675000"), line("801000"), line("901000"), line("390000"), line("530000")])).toEqual([
      ["account_unknown", 2],
    ]);
    expect(await found([line("190000")], "own")).toEqual([]);
  });

  it("with third parties of one account apart: they are added up, and not taken for the account twice", async () => {
    const lines = ["411000;DUPONT;Dupont;0;0;7;2;5;0", "411000;DURAND;Durand;1;0;0;4;0;3", "512000;;Banque;0;1;6;7;0;2"];
    const rows = await rowsOf(HEAD, ...lines);
    expect(incoherences(rows, "general")).toEqual([]);
    expect(
      byAccount(rows).map(({ account, openingDebitCents, debitCents, creditCents, debitBalanceCents, creditBalanceCents }) => [
        account,
        openingDebitCents,
        debitCents,
        creditCents,
        debitBalanceCents,
        creditBalanceCents,
      ]),
    ).toEqual([
      ["411000", 100, 700, 600, 500, 300],
      ["512000", 0, 600, 700, 0, 200],
    ]);
    expect(await found([...lines, "411000;DUPONT;Dupont;0;0;0;0;0;0"])).toEqual([["account_twice", 5]]);
  });
});

it("a row whose openings and movements do not make its balance is told at its line", async () => {
  const { problems } = await readBalance(bytesOf(`${HEAD}\n512000;;Banque;10;0;5;1;15;0\n411000;;Clients;0;0;0;0;5;5`), null);
  expect(problems.map(({ code, line, field }) => [code, line, field])).toEqual([
    ["row_inconsistent", 2, "debitBalance"],
    ["both_sides", 3, "creditBalance"],
  ]);
});
