import fc from "fast-check";
import { expect, test } from "vitest";
import { DraftEntry, totalsOf } from "#domain/ledger/entry";
import { type PurchaseLine, purchaseInvoiceEntry, supplierCreditNoteEntry } from "#domain/ledger/posting/purchases";
import { creditNoteEntry, discountAccount, revenueAccount, type SalesLine, salesInvoiceEntry } from "#domain/ledger/posting/sales";
import { Currency, cents } from "#domain/money";
import { CUSTOMER, contextOf, DEDUCTIBLE, eur, IN_2025, lines, SUPPLIER, strangers, TWENTY, VOUCHER, voucherOf } from "./facts.ts";

const sale = { ...VOUCHER, customer: CUSTOMER };
const purchase = { ...VOUCHER, supplier: SUPPLIER };
const sold = (baseCents: number, vat: SalesLine["vat"] = TWENTY, account = "706"): SalesLine => ({
  account,
  baseCents: cents(baseCents),
  vat,
});
const bought = (account: string, baseCents: number, more: Partial<PurchaseLine> = {}): PurchaseLine => ({
  ...{ account, baseCents: cents(baseCents), vat: DEDUCTIBLE },
  ...more,
});
const vatOf = (entry: DraftEntry) =>
  entry.lines.flatMap(({ vat, account }) => (vat ? [[account, vat.box, vat.ratePpm, vat.baseCents]] : []));

test("VAT is rounded once per rate, half-up, on the summed base and not line by line", () => {
  const three = salesInvoiceEntry({ ...sale, lines: [sold(333), sold(333), sold(337)] }, IN_2025);
  expect(lines(three)).toEqual(["411000 D 12.04", "706000 C 10.03", "445710 C 2.01"]);
  const half = salesInvoiceEntry({ ...sale, lines: [sold(1_010, { kind: "due_on_invoice", ratePpm: 55_000 })] }, IN_2025);
  expect(lines(half)).toEqual(["411000 D 10.66", "706000 C 10.10", "445712 C 0.56"]);
});

test("goods and services at one rate share its VAT to the cent, due now or on receipt", () => {
  const mixed = [sold(333, TWENTY, "707"), sold(334, { kind: "due_on_receipt", ratePpm: 200_000 })];
  const entry = salesInvoiceEntry({ ...sale, lines: mixed }, IN_2025);
  expect(lines(entry)).toEqual(["411000 D 8.00", "707000 C 3.33", "706000 C 3.34", "445710 C 0.66", "445740 C 0.67"]);
  expect(vatOf(entry)).toEqual([["445710", "08", 200_000, 333]]);
});

test("a document that rounds its VAT otherwise is booked as it says", () => {
  const stated = { statedVat: [{ ratePpm: 200_000, vatCents: cents(202) }] };
  const entry = purchaseInvoiceEntry({ ...purchase, lines: [bought("6063", 1_003)], ...stated }, IN_2025);
  expect(lines(entry)).toEqual(["606300 D 10.03", "445660 D 2.02", "401000 C 12.05"]);
  const other = { statedVat: [{ ratePpm: 100_000, vatCents: cents(1) }] };
  expect(() => purchaseInvoiceEntry({ ...purchase, lines: [bought("6063", 1_003)], ...other }, IN_2025)).toThrow("a rate no line has");
});

test("each VAT line names its CA3 line, rate and base; untaxed revenue names its own", () => {
  const rates = [
    [200_000, "08"],
    [100_000, "9B"],
    [55_000, "09"],
    [21_000, "T6"],
  ] as const;
  for (const [ratePpm, box] of rates) {
    const [vat] = vatOf(salesInvoiceEntry({ ...sale, lines: [sold(10_000, { kind: "due_on_invoice", ratePpm })] }, IN_2025));
    expect(vat?.slice(1)).toEqual([box, ratePpm, 10_000]);
  }
  for (const [kind, box] of [
    ["exempt", "E2"],
    ["export", "E1"],
    ["intra_eu_goods", "F2"],
    ["intra_eu_services", "E2"],
    ["reverse_charged", "E2"],
  ] as const)
    expect(vatOf(salesInvoiceEntry({ ...sale, lines: [sold(500, { kind })] }, IN_2025))).toEqual([["706000", box, 0, 500]]);
  const assessed = bought("607", 1_000, { vat: { kind: "self_assessed", origin: "intra_eu_goods", ratePpm: 100_000 } });
  expect(vatOf(purchaseInvoiceEntry({ ...purchase, lines: [assessed, bought("2183", 400)] }, IN_2025))).toEqual([
    ["445662", "20", 100_000, 1_000],
    ["445620", "19", 200_000, 400],
    ["445200", "9B", 100_000, 1_000],
  ]);
});

test("what may not be deducted is part of the cost", () => {
  const fuel = bought("6061", 10_000, { deductiblePpm: 800_000 });
  expect(lines(purchaseInvoiceEntry({ ...purchase, lines: [fuel] }, IN_2025))).toEqual([
    ...["606100 D 104.00", "445660 D 16.00", "401000 C 120.00"],
  ]);
  const car = bought("2182", 10_000, { deductiblePpm: 0 });
  expect(lines(purchaseInvoiceEntry({ ...purchase, lines: [car] }, IN_2025))).toEqual(["218200 D 120.00", "404000 C 120.00"]);
  expect(() => purchaseInvoiceEntry({ ...purchase, lines: [{ ...fuel, deductiblePpm: 1_000_001 }] }, IN_2025)).toThrow("deductible share");
});

test("an invoice of charges and a fixed asset owes each to its own account", () => {
  const entry = purchaseInvoiceEntry({ ...purchase, lines: [bought("2183", 100_000), bought("6063", 5_000)] }, IN_2025);
  expect(lines(entry)).toEqual([
    ...["218300 D 1000.00", "606300 D 50.00", "445620 D 200.00", "445660 D 10.00", "401000 C 60.00", "404000 C 1200.00"],
  ]);
  expect(entry.lines.map(({ thirdParty }) => thirdParty?.code)).toEqual([undefined, undefined, undefined, undefined, "FMARTIN", "FMARTIN"]);
});

test("a foreign invoice keeps its own amount on the third party's line only", () => {
  const currency = { currency: Currency.parse("JPY"), rate: { numerator: 16_000, denominator: 100 } };
  const entry = salesInvoiceEntry({ ...sale, lines: [sold(1_000, TWENTY)], currency }, IN_2025);
  expect(lines(entry)).toEqual(["411000 D 7.50", "706000 C 6.25", "445710 C 1.25"]);
  expect(entry.lines.map(({ foreign }) => foreign)).toEqual([{ amountCents: 1_200, currency: "JPY" }, undefined, undefined]);
  for (const rate of [
    { numerator: 0, denominator: 1 },
    { numerator: 1.5, denominator: 1 },
    { numerator: 1, denominator: -1 },
  ])
    expect(() => salesInvoiceEntry({ ...sale, lines: [sold(1_000)], currency: { ...currency, rate } }, IN_2025)).toThrow(
      "not an exchange rate",
    );
});

test("a sale's account follows what is sold and where, a discount's follows the sale's", () => {
  expect(revenueAccount("merchandise", "due_on_invoice")).toBe("707000");
  expect(revenueAccount("merchandise", "export")).toBe("707800");
  expect(revenueAccount("product", "intra_eu_goods")).toBe("701900");
  expect(revenueAccount("service", "intra_eu_services")).toBe("706900");
  expect(["701000", "706000", "707900", "708500"].map(discountAccount)).toEqual(["709100", "709600", "709700", "709800"]);
  expect(() => discountAccount("758000")).toThrow("no discount account");
});

test("a fact that cannot be an entry is named", () => {
  const invoice = (more: object) => () => salesInvoiceEntry({ ...sale, lines: [sold(100)], ...more }, IN_2025);
  expect(invoice({ lines: [sold(-1)] })).toThrow("negative amount");
  expect(invoice({ lines: [sold(0)] })).toThrow("does not balance");
  expect(invoice({ lines: [] })).toThrow("does not balance");
  expect(invoice({ lines: [sold(100, { kind: "due_on_invoice", ratePpm: 196_000 })] })).toThrow("unknown VAT rate");
  expect(invoice({ lines: [sold(100, TWENTY, "7")] })).toThrow("not an account number");
  expect(invoice({ customerAccount: "421" })).toThrow("takes no third party");
  expect(invoice({ date: voucherOf(2024).date })).toThrow("outside its fiscal year");
  expect(invoice({ pieceRef: " | " })).toThrow("no voucher reference");
  expect(invoice({ label: "\t" })).toThrow("no label");
});

const ratePpm = fc.constantFrom(200_000, 100_000, 55_000, 21_000, 85_000, 17_500, 10_500, 9_000);
const base = fc.integer({ min: 1, max: 1_000_000_000 }).map(cents);
const salesLine = fc.record({
  account: fc.constantFrom("706", "707", "701", "7085"),
  baseCents: base,
  vat: fc.oneof(
    fc.record({ kind: fc.constantFrom("due_on_invoice" as const, "due_on_receipt" as const), ratePpm }),
    fc.record({ kind: fc.constantFrom("exempt" as const, "export" as const, "intra_eu_goods" as const) }),
  ),
});
const purchaseLine = fc.record({
  account: fc.constantFrom("607", "6063", "6226", "651100", "2183", "205"),
  baseCents: base,
  deductiblePpm: fc.constantFrom(0, 800_000, 1_000_000),
  vat: fc.oneof(
    fc.record({ kind: fc.constantFrom("deductible" as const, "deductible_on_payment" as const), ratePpm }),
    fc.record({
      kind: fc.constant("self_assessed" as const),
      origin: fc.constantFrom("intra_eu_goods" as const, "eu_services" as const, "non_eu_services" as const, "domestic" as const),
      ratePpm,
    }),
    fc.constant({ kind: "none" as const }),
  ),
});
const year = fc.constantFrom(2024, 2025, 2026);

/** Balanced, well-formed, and on accounts the year's chart knows. */
function expectSound(entry: DraftEntry, inYear: number): void {
  const { debitCents, creditCents } = totalsOf(entry.lines);
  expect(debitCents).toBe(creditCents);
  expect(DraftEntry.safeParse(entry).success).toBe(true);
  expect(strangers(entry, inYear)).toEqual([]);
}

test("any sales invoice balances in any chart, and its credit note undoes it line by line", () => {
  fc.assert(
    fc.property(fc.array(salesLine, { minLength: 1, maxLength: 12 }), year, (invoiceLines, inYear) => {
      const fact = { ...voucherOf(inYear), customer: CUSTOMER, lines: invoiceLines };
      const context = contextOf(inYear);
      const invoice = salesInvoiceEntry(fact, context);
      const note = creditNoteEntry({ ...fact, reason: "cancellation" }, context);
      expectSound(invoice, inYear);
      expect(lines(note).toSorted()).toEqual(lines(invoice).map(otherSide).toSorted());
    }),
    { numRuns: 100 },
  );
});

test("any purchase invoice balances in any chart, and its credit note undoes it line by line", () => {
  fc.assert(
    fc.property(fc.array(purchaseLine, { minLength: 1, maxLength: 12 }), year, (invoiceLines, inYear) => {
      const fact = { ...voucherOf(inYear), supplier: SUPPLIER, lines: invoiceLines };
      const context = contextOf(inYear);
      const invoice = purchaseInvoiceEntry(fact, context);
      expectSound(invoice, inYear);
      expect(lines(supplierCreditNoteEntry(fact, context)).toSorted()).toEqual(lines(invoice).map(otherSide).toSorted());
    }),
    { numRuns: 100 },
  );
});

const otherSide = (line: string): string => (line.includes(" D ") ? line.replace(" D ", " C ") : line.replace(" C ", " D "));

test("amounts beyond what a float multiplies exactly are still exact", () => {
  const entry = salesInvoiceEntry({ ...sale, lines: [sold(9_007_199_254_741 * 3, { kind: "due_on_invoice", ratePpm: 55_000 })] }, IN_2025);
  expect(entry.lines[2]?.amountCents).toBe(1_486_187_877_032);
  expect(eur(0.1)).toBe(10);
});
