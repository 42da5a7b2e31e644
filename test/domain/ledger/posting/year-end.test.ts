import fc from "fast-check";
import { expect, test } from "vitest";
import { AccountNumber, type DraftEntry, totalsOf } from "#domain/ledger/entry";
import { invoiceNotReceivedEntry, invoiceToIssueEntry } from "#domain/ledger/posting/accruals";
import { appropriationEntry, legalReserveDue } from "#domain/ledger/posting/appropriation";
import type { AccountBalance } from "#domain/ledger/posting/balances";
import { closingEntry, resultOf } from "#domain/ledger/posting/closing";
import { doubtfulCustomerEntry, impairmentReleaseEntry } from "#domain/ledger/posting/doubtful-customers";
import { depreciationAccount, depreciationEntry } from "#domain/ledger/posting/fixed-assets";
import { openingEntry, renumberedSince2025 } from "#domain/ledger/posting/opening";
import { employerContributionsEntry, grossPayEntry } from "#domain/ledger/posting/payroll";
import { vatRefundAskedEntry, vatRefundReceivedEntry, vatSettlementEntry } from "#domain/ledger/posting/vat-settlement";
import { BANK, CUSTOMER, contextOf, eur, IN_2025, lines, SUPPLIER, VOUCHER } from "./facts.ts";

/** Cents, a debit balance positive. */
const balance = (account: string, amountCents: number, code?: string): AccountBalance => ({
  ...{ account: AccountNumber.parse(account), label: `Compte ${account}` },
  ...{ debitBalanceCents: Math.max(amountCents, 0), creditBalanceCents: Math.max(-amountCents, 0) },
  thirdParty: code === undefined ? undefined : { code, name: code },
});

const signedOf = (entry: DraftEntry, account: string): number => {
  const { debitCents, creditCents } = totalsOf(entry.lines.filter((line) => line.account === account));
  return debitCents - creditCents;
};

test("closing clears classes 6 and 7 to zero into the result, on the last day", () => {
  const amounts = fc.dictionary(fc.stringMatching(/^[67][0-9]{5}$/), fc.integer({ min: -1e9, max: 1e9 }), { minKeys: 1, maxKeys: 15 });
  fc.assert(
    fc.property(
      amounts.filter((books) => Object.values(books).some((amount) => amount !== 0)),
      (books) => {
        const balances = Object.entries(books).map(([account, amount]) => balance(account, amount));
        const result = resultOf(balances);
        if (
          balances.filter(({ debitBalanceCents, creditBalanceCents }) => debitBalanceCents !== creditBalanceCents).length < 2 &&
          result === 0
        )
          return;
        const entry = closingEntry([...balances, balance("512001", result)], VOUCHER, IN_2025);
        for (const [account, amount] of Object.entries(books)) expect(signedOf(entry, account) + amount).toBe(0);
        expect(signedOf(entry, result >= 0 ? "120000" : "129000") + result).toBe(0);
        expect(entry).toMatchObject({ date: "2025-12-31", journal: "CL" });
      },
    ),
    { numRuns: 60 },
  );
});

test("a loss goes to 129, and a year without charges or products has nothing to close", () => {
  const books = [balance("641100", 500), balance("706000", -200), balance("791000", 0)];
  expect(lines(closingEntry(books, VOUCHER, IN_2025))).toEqual(["706000 D 2.00", "129000 D 3.00", "641100 C 5.00"]);
  expect(() => closingEntry([balance("512000", 5)], VOUCHER, IN_2025)).toThrow("no charge or product to close");
});

test("opening carries classes 1 to 5, one line an account and third party, and the result to its account", () => {
  const books = [
    ...[balance("411000", 300, "CB"), balance("411000", 200, "CA"), balance("411000", 0, "CZERO"), balance("101300", -100)],
    ...[balance("706000", -700), balance("641100", 300)],
  ];
  const entry = openingEntry(books, { pieceRef: "AN2026", label: "À nouveaux" }, contextOf(2026));
  expect(lines(entry)).toEqual(["411000 D 2.00", "411000 D 3.00", "101300 C 1.00", "120000 C 4.00"]);
  expect(entry.lines.map(({ thirdParty }) => thirdParty?.code)).toEqual(["CA", "CB", undefined, undefined]);
  expect(entry).toMatchObject({ date: "2026-01-01", journal: "AN", label: "À nouveaux" });
  expect(entry.lines[0]?.accountLabel).toBe("Compte 411000");
  expect(entry.lines[3]?.accountLabel).toBe("Résultat de l'exercice - bénéfice");
});

test("a result not yet appropriated and the new one stand on one line", () => {
  const books = [balance("120000", -1_000), balance("512000", 1_500), balance("706000", -500)];
  expect(lines(openingEntry(books, VOUCHER, IN_2025))).toEqual(["512000 D 15.00", "120000 C 15.00"]);
  const lossAfterProfit = [balance("120000", -1_000), balance("512000", 400), balance("641100", 600)];
  expect(lines(openingEntry(lossAfterProfit, VOUCHER, IN_2025))).toEqual(["129000 D 6.00", "512000 D 4.00", "120000 C 10.00"]);
  const closed = [balance("120000", -500), balance("512000", 500)];
  expect(lines(openingEntry(closed, VOUCHER, IN_2025))).toEqual(["512000 D 5.00", "120000 C 5.00"]);
});

test("the first year of the chart of 2025 opens on its own accounts, balances that meet there joined", () => {
  const books = [balance("448600", -300), balance("448610", -200), balance("168840", -100), balance("411000", 600, "CA")];
  const entry = openingEntry(renumberedSince2025(books), VOUCHER, IN_2025);
  expect(lines(entry)).toEqual(["411000 D 6.00", "164800 C 1.00", "448120 C 5.00"]);
  expect(entry.lines.map(({ accountLabel }) => accountLabel)).toEqual([
    "Compte 411000",
    "Intérêts courus sur emprunts auprès des établissements de crédit",
    "État - Autres charges à payer",
  ]);
});

test("opening refuses balances that do not balance or lie outside the balance sheet", () => {
  expect(() => openingEntry([balance("512000", 5)], VOUCHER, IN_2025)).toThrow("does not balance");
  expect(() => openingEntry([balance("801000", 5), balance("809000", -5)], VOUCHER, IN_2025)).toThrow("801000 is not carried forward");
});

test("what closes a year opens the next: any books reopen as they closed", () => {
  const account = fc.stringMatching(/^[1-7][0-9]{5}$/).filter((number) => !number.startsWith("12") && number !== "512999");
  const amount = fc.integer({ min: -1e9, max: 1e9 }).filter((cents) => cents !== 0);
  fc.assert(
    fc.property(fc.dictionary(account, amount, { minKeys: 1, maxKeys: 20 }), (amounts) => {
      const total = Object.values(amounts).reduce((all, one) => all + one, 0);
      const balances = [...Object.entries(amounts).map(([number, one]) => balance(number, one)), balance("512999", -total)];
      if (total === 0 && Object.keys(amounts).every((number) => /^[67]/.test(number))) return;
      const entry = openingEntry(balances, VOUCHER, IN_2025);
      for (const { account: number, debitBalanceCents, creditBalanceCents } of balances)
        expect(signedOf(entry, number)).toBe(/^[67]/.test(number) ? 0 : debitBalanceCents - creditBalanceCents);
      expect(signedOf(entry, "120000") + signedOf(entry, "129000") + resultOf(balances)).toBe(0);
    }),
    { numRuns: 60 },
  );
});

test("the legal reserve takes a twentieth of the profit until a tenth of the capital (C. com. art. L. 232-10)", () => {
  const due = (profit: number, losses: number, capital: number, reserve: number) =>
    legalReserveDue({
      ...{ profitCents: eur(profit), lossesCarriedForwardCents: eur(losses) },
      ...{ capitalCents: eur(capital), legalReserveCents: eur(reserve) },
    });
  expect(due(30_000, 0, 50_000, 0)).toBe(eur(1_500));
  expect(due(30_000, 10_000, 50_000, 0)).toBe(eur(1_000));
  expect(due(30_000, 0, 10_000, 400)).toBe(eur(600));
  expect(due(30_000, 0, 10_000, 1_000)).toBe(0);
  expect(due(30_000, 0, 10_000, 1_200)).toBe(0);
  expect(due(-5, 0, 10_000, 0)).toBe(0);
  expect(due(5, 6, 10_000, 0)).toBe(0);
  expect(due(0.01, 0, 10_000, 0)).toBe(1);
});

const decision = { ...VOUCHER, resultCents: 0, retainedCents: 0, legalReserveCents: eur(0), reserves: [], dividendsCents: eur(0) };
const decided = (more: Partial<Parameters<typeof appropriationEntry>[0]>) => lines(appropriationEntry({ ...decision, ...more }, IN_2025));

test("a loss goes to retained losses, after the retained profit there is", () => {
  expect(decided({ resultCents: eur(-30) })).toEqual(["119000 D 30.00", "129000 C 30.00"]);
  expect(decided({ resultCents: eur(-30), retainedCents: eur(10) })).toEqual(["110000 D 10.00", "119000 D 20.00", "129000 C 30.00"]);
});

test("a profit first clears retained losses", () => {
  expect(decided({ resultCents: eur(30), retainedCents: eur(-50) })).toEqual(["120000 D 30.00", "119000 C 30.00"]);
  expect(decided({ resultCents: eur(30), retainedCents: eur(-10), legalReserveCents: eur(1) })).toEqual([
    ...["120000 D 30.00", "106100 C 1.00", "110000 C 19.00", "119000 C 10.00"],
  ]);
});

test("dividends may take retained profit, and never more than what may be distributed", () => {
  const reserves = [{ account: "1068", amountCents: eur(5) }];
  expect(decided({ resultCents: eur(30), retainedCents: eur(10), reserves, dividendsCents: eur(35) })).toEqual([
    ...["120000 D 30.00", "110000 D 10.00", "106800 C 5.00", "457000 C 35.00"],
  ]);
  expect(() => decided({ resultCents: eur(30), dividendsCents: eur(30.01) })).toThrow("exceed what may be distributed by 1 cents");
  expect(() => decided({})).toThrow("does not balance");
});

const vat = (balances: Record<string, number>, kind: "payable" | "credit", euros: number) =>
  lines(
    vatSettlementEntry(
      {
        ...VOUCHER,
        balances: Object.entries(balances).map(([account, amount]) => ({ account, balanceCents: Math.round(amount * 100) })),
        declared: { kind, amountCents: eur(euros) },
      },
      IN_2025,
    ),
  );

test("VAT settlement sends what the form rounds to 658 or 758", () => {
  expect(vat({ "445710": -100.6, "445660": 50.3 }, "payable", 51)).toEqual([
    ...["445710 D 100.60", "658000 D 0.70", "445660 C 50.30", "445510 C 51.00"],
  ]);
  expect(vat({ "445710": -100.4, "445660": 50.3 }, "payable", 50)).toEqual([
    ...["445710 D 100.40", "445660 C 50.30", "445510 C 50.00", "758000 C 0.10"],
  ]);
  expect(vat({ "445710": -10.4, "445660": 50.3 }, "credit", 40)).toEqual([
    ...["445710 D 10.40", "445670 D 40.00", "445660 C 50.30", "758000 C 0.10"],
  ]);
});

test("VAT settlement clears a credit brought forward, self-assessed VAT and accounts on the unusual side", () => {
  expect(vat({ "445710": 5, "445200": -20, "445662": 20, "445670": 30 }, "credit", 35)).toEqual([
    ...["445200 D 20.00", "445670 D 35.00", "445662 C 20.00", "445670 C 30.00", "445710 C 5.00"],
  ]);
  expect(vat({ "445710": -0.4, "445660": 0 }, "payable", 0)).toEqual(["445710 D 0.40", "758000 C 0.40"]);
});

test("VAT settlement refuses cents on the form, other accounts, and a difference that is no rounding", () => {
  expect(() => vat({ "445710": -100 }, "payable", 100.5)).toThrow("whole euros");
  expect(() => vat({ "445710": -100 }, "payable", 98)).toThrow("more than rounding");
  for (const account of ["411000", "445510", "445740", "445640", "445860"])
    expect(() => vat({ [account]: -100 }, "payable", 100)).toThrow("not settled with a CA3");
});

test("a VAT credit asked back waits on 44583 for the bank", () => {
  expect(lines(vatRefundAskedEntry({ ...VOUCHER, amountCents: eur(760) }, IN_2025))).toEqual(["445830 D 760.00", "445670 C 760.00"]);
  expect(lines(vatRefundReceivedEntry({ ...VOUCHER, bank: BANK, amountCents: eur(760) }, IN_2025))).toEqual([
    ...["512000 D 760.00", "445830 C 760.00"],
  ]);
  expect(() => vatRefundAskedEntry({ ...VOUCHER, amountCents: eur(760.01) }, IN_2025)).toThrow("whole euros");
});

test("payroll refuses to withhold more than it pays, and negative contributions", () => {
  const pay = { ...VOUCHER, earned: [{ account: "6411", amountCents: eur(100) }], withholdingTaxCents: eur(0) };
  expect(() => grossPayEntry({ ...pay, contributions: [{ account: "431", amountCents: eur(101) }] }, IN_2025)).toThrow(
    "withholds 100 cents more",
  );
  const contributions = [{ charge: "6451", owedTo: "431", amountCents: eur(-1) }];
  expect(() => employerContributionsEntry({ ...VOUCHER, contributions }, IN_2025)).toThrow("negative amount");
});

test("accruals name their third party, and owe fixed assets apart", () => {
  const asset = { account: "2183", baseCents: eur(100), ratePpm: 200_000 };
  const entry = invoiceNotReceivedEntry({ ...VOUCHER, lines: [asset], thirdParty: SUPPLIER }, IN_2025);
  expect(lines(entry)).toEqual(["218300 D 100.00", "445860 D 20.00", "408400 C 120.00"]);
  expect(entry.lines[2]?.thirdParty).toEqual(SUPPLIER);
  const exempt = invoiceToIssueEntry(
    { ...VOUCHER, lines: [{ account: "706", baseCents: eur(9), ratePpm: 0 }], thirdParty: CUSTOMER },
    IN_2025,
  );
  expect(lines(exempt)).toEqual(["418100 D 9.00", "706000 C 9.00"]);
  expect(exempt.lines[0]?.thirdParty).toEqual(CUSTOMER);
});

test("depreciation follows the asset's number; land does not depreciate", () => {
  expect(["218300", "205000", "213500", "218301"].map(depreciationAccount)).toEqual(["281830", "280500", "281350", "2818301"]);
  for (const account of ["211000", "231000", "261000", "606300"]) expect(() => depreciationAccount(account)).toThrow("does not depreciate");
  const exceptional = depreciationEntry({ ...VOUCHER, assetAccount: "205", amountCents: eur(1), kind: "exceptional" }, IN_2025);
  expect(lines(exceptional)).toEqual(["687100 D 1.00", "280500 C 1.00"]);
});

test("a doubtful customer keeps its auxiliary, and an impairment is released by its own account", () => {
  const moved = doubtfulCustomerEntry({ ...VOUCHER, customer: CUSTOMER, amountCents: eur(1) }, IN_2025);
  expect(moved.lines.map(({ thirdParty }) => thirdParty)).toEqual([CUSTOMER, CUSTOMER]);
  expect(lines(impairmentReleaseEntry({ ...VOUCHER, amountCents: eur(1) }, IN_2025))).toEqual(["491000 D 1.00", "781740 C 1.00"]);
});
