import fc from "fast-check";
import { expect, test } from "vitest";
import { businessDate } from "#domain/dates";
import { bankAccountNumber } from "#domain/ledger/account-number";
import { accountLabel, isInChart } from "#domain/ledger/chart";

const IN_2024 = businessDate("2024-01-01");
const IN_2025 = businessDate("2025-01-01");

test.each([
  ["411000", "Clients"],
  ["627000", "Services bancaires et assimilés"],
  ["512007", "Banques"],
  ["445710", "TVA collectée"],
  ["658200", "Pénalités, amendes fiscales et pénales"],
  ["758700", "Indemnités d'assurance"],
  ["218300", "Matériel de bureau et matériel informatique"],
  ["281830", "Amortissements - Autres immobilisations corporelles"],
  ["530000", "Caisse"],
  ["580000", "Virements internes"],
  ["626100", "Frais postaux"],
  ["445662", "TVA déductible intracommunautaire"],
  ["618000", "Services extérieurs divers"],
])("account %s is called %j since 2025", (number, label) => {
  expect(accountLabel(number, IN_2025)).toBe(label);
});

test("accounts that ended in 2024 keep their label in older years only (ANC 2022-06)", () => {
  for (const [number, label] of [
    ["791000", "Transferts de charges d'exploitation"],
    ["671200", "Pénalités, amendes fiscales et pénales"],
    ["675000", "Valeurs comptables des éléments d'actif cédés"],
    ["775000", "Produits des cessions d'éléments d'actif"],
  ] as const) {
    expect(accountLabel(number, IN_2024)).toBe(label);
    expect(isInChart(number, IN_2024)).toBe(true);
    expect(isInChart(number, IN_2025)).toBe(false);
    expect(accountLabel(number, IN_2025)).not.toBe(label);
  }
  expect(accountLabel("758700", IN_2024)).toBe("Produits divers de gestion courante");
  expect(accountLabel("757000", IN_2024)).toBe("Autres produits de gestion courante");
});

test("the chart follows the day the year starts, not the day of the entry", () => {
  expect(accountLabel("671200", businessDate("2024-12-31"))).toBe("Pénalités, amendes fiscales et pénales");
  expect(accountLabel("671200", IN_2025)).toBe("Charges exceptionnelles");
});

test("every well-formed number has a label that fits an entry line", () => {
  const number = fc.tuple(fc.integer({ min: 100, max: 999 }), fc.stringMatching(/^[0-9A-Z]{3,9}$/)).map(([head, tail]) => `${head}${tail}`);
  fc.assert(
    fc.property(number, fc.constantFrom(IN_2024, IN_2025), (account, startsOn) => {
      const label = accountLabel(account, startsOn);
      expect(label.length).toBeGreaterThan(2);
      expect(label.length).toBeLessThanOrEqual(120);
    }),
    { numRuns: 500 },
  );
});

test("a bank account's ledger account is 512 and its rank", () => {
  expect(bankAccountNumber(1)).toBe("512001");
  expect(bankAccountNumber(999)).toBe("512999");
});
