import { describe, expect, it } from "vitest";
import { FLAWS_EN, flawEn } from "#runtime/problems.en";
import { FLAWS_FR, flawFr } from "#runtime/problems.fr";

describe("the sentence of a flaw", () => {
  it("says every value that is possible, colons and all", () => {
    expect(flawFr("one_of:accounts:read, accounts:write")).toBe("Valeurs possibles : accounts:read, accounts:write.");
    expect(flawEn("one_of:accounts:read, accounts:write")).toBe("Possible values: accounts:read, accounts:write.");
  });

  it("says a bound with its unit", () => {
    expect([flawFr("at_least:10:characters"), flawFr("at_most:128")]).toEqual(["Au moins 10 caractères.", "Au plus 128."]);
    expect([flawEn("at_least:10:characters"), flawEn("at_most:128")]).toEqual(["At least 10 characters.", "At most 128."]);
  });

  it("says a balance in euros and on which side it is", () => {
    expect(flawFr("balance:-7214402:471000")).toBe("Compte 471000 : solde créditeur de 72\u202f144,02\u00a0€.");
    expect(flawFr("balance:5:580000")).toBe("Compte 580000 : solde débiteur de 0,05\u00a0€.");
    expect(flawEn("balance:-7214402:471000")).toBe("Account 471000: credit balance of €72,144.02.");
    expect(flawEn("balance:5:580000")).toBe("Account 580000: debit balance of €0.05.");
  });

  it("is there in both languages for the same flaws, each a sentence and none a code", () => {
    expect(Object.keys(FLAWS_EN).sort()).toEqual(Object.keys(FLAWS_FR).sort());
    for (const sentence of [...Object.values(FLAWS_EN), ...Object.values(FLAWS_FR)]) expect(sentence).toMatch(/^[A-ZÀ-Ý1][^_]+\.$/);
  });

  it("of a flaw without words of its own is a sentence all the same", () => {
    expect([flawFr("expected_tuple"), flawEn("expected_tuple")]).toEqual(["Valeur incorrecte.", "Wrong value."]);
  });
});
