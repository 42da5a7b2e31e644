import { expect, test } from "vitest";
import { AccountNumber, DraftEntry } from "#domain/ledger/entry";
import {
  deferredIncomeEntry,
  holidayPayEntry,
  invoiceNotReceivedEntry,
  invoiceToIssueEntry,
  prepaidExpenseEntry,
} from "#domain/ledger/posting/accruals";
import { appropriationEntry } from "#domain/ledger/posting/appropriation";
import type { AccountBalance } from "#domain/ledger/posting/balances";
import { closingEntry } from "#domain/ledger/posting/closing";
import { corporateTaxChargeEntry } from "#domain/ledger/posting/corporate-tax";
import { doubtfulCustomerEntry, impairmentEntry } from "#domain/ledger/posting/doubtful-customers";
import { depreciationEntry, disposalBookValueEntry, disposalProceedsEntry } from "#domain/ledger/posting/fixed-assets";
import { exchangeProvisionEntry, revaluationEntry } from "#domain/ledger/posting/foreign-currency";
import { openingEntry } from "#domain/ledger/posting/opening";
import { employerContributionsEntry, grossPayEntry } from "#domain/ledger/posting/payroll";
import { vatDueOnReceiptEntry } from "#domain/ledger/posting/vat-on-payment";
import { vatSettlementEntry } from "#domain/ledger/posting/vat-settlement";
import { Currency } from "#domain/money";
import { CUSTOMER, eur, IN_2025, lines, strangers, VOUCHER } from "./facts.ts";

const PPM_20 = 200_000;
const of = (euros: number) => ({ ...VOUCHER, amountCents: eur(euros) });

/** A debit balance is positive. */
const balance = (account: string, euros: number): AccountBalance => ({
  ...{ account: AccountNumber.parse(account), label: "Libellé repris" },
  ...{ debitBalanceCents: eur(Math.max(euros, 0)), creditBalanceCents: eur(Math.max(-euros, 0)) },
});

const CASES: readonly (readonly [string, string, () => DraftEntry, readonly string[]])[] = [
  [
    "OD-1 gross pay",
    "OD",
    () =>
      grossPayEntry(
        {
          ...VOUCHER,
          earned: [{ account: "6411", amountCents: eur(3_000) }],
          contributions: [
            { account: "431", amountCents: eur(615) },
            { account: "4372", amountCents: eur(45) },
          ],
          withholdingTaxCents: eur(90),
        },
        IN_2025,
      ),
    ["641100 D 3000.00", "431000 C 615.00", "437200 C 45.00", "442100 C 90.00", "421000 C 2250.00"],
  ],
  [
    "OD-2 employer share",
    "OD",
    () =>
      employerContributionsEntry(
        {
          ...VOUCHER,
          contributions: [
            { charge: "6451", owedTo: "431", amountCents: eur(1_200) },
            { charge: "6452", owedTo: "4372", amountCents: eur(30) },
            { charge: "6451", owedTo: "431", amountCents: eur(30) },
          ],
        },
        IN_2025,
      ),
    ["645100 D 1230.00", "645200 D 30.00", "431000 C 1230.00", "437200 C 30.00"],
  ],
  [
    "OD-3 VAT to pay",
    "OD",
    () =>
      vatSettlementEntry(
        {
          ...VOUCHER,
          balances: [
            { account: "445710", balanceCents: -520_000 },
            { account: "445660", balanceCents: 180_000 },
            { account: "445620", balanceCents: 50_000 },
          ],
          declared: { kind: "payable", amountCents: eur(2_900) },
        },
        IN_2025,
      ),
    ["445710 D 5200.00", "445660 C 1800.00", "445620 C 500.00", "445510 C 2900.00"],
  ],
  [
    "OD-4 VAT credit carried forward",
    "OD",
    () =>
      vatSettlementEntry(
        {
          ...VOUCHER,
          balances: [
            { account: "445710", balanceCents: -100_000 },
            { account: "445660", balanceCents: 160_000 },
          ],
          declared: { kind: "credit", amountCents: eur(600) },
        },
        IN_2025,
      ),
    ["445710 D 1000.00", "445670 D 600.00", "445660 C 1600.00"],
  ],
  ["OD-5 IS", "OD", () => corporateTaxChargeEntry(of(11_875), IN_2025), ["695000 D 11875.00", "444000 C 11875.00"]],
  [
    "OD-7 unrealised exchange loss",
    "OD",
    () =>
      revaluationEntry(
        {
          ...VOUCHER,
          ...{ account: "411000", thirdParty: CUSTOMER, position: "receivable", carryingCents: eur(925.93) },
          foreign: { amountCents: eur(1_000), currency: Currency.parse("USD") },
          closingRate: { numerator: 10_989, denominator: 10_000 },
        },
        IN_2025,
      ),
    ["476100 D 15.93", "411000 C 15.93"],
  ],
  [
    "OD-8 provision, trade",
    "OD",
    () => exchangeProvisionEntry({ ...of(15.93), nature: "trade" }, IN_2025),
    ["681500 D 15.93", "151500 C 15.93"],
  ],
  [
    "OD-8 provision, financial",
    "OD",
    () => exchangeProvisionEntry({ ...of(15.93), nature: "financial" }, IN_2025),
    ["686500 D 15.93", "151500 C 15.93"],
  ],
  [
    "OD-9 VAT due on BQ-17",
    "OD",
    () =>
      vatDueOnReceiptEntry(
        {
          ...VOUCHER,
          ...{ openCents: eur(1_200), paidCents: eur(500) },
          pending: [{ ratePpm: PPM_20, baseCents: eur(1_000), vatCents: eur(200) }],
        },
        IN_2025,
      ),
    ["445740 D 83.33", "445710 C 83.33"],
  ],
  [
    "OD-10 depreciation",
    "OD",
    () => depreciationEntry({ ...of(500), assetAccount: "218300", kind: "ordinary" }, IN_2025),
    ["681100 D 500.00", "281830 C 500.00"],
  ],
  [
    "OD-11 FNP",
    "OD",
    () => invoiceNotReceivedEntry({ ...VOUCHER, lines: [{ account: "6132", baseCents: eur(1_200), ratePpm: PPM_20 }] }, IN_2025),
    ["613200 D 1200.00", "445860 D 240.00", "408100 C 1440.00"],
  ],
  [
    "OD-12 FAE",
    "OD",
    () => invoiceToIssueEntry({ ...VOUCHER, lines: [{ account: "706", baseCents: eur(750), ratePpm: PPM_20 }] }, IN_2025),
    ["418100 D 900.00", "706000 C 750.00", "445870 C 150.00"],
  ],
  ["OD-13 CCA", "OD", () => prepaidExpenseEntry({ ...of(360), account: "616" }, IN_2025), ["486000 D 360.00", "616000 C 360.00"]],
  ["OD-14 PCA", "OD", () => deferredIncomeEntry({ ...of(900), account: "706" }, IN_2025), ["706000 D 900.00", "487000 C 900.00"]],
  [
    "OD-15 holiday pay",
    "OD",
    () => holidayPayEntry({ ...VOUCHER, payCents: eur(420), contributionsCents: eur(176.4) }, IN_2025),
    ["641200 D 420.00", "645800 D 176.40", "428200 C 420.00", "438200 C 176.40"],
  ],
  [
    "OD-16 doubtful customer",
    "OD",
    () => doubtfulCustomerEntry({ ...of(1_200), customer: CUSTOMER }, IN_2025),
    ["416000 D 1200.00", "411000 C 1200.00"],
  ],
  ["OD-17 impairment", "OD", () => impairmentEntry(of(500), IN_2025), ["681740 D 500.00", "491000 C 500.00"]],
  [
    "OD-18 asset sold",
    "OD",
    () => disposalProceedsEntry({ ...VOUCHER, assetAccount: "218300", baseCents: eur(1_000), ratePpm: PPM_20 }, IN_2025),
    ["462000 D 1200.00", "757000 C 1000.00", "445710 C 200.00"],
  ],
  [
    "OD-19 book value out",
    "OD",
    () => disposalBookValueEntry({ ...VOUCHER, assetAccount: "218300", costCents: eur(2_500), depreciatedCents: eur(1_500) }, IN_2025),
    ["281830 D 1500.00", "657000 D 1000.00", "218300 C 2500.00"],
  ],
  [
    "CL-1 closing",
    "CL",
    () => closingEntry([balance("706000", -200_000), balance("641100", 170_000), balance("512000", 30_000)], VOUCHER, IN_2025),
    ["706000 D 200000.00", "641100 C 170000.00", "120000 C 30000.00"],
  ],
  [
    "AN-1 opening",
    "AN",
    () =>
      openingEntry(
        [
          ...[balance("512000", 80_000), balance("411000", 24_000), balance("218300", 2_500), balance("101300", -10_000)],
          ...[balance("106100", -1_000), balance("706000", -200_000), balance("641100", 170_000), balance("401000", -50_000)],
          ...[balance("281830", -500), balance("445510", -15_000)],
        ],
        VOUCHER,
        IN_2025,
      ),
    [
      ...["218300 D 2500.00", "411000 D 24000.00", "512000 D 80000.00", "101300 C 10000.00", "106100 C 1000.00"],
      ...["120000 C 30000.00", "281830 C 500.00", "401000 C 50000.00", "445510 C 15000.00"],
    ],
  ],
  [
    "OD-21 appropriation",
    "OD",
    () =>
      appropriationEntry(
        {
          ...VOUCHER,
          resultCents: eur(30_000),
          retainedCents: 0,
          legalReserveCents: eur(1_500),
          reserves: [],
          dividendsCents: eur(10_000),
        },
        IN_2025,
      ),
    ["120000 D 30000.00", "106100 C 1500.00", "457000 C 10000.00", "110000 C 18500.00"],
  ],
];

test.each(CASES)("%s", (_, journal, build, expected) => {
  const entry = build();
  expect(lines(entry)).toEqual(expected);
  expect(entry.journal).toBe(journal);
  expect(DraftEntry.parse(entry)).toEqual(entry);
  expect(strangers(entry, 2025)).toEqual([]);
  expect(strangers(entry, 2024)).toEqual(
    entry.lines.map(({ account }) => account.toString()).filter((account) => ["757000", "657000"].includes(account)),
  );
});
