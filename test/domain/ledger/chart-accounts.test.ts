import fc from "fast-check";
import { expect, test } from "vitest";
import { businessDate } from "#domain/dates";
import { accountLabel, isInChart } from "#domain/ledger/chart";
import { accountInfo, chartAccounts, isLetterable, isTransferable, takesThirdParty } from "#domain/ledger/chart-accounts";
import { accountSince2025 } from "#domain/ledger/chart-successors";

const IN_2024 = businessDate("2024-01-01");
const IN_2025 = businessDate("2025-01-01");
const numbersOf = (startsOn: typeof IN_2024) => new Set([...chartAccounts(startsOn)].map(({ number }) => number.toString()));

test.each([
  ["411000", "third_party", "customer", true, true, null, ["clients", "autres_dettes"]],
  ["401000", "third_party", "supplier", true, true, null, ["autres_creances", "fournisseurs"]],
  ["404000", "third_party", "supplier", true, true, null, ["autres_creances", "dettes_immobilisations"]],
  ["408400", "third_party", "supplier", true, true, null, ["autres_creances", "dettes_immobilisations"]],
  ["409100", "third_party", "supplier", true, true, null, ["avances_acomptes_verses", "avances_acomptes_verses"]],
  ["421000", "third_party", "personnel", false, true, null, ["autres_creances", "dettes_fiscales_sociales"]],
  ["445711", "third_party", "vat_collected", false, false, "16", ["autres_creances", "dettes_fiscales_sociales"]],
  ["445740", "third_party", "vat_pending", false, true, null, ["autres_creances", "dettes_fiscales_sociales"]],
  ["445620", "third_party", "vat_deductible", false, false, "19", ["autres_creances", "dettes_fiscales_sociales"]],
  ["445663", "third_party", "vat_deductible", false, false, "20", ["autres_creances", "dettes_fiscales_sociales"]],
  ["445200", "third_party", "vat_due", false, false, "17", ["autres_creances", "dettes_fiscales_sociales"]],
  ["445510", "third_party", "vat_due", false, true, "32", ["autres_creances", "dettes_fiscales_sociales"]],
  ["471000", "third_party", "suspense", false, true, null, ["autres_creances", "autres_dettes"]],
  ["486000", "third_party", "accrual", false, false, null, ["charges_constatees_avance", "charges_constatees_avance"]],
  ["491000", "third_party", "depreciation", false, false, null, ["clients", "clients"]],
  ["512007", "cash", "bank", false, false, null, ["disponibilites", "emprunts"]],
  ["580000", "cash", "transfer", false, true, null, ["disponibilites", "disponibilites"]],
  ["101300", "capital", "share_capital", false, false, null, ["capital", "capital"]],
  ["120000", "capital", "result", false, false, null, ["resultat", "resultat"]],
  ["164000", "capital", "loan", false, false, null, ["emprunts", "emprunts"]],
  ["151500", "capital", "provision", false, false, null, ["provisions", "provisions"]],
  ["205000", "asset", "plain", false, false, null, ["immobilisations_incorporelles", "immobilisations_incorporelles"]],
  ["281830", "asset", "depreciation", false, false, null, ["immobilisations_corporelles", "immobilisations_corporelles"]],
  ["275000", "asset", "plain", false, false, null, ["immobilisations_financieres", "immobilisations_financieres"]],
  ["370000", "stock", "plain", false, false, null, ["stocks", "stocks"]],
  ["607000", "charge", "plain", false, false, null, ["achats_marchandises", "achats_marchandises"]],
  ["603700", "charge", "plain", false, false, null, ["variation_stocks_marchandises", "variation_stocks_marchandises"]],
  ["606300", "charge", "plain", false, false, null, ["autres_achats_charges_externes", "autres_achats_charges_externes"]],
  ["645100", "charge", "plain", false, false, null, ["charges_sociales", "charges_sociales"]],
  ["657000", "charge", "plain", false, false, null, ["autres_charges", "autres_charges"]],
  ["675000", "charge", "plain", false, false, null, ["charges_exceptionnelles", "charges_exceptionnelles"]],
  ["686500", "charge", "plain", false, false, null, ["charges_financieres", "charges_financieres"]],
  ["695000", "charge", "plain", false, false, null, ["is", "is"]],
  ["706000", "product", "plain", false, false, "A1", ["ca_production_vendue_services", "ca_production_vendue_services"]],
  ["707800", "product", "plain", false, false, "E1", ["ca_ventes_marchandises", "ca_ventes_marchandises"]],
  ["707900", "product", "plain", false, false, "F2", ["ca_ventes_marchandises", "ca_ventes_marchandises"]],
  ["757000", "product", "plain", false, false, "A2", ["autres_produits", "autres_produits"]],
  ["791000", "product", "plain", false, false, null, ["reprises_transferts", "reprises_transferts"]],
] as const)("account %s is %s, %s", (number, kind, role, thirdParty, letterable, ca3Line, [debit, credit]) => {
  const info = accountInfo(number, IN_2025);
  expect(info).toMatchObject({ number, kind, role, ca3Line, statement: { debit, credit } });
  expect([info.takesThirdParty, info.isLetterable]).toEqual([thirdParty, letterable]);
  expect([takesThirdParty(number), isLetterable(number)]).toEqual([thirdParty, letterable]);
});

test("each year lists the accounts of its own chart (ANC 2022-06)", () => {
  const [before, since] = [numbersOf(IN_2024), numbersOf(IN_2025)];
  const ended = ["675000", "775000", "791000", "796000", "671200", "771000", "777000", "153000", "468600", "448600", "443000", "514000"];
  const begun = ["657000", "757000", "667100", "767100", "758700", "658200", "638000", "649000", "747000", "152100", "439000", "164800"];
  const both = ["411000", "401000", "512000", "530000", "580000", "656000", "756000", "666000", "766000", "678000", "778000", "706000"];
  for (const number of ended) expect([number, before.has(number), since.has(number)]).toEqual([number, true, false]);
  for (const number of begun) expect([number, before.has(number), since.has(number)]).toEqual([number, false, true]);
  for (const number of both) expect([number, before.has(number), since.has(number)]).toEqual([number, true, true]);
  for (const heading of ["600000", "400000", "700000"]) expect(since.has(heading)).toBe(false);
  expect(accountInfo("675000", IN_2025).charts).toEqual(["before_2025"]);
  expect(accountInfo("757000", IN_2025).charts).toEqual(["since_2025"]);
  expect(accountInfo("411000", IN_2024).charts).toEqual(["before_2025", "since_2025"]);
  expect(accountInfo("606399", IN_2025).charts).toEqual([]);
});

test("448200 changed meaning with the chart of 2025", () => {
  expect(accountLabel("448200", IN_2024)).toBe("Charges fiscales sur congés à payer");
  expect(accountLabel("448200", IN_2025)).toBe("État - Produits à recevoir");
});

test("the accounts of a chart are listed once, in order, six digits long and named by it", () => {
  for (const startsOn of [IN_2024, IN_2025]) {
    const accounts = [...chartAccounts(startsOn)];
    const numbers = accounts.map(({ number }) => number);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(numbers).toEqual(numbers.toSorted());
    expect(accounts.filter(({ number }) => number.length !== 6 || !isInChart(number, startsOn))).toEqual([]);
    expect(accounts.length).toBeGreaterThan(750);
    for (const { kind, statement } of accounts) expect(statement === null).toBe(kind === "special");
  }
});

test("any well-formed number is something under its class, and a malformed one is refused", () => {
  const number = fc.tuple(fc.integer({ min: 100, max: 999 }), fc.stringMatching(/^[0-9A-Z]{3,9}$/)).map(([head, tail]) => `${head}${tail}`);
  const kinds = ["capital", "asset", "stock", "third_party", "cash", "charge", "product", "special", "special"];
  fc.assert(
    fc.property(number, fc.constantFrom(IN_2024, IN_2025), (account, startsOn) => {
      const info = accountInfo(account, startsOn);
      expect(info.kind).toBe(kinds[Number(account[0]) - 1]);
      expect(info.statement === null).toBe(info.kind === "special");
      expect(info.isTransferable).toBe(/^[1-5]/.test(account));
      expect(isTransferable(account)).toBe(info.isTransferable);
    }),
    { numRuns: 200 },
  );
  for (const wrong of ["", "4", "0411", "ABC000", "41É000"]) expect(() => accountInfo(wrong, IN_2025)).toThrow(RangeError);
  expect(accountInfo("706", IN_2025).number).toBe("706000");
});

test("balances of the old chart go to the account that took over, which the new chart names", () => {
  const moves = { "168840": "164800", "153000": "152100", "438700": "439000", "468700": "467000", "448200": "448110", "531000": "530000" };
  for (const [from, to] of Object.entries(moves)) expect([from, accountSince2025(from)]).toEqual([from, to]);
  const carried = [...chartAccounts(IN_2024)].filter(isTransferableInfo).map(({ number }) => accountSince2025(number));
  expect(carried.filter((number) => !isInChart(number, IN_2025) && !LEFT_TO_THE_ACCOUNTANT.test(number))).toEqual([]);
  for (const same of ["411000", "512001", "445710", "101300"]) expect(accountSince2025(same)).toBe(same);
});

const isTransferableInfo = ({ isTransferable: transferable }: { isTransferable: boolean }): boolean => transferable;

/** Sub-accounts that simply follow their parent, and accounts whose successor depends on what they hold. */
const LEFT_TO_THE_ACCOUNTANT = /^(?:1061|1064|1068|231|441|443|445820|4811|4818|489|501)/;
