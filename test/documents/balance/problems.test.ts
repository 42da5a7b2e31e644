import { expect, it } from "vitest";
import { BALANCE_PROBLEMS_EN, balanceFlawEn } from "#documents/balance/problems.en";
import { BALANCE_PROBLEMS_FR, BALANCE_REMARKS_FR, balanceFlawFr, balanceRemarkFr } from "#documents/balance/problems.fr";

it("says every problem and every remark in a sentence, with one place for what stands there", () => {
  const french = [...Object.values(BALANCE_PROBLEMS_FR), ...Object.values(BALANCE_REMARKS_FR)];
  for (const sentence of [...french, ...Object.values(BALANCE_PROBLEMS_EN)]) expect(sentence).toMatch(/^[^%]+%?[^%]*\.$|^%[^%]*\.$/);
  expect(balanceFlawFr("amount_unreadable", "D12:1:2")).toBe("Cellule D12 : « 1:2 » n'est pas un montant.");
  expect(balanceFlawFr("zip_damaged", "::")).toBe("Classeur endommagé ou incomplet : :.");
  expect(balanceFlawFr("zip_damaged", ":")).toBe("Classeur endommagé ou incomplet.");
  expect(balanceFlawEn("no_headings", "1:")).toMatch(/^Line 1: No line of headings/);
  expect(balanceFlawFr("unheard_of", "1:x")).toBeUndefined();
  expect(balanceRemarkFr("charset_read", "UTF-16")).toBe("Texte lu en UTF-16.");
});

it("puts nothing of what stands in a file into the sentence but as it stands", () => {
  expect(balanceFlawFr("amount_unreadable", "3:$&$1%")).toBe("Ligne 3 : « $&$1% » n'est pas un montant.");
});
