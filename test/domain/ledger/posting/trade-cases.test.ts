import { expect, test } from "vitest";
import { DraftEntry } from "#domain/ledger/entry";
import {
  bankFeesEntry,
  identifiedChargeEntry,
  insuranceCompensationEntry,
  transferInEntry,
  transferOutEntry,
  unidentifiedDebitEntry,
} from "#domain/ledger/posting/bank-movements";
import { bankSideOf } from "#domain/ledger/posting/bank-side";
import { corporateTaxPaidEntry } from "#domain/ledger/posting/corporate-tax";
import { foreignReceiptEntry } from "#domain/ledger/posting/foreign-currency";
import { loanInstalmentEntry } from "#domain/ledger/posting/loans";
import { receiptEntry, supplierPaymentEntry } from "#domain/ledger/posting/payments";
import { contributionsPaidEntry, netSalaryPaidEntry, withholdingTaxPaidEntry } from "#domain/ledger/posting/payroll";
import { purchaseInvoiceEntry, supplierCreditNoteEntry } from "#domain/ledger/posting/purchases";
import { creditNoteEntry, salesInvoiceEntry } from "#domain/ledger/posting/sales";
import { vatPaidEntry } from "#domain/ledger/posting/vat-settlement";
import { Currency } from "#domain/money";
import { BANK, CUSTOMER, DEDUCTIBLE, eur, IN_2025, lines, SUPPLIER, strangers, TWENTY, VOUCHER } from "./facts.ts";

const USD = Currency.parse("USD");
const sale = { ...VOUCHER, customer: CUSTOMER };
const purchase = { ...VOUCHER, supplier: SUPPLIER };
const moved = (euros: number) => ({ ...VOUCHER, bank: BANK, amountCents: eur(euros) });
const received = (euros: number) => ({ ...moved(euros), thirdParty: CUSTOMER });
const due = (ratePpm: number) => ({ kind: "due_on_invoice", ratePpm }) as const;
const service = (kind: "exempt" | "export" | "intra_eu_goods", account: string, euros: number) => ({
  ...sale,
  lines: [{ account, baseCents: eur(euros), vat: { kind } }],
});
const bought = (account: string, euros: number) => ({ ...purchase, lines: [{ account, baseCents: eur(euros), vat: DEDUCTIBLE }] });
const assessed = (account: string, origin: "intra_eu_goods" | "eu_services" | "non_eu_services") => ({
  ...purchase,
  lines: [{ account, baseCents: eur(1_000), vat: { kind: "self_assessed", origin, ratePpm: 200_000 } as const }],
});

const CASES: readonly (readonly [string, string, () => DraftEntry, readonly string[]])[] = [
  [
    "VE-1 services at 20 %",
    "VE",
    () => salesInvoiceEntry({ ...sale, lines: [{ account: "706", baseCents: eur(1_000), vat: TWENTY }] }, IN_2025),
    ["411000 D 1200.00", "706000 C 1000.00", "445710 C 200.00"],
  ],
  [
    "VE-2 four rates",
    "VE",
    () =>
      salesInvoiceEntry(
        {
          ...sale,
          lines: [
            { account: "707", baseCents: eur(500), vat: due(200_000) },
            { account: "706", baseCents: eur(200), vat: due(100_000) },
            { account: "707", baseCents: eur(100), vat: due(55_000) },
            { account: "707", baseCents: eur(50), vat: due(21_000) },
          ],
        },
        IN_2025,
      ),
    [
      ...["411000 D 976.55", "707000 C 500.00", "706000 C 200.00", "707000 C 100.00", "707000 C 50.00"],
      ...["445710 C 100.00", "445711 C 20.00", "445712 C 5.50", "445713 C 1.05"],
    ],
  ],
  ["VE-3 exempt", "VE", () => salesInvoiceEntry(service("exempt", "706000", 800), IN_2025), ["411000 D 800.00", "706000 C 800.00"]],
  [
    "VE-4 intra-EU goods",
    "VE",
    () => salesInvoiceEntry(service("intra_eu_goods", "707900", 3_000), IN_2025),
    ["411000 D 3000.00", "707900 C 3000.00"],
  ],
  ["VE-5 export", "VE", () => salesInvoiceEntry(service("export", "707800", 1_500), IN_2025), ["411000 D 1500.00", "707800 C 1500.00"]],
  [
    "VE-6 credit note",
    "VE",
    () => creditNoteEntry({ ...sale, reason: "cancellation", lines: [{ account: "706", baseCents: eur(200), vat: TWENTY }] }, IN_2025),
    ["706000 D 200.00", "445710 D 40.00", "411000 C 240.00"],
  ],
  [
    "VE-6 commercial discount",
    "VE",
    () => creditNoteEntry({ ...sale, reason: "discount", lines: [{ account: "706000", baseCents: eur(200), vat: TWENTY }] }, IN_2025),
    ["709600 D 200.00", "445710 D 40.00", "411000 C 240.00"],
  ],
  [
    "VE-7 in dollars",
    "VE",
    () =>
      salesInvoiceEntry(
        { ...service("export", "707800", 1_000), currency: { currency: USD, rate: { numerator: 10_800, denominator: 10_000 } } },
        IN_2025,
      ),
    ["411000 D 925.93", "707800 C 925.93"],
  ],
  [
    "VE-8 VAT on receipts",
    "VE",
    () =>
      salesInvoiceEntry(
        { ...sale, lines: [{ account: "706", baseCents: eur(1_000), vat: { kind: "due_on_receipt", ratePpm: 200_000 } }] },
        IN_2025,
      ),
    ["411000 D 1200.00", "706000 C 1000.00", "445740 C 200.00"],
  ],
  [
    "AC-1 charge",
    "AC",
    () => purchaseInvoiceEntry(bought("6063", 2_400), IN_2025),
    ["606300 D 2400.00", "445660 D 480.00", "401000 C 2880.00"],
  ],
  [
    "AC-2 fixed asset",
    "AC",
    () => purchaseInvoiceEntry(bought("2183", 2_500), IN_2025),
    ["218300 D 2500.00", "445620 D 500.00", "404000 C 3000.00"],
  ],
  [
    "AC-3 intra-EU acquisition",
    "AC",
    () => purchaseInvoiceEntry(assessed("607", "intra_eu_goods"), IN_2025),
    ["607000 D 1000.00", "445662 D 200.00", "401000 C 1000.00", "445200 C 200.00"],
  ],
  [
    "AC-4 service from the Union",
    "AC",
    () => purchaseInvoiceEntry(assessed("6511", "eu_services"), IN_2025),
    ["651100 D 1000.00", "445663 D 200.00", "401000 C 1000.00", "445210 C 200.00"],
  ],
  [
    "AC-4 service from outside the Union",
    "AC",
    () => purchaseInvoiceEntry(assessed("611", "non_eu_services"), IN_2025),
    ["611000 D 1000.00", "445663 D 200.00", "401000 C 1000.00", "445310 C 200.00"],
  ],
  [
    "AC-5 supplier credit note",
    "AC",
    () => supplierCreditNoteEntry(bought("6063", 200), IN_2025),
    ["401000 D 240.00", "606300 C 200.00", "445660 C 40.00"],
  ],
  [
    "AC-6 VAT deductible on payment",
    "AC",
    () =>
      purchaseInvoiceEntry(
        { ...purchase, lines: [{ account: "6226", baseCents: eur(2_400), vat: { kind: "deductible_on_payment", ratePpm: 200_000 } }] },
        IN_2025,
      ),
    ["622600 D 2400.00", "445640 D 480.00", "401000 C 2880.00"],
  ],
  ["BQ-1 full receipt", "BQ1", () => receiptEntry(received(1_200), IN_2025), ["512000 D 1200.00", "411000 C 1200.00"]],
  ["BQ-2 part receipt", "BQ1", () => receiptEntry(received(500), IN_2025), ["512000 D 500.00", "411000 C 500.00"]],
  [
    "BQ-3 supplier paid",
    "BQ1",
    () => supplierPaymentEntry({ ...moved(2_880), thirdParty: SUPPLIER }, IN_2025),
    ["401000 D 2880.00", "512000 C 2880.00"],
  ],
  [
    "BQ-4 fees without VAT",
    "BQ1",
    () => bankFeesEntry({ ...VOUCHER, bank: BANK, baseCents: eur(15), ratePpm: 0 }, IN_2025),
    ["627800 D 15.00", "512000 C 15.00"],
  ],
  [
    "BQ-5 fees with VAT",
    "BQ1",
    () => bankFeesEntry({ ...VOUCHER, bank: BANK, baseCents: eur(20), ratePpm: 200_000 }, IN_2025),
    ["627800 D 20.00", "445660 D 4.00", "512000 C 24.00"],
  ],
  ["BQ-6 net salary", "BQ1", () => netSalaryPaidEntry(moved(2_250), IN_2025), ["421000 D 2250.00", "512000 C 2250.00"]],
  ["BQ-7 URSSAF", "BQ1", () => contributionsPaidEntry(moved(1_845), IN_2025), ["431000 D 1845.00", "512000 C 1845.00"]],
  ["BQ-8 withheld tax", "BQ1", () => withholdingTaxPaidEntry(moved(90), IN_2025), ["442100 D 90.00", "512000 C 90.00"]],
  ["BQ-9 VAT paid", "BQ1", () => vatPaidEntry(moved(2_900), IN_2025), ["445510 D 2900.00", "512000 C 2900.00"]],
  ["BQ-10 IS instalment", "BQ1", () => corporateTaxPaidEntry(moved(2_500), IN_2025), ["444000 D 2500.00", "512000 C 2500.00"]],
  ["BQ-11 IS balance", "BQ1", () => corporateTaxPaidEntry(moved(1_875), IN_2025), ["444000 D 1875.00", "512000 C 1875.00"]],
  [
    "BQ-12 loan instalment",
    "BQ1",
    () =>
      loanInstalmentEntry(
        { ...VOUCHER, bank: BANK, principalCents: eur(833.33), interestCents: eur(125), insuranceCents: eur(15) },
        IN_2025,
      ),
    ["164000 D 833.33", "661100 D 125.00", "616000 D 15.00", "512000 C 973.33"],
  ],
  [
    "BQ-13 transfer leaves",
    "BQ1",
    () => transferOutEntry({ ...moved(10_000), bank: { ...BANK, account: "5121" } }, IN_2025),
    ["580000 D 10000.00", "512100 C 10000.00"],
  ],
  [
    "BQ-14 transfer arrives",
    "BQ2",
    () => transferInEntry({ ...moved(10_000), bank: { ...bankSideOf(2, "B"), account: "5122" } }, IN_2025),
    ["512200 D 10000.00", "580000 C 10000.00"],
  ],
  ["BQ-15 unidentified", "BQ1", () => unidentifiedDebitEntry(moved(78.5), IN_2025), ["471000 D 78.50", "512000 C 78.50"]],
  [
    "OD-6 identified as fuel",
    "OD",
    () => identifiedChargeEntry({ ...VOUCHER, account: "6061", amountCents: eur(78.5), ratePpm: 200_000 }, IN_2025),
    ["606100 D 65.42", "445660 D 13.08", "471000 C 78.50"],
  ],
  [
    "BQ-16 paid in dollars",
    "BQ1",
    () =>
      foreignReceiptEntry(
        {
          ...VOUCHER,
          ...{ bank: { ...BANK, account: "5124" }, account: "411000", thirdParty: CUSTOMER, nature: "trade" },
          ...{ foreign: { amountCents: eur(1_000), currency: USD }, carryingCents: eur(925.93) },
          rate: { numerator: 10_600, denominator: 10_000 },
        },
        IN_2025,
      ),
    ["512400 D 943.40", "411000 C 925.93", "756000 C 17.47"],
  ],
  ["BQ-17 part receipt of VE-8", "BQ1", () => receiptEntry(received(500), IN_2025), ["512000 D 500.00", "411000 C 500.00"]],
  ["OD-20 insurance", "BQ1", () => insuranceCompensationEntry(moved(600), IN_2025), ["512000 D 600.00", "758700 C 600.00"]],
];

test.each(CASES)("%s", (_, journal, build, expected) => {
  const entry = build();
  expect(lines(entry)).toEqual(expected);
  expect(entry.journal).toBe(journal);
  expect(DraftEntry.parse(entry)).toEqual(entry);
  expect(strangers(entry, 2025)).toEqual([]);
  expect(strangers(entry, 2024)).toEqual([]);
});
