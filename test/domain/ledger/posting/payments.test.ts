import fc from "fast-check";
import { expect, test } from "vitest";
import { type DraftEntry, totalsOf } from "#domain/ledger/entry";
import {
  identifiedChargeEntry,
  identifiedEntry,
  transferInEntry,
  transferOutEntry,
  unidentifiedCreditEntry,
  unidentifiedDebitEntry,
} from "#domain/ledger/posting/bank-movements";
import { type BankSide, bankSideOf } from "#domain/ledger/posting/bank-side";
import { corporateTaxChargeEntry, corporateTaxRefundEntry, taxCreditEntry } from "#domain/ledger/posting/corporate-tax";
import { depositReceivedEntry, depositSettledEntry, depositVatEntry } from "#domain/ledger/posting/customer-deposits";
import { foreignReceiptEntry, revaluationEntry } from "#domain/ledger/posting/foreign-currency";
import { loanInstalmentEntry, loanReceivedEntry } from "#domain/ledger/posting/loans";
import { customerRefundEntry, receiptEntry, supplierPaymentEntry, supplierRefundEntry } from "#domain/ledger/posting/payments";
import { salesInvoiceEntry } from "#domain/ledger/posting/sales";
import { afterPayment, releasedVat, vatDeductibleOnPaymentEntry, vatDueOnReceiptEntry } from "#domain/ledger/posting/vat-on-payment";
import { Currency, cents } from "#domain/money";
import { BANK, CUSTOMER, eur, IN_2025, lines, SUPPLIER, VOUCHER } from "./facts.ts";

const USD = Currency.parse("USD");
const moved = (euros: number) => ({ ...VOUCHER, bank: BANK, amountCents: eur(euros) });
const balanceOn = (prefix: string, entries: readonly DraftEntry[]): number => {
  const { debitCents, creditCents } = totalsOf(entries.flatMap((entry) => entry.lines).filter(({ account }) => account.startsWith(prefix)));
  return debitCents - creditCents;
};

test("a receipt in parts releases VAT in proportion, and the last part all that remains", () => {
  const pending = [{ ratePpm: 200_000, baseCents: eur(1_000), vatCents: eur(200) }];
  const first = { openCents: eur(1_200), paidCents: eur(500), pending };
  expect(releasedVat(first)).toEqual([{ ratePpm: 200_000, baseCents: 41_667, vatCents: 8_333 }]);
  const second = afterPayment(first);
  expect(second).toEqual({ openCents: eur(700), pending: [{ ratePpm: 200_000, baseCents: 58_333, vatCents: 11_667 }] });
  const last = { ...second, paidCents: eur(700) };
  expect(lines(vatDueOnReceiptEntry({ ...VOUCHER, ...last }, IN_2025))).toEqual(["445740 D 116.67", "445710 C 116.67"]);
  expect(afterPayment(last).pending[0]?.vatCents).toBe(0);
  for (const paidCents of [eur(0), eur(-1), eur(700.01)]) expect(() => releasedVat({ ...second, paidCents })).toThrow(RangeError);
});

test("VAT released on a receipt feeds the CA3 line of its rate, VAT on a payment line 20, or 19 for a fixed asset", () => {
  const paid = { openCents: eur(1_200), paidCents: eur(1_200) };
  const due = vatDueOnReceiptEntry(
    { ...VOUCHER, ...paid, pending: [{ ratePpm: 100_000, baseCents: eur(5), vatCents: eur(0.5) }] },
    IN_2025,
  );
  expect(due.lines.map(({ account, vat }) => [account, vat?.box, vat?.baseCents])).toEqual([
    ["445741", undefined, undefined],
    ["445711", "9B", 500],
  ]);
  const pending = [
    { ratePpm: 200_000, baseCents: eur(2_400), vatCents: eur(480) },
    { ratePpm: 200_000, baseCents: eur(100), vatCents: eur(20), asset: true },
  ];
  const deducted = vatDeductibleOnPaymentEntry({ ...VOUCHER, ...paid, pending }, IN_2025);
  expect(lines(deducted)).toEqual(["445660 D 480.00", "445620 D 20.00", "445640 C 480.00", "445640 C 20.00"]);
  expect(deducted.lines.slice(0, 2).map(({ vat }) => vat?.box)).toEqual(["20", "19"]);
});

test("whatever the invoice and the payments, nothing is left on 44574 or 411 after the last receipt", () => {
  const invoiceLine = fc.record({
    account: fc.constantFrom("706", "7085"),
    baseCents: fc.integer({ min: 1, max: 5_000_000 }).map(cents),
    vat: fc.record({ kind: fc.constant("due_on_receipt" as const), ratePpm: fc.constantFrom(200_000, 100_000, 55_000, 21_000) }),
  });
  const cuts = fc.array(fc.double({ min: 0.01, max: 0.99, noNaN: true }), { maxLength: 6 });
  fc.assert(
    fc.property(fc.array(invoiceLine, { minLength: 1, maxLength: 5 }), cuts, (invoiceLines, parts) => {
      const invoice = salesInvoiceEntry({ ...VOUCHER, customer: CUSTOMER, lines: invoiceLines }, IN_2025);
      const waiting = invoice.lines.filter(({ account }) => account.startsWith("44574"));
      const digit = { "445740": 200_000, "445741": 100_000, "445742": 55_000, "445743": 21_000 } as const;
      const pending = waiting.map(({ account, amountCents }) => ({
        ratePpm: Object.entries(digit).find(([number]) => number === account)?.[1] ?? 0,
        ...{ baseCents: cents(0), vatCents: amountCents },
      }));
      const entries: DraftEntry[] = [invoice];
      let open: ReturnType<typeof afterPayment> = { openCents: cents(balanceOn("411", [invoice])), pending };
      for (const part of [...parts, 1]) {
        const paidCents = cents(Math.ceil(open.openCents * part));
        if (paidCents === 0) continue;
        entries.push(receiptEntry({ ...moved(0), amountCents: paidCents, thirdParty: CUSTOMER }, IN_2025));
        if (releasedVat({ ...open, paidCents }).some(({ vatCents }) => vatCents > 0))
          entries.push(vatDueOnReceiptEntry({ ...VOUCHER, ...open, paidCents }, IN_2025));
        open = afterPayment({ ...open, paidCents });
      }
      expect(balanceOn("44574", entries)).toBe(0);
      expect(balanceOn("411", entries)).toBe(0);
      expect(balanceOn("44571", entries)).toBe(balanceOn("44574", [invoice]));
    }),
    { numRuns: 100 },
  );
});

test("refunds are payments the other way, and only third-party lines carry the third party", () => {
  const toCustomer = customerRefundEntry({ ...moved(12), thirdParty: CUSTOMER }, IN_2025);
  expect(lines(toCustomer)).toEqual(["411000 D 12.00", "512000 C 12.00"]);
  expect(toCustomer.lines.map(({ thirdParty }) => thirdParty)).toEqual([CUSTOMER, undefined]);
  expect(lines(supplierRefundEntry({ ...moved(12), thirdParty: SUPPLIER }, IN_2025))).toEqual(["512000 D 12.00", "401000 C 12.00"]);
  const asset = supplierPaymentEntry({ ...moved(3_000), thirdParty: SUPPLIER, partyAccount: "404" }, IN_2025);
  expect(lines(asset)).toEqual(["404000 D 3000.00", "512000 C 3000.00"]);
  expect(asset).toMatchObject({ journal: "BQ1", journalLabel: "Banque Crédit du Nord" });
  expect(asset.lines[1]?.accountLabel).toBe("Banque Crédit du Nord");
  expect(() => receiptEntry({ ...moved(-1), thirdParty: CUSTOMER }, IN_2025)).toThrow("negative amount");
  expect(() => receiptEntry({ ...moved(0), thirdParty: CUSTOMER }, IN_2025)).toThrow("does not balance");
});

test("both halves of a transfer leave 580 at zero", () => {
  const second = bankSideOf(2, "Banque B");
  const halves = [transferOutEntry(moved(77.7), IN_2025), transferInEntry({ ...moved(77.7), bank: second }, IN_2025)];
  expect(balanceOn("580", halves)).toBe(0);
  expect(halves[1]).toMatchObject({ journal: "BQ2", journalLabel: "Banque B" });
  expect(halves[1]?.lines[0]?.account).toBe("512002");
});

test("unidentified money warns, and leaves 471 at zero once identified", () => {
  const spent = unidentifiedDebitEntry(moved(78.5), IN_2025);
  const received = unidentifiedCreditEntry(moved(10), IN_2025);
  expect([spent.warnings, received.warnings]).toEqual([["unidentified"], ["unidentified"]]);
  const charge = identifiedChargeEntry({ ...VOUCHER, account: "6257", amountCents: eur(78.5), ratePpm: 0 }, IN_2025);
  expect(lines(charge)).toEqual(["625700 D 78.50", "471000 C 78.50"]);
  const customer = { account: "411", amountCents: eur(10), thirdParty: CUSTOMER };
  const found = identifiedEntry({ ...VOUCHER, was: "credit", lines: [customer] }, IN_2025);
  expect(lines(found)).toEqual(["471000 D 10.00", "411000 C 10.00"]);
  expect(balanceOn("471", [spent, received, charge, found])).toBe(0);
  expect(lines(identifiedEntry({ ...VOUCHER, was: "debit", lines: [{ account: "164", amountCents: eur(5) }] }, IN_2025))[1]).toBe(
    "471000 C 5.00",
  );
});

test("a loan comes in and an instalment splits principal, interest and insurance", () => {
  expect(lines(loanReceivedEntry(moved(25_000), IN_2025))).toEqual(["512000 D 25000.00", "164000 C 25000.00"]);
  const due = { ...VOUCHER, bank: BANK, principalCents: eur(100), interestCents: eur(0), insuranceCents: eur(0) };
  expect(lines(loanInstalmentEntry({ ...due, loanAccount: "1641" }, IN_2025))).toEqual(["164100 D 100.00", "512000 C 100.00"]);
  expect(() => loanInstalmentEntry({ ...due, interestCents: eur(-1) }, IN_2025)).toThrow("negative amount on 661100");
});

test("IS is booked in whole euros; a tax credit and excess instalments stand against it", () => {
  expect(() => corporateTaxChargeEntry({ ...VOUCHER, amountCents: eur(100.5) }, IN_2025)).toThrow("whole euros");
  expect(lines(taxCreditEntry({ ...VOUCHER, amountCents: eur(300) }, IN_2025))).toEqual(["444000 D 300.00", "699000 C 300.00"]);
  expect(lines(corporateTaxRefundEntry(moved(40), IN_2025))).toEqual(["512000 D 40.00", "444000 C 40.00"]);
});

test("an open position in a foreign currency meets the closing rate on the side that is right", () => {
  const open = { ...VOUCHER, foreign: { amountCents: eur(100), currency: USD }, carryingCents: eur(100) };
  const at = (numerator: number) => ({ closingRate: { numerator, denominator: 100 } });
  const receivable = { ...open, account: "411000", position: "receivable" as const };
  const debt = { ...open, account: "401000", position: "debt" as const };
  expect(lines(revaluationEntry({ ...receivable, ...at(125) }, IN_2025))).toEqual(["476100 D 20.00", "411000 C 20.00"]);
  expect(lines(revaluationEntry({ ...receivable, ...at(80) }, IN_2025))).toEqual(["411000 D 25.00", "477100 C 25.00"]);
  expect(lines(revaluationEntry({ ...debt, ...at(125) }, IN_2025))).toEqual(["401000 D 20.00", "477200 C 20.00"]);
  expect(lines(revaluationEntry({ ...debt, ...at(80) }, IN_2025))).toEqual(["476200 D 25.00", "401000 C 25.00"]);
  expect(() => revaluationEntry({ ...debt, ...at(100) }, IN_2025)).toThrow("does not balance");
});

test("a bank account held in the currency keeps the foreign amount too", () => {
  const foreign = { amountCents: eur(100), currency: USD };
  const fact = { ...VOUCHER, account: "411000", thirdParty: CUSTOMER, foreign, carryingCents: eur(100), nature: "trade" as const };
  const rate = { numerator: 1, denominator: 1 };
  const told = (bank: BankSide) => foreignReceiptEntry({ ...fact, bank, rate }, IN_2025).lines.map((line) => line.foreign);
  expect(told(BANK)).toEqual([undefined, foreign]);
  expect(told({ ...BANK, currency: USD })).toEqual([foreign, foreign]);
});

test("a deposit owes its VAT once: nothing is left on 4191 or 44588 when the invoice takes it in", () => {
  const deposit = { ...VOUCHER, customer: CUSTOMER, amountCents: eur(600), ratePpm: 200_000 };
  const received = depositReceivedEntry({ ...deposit, bank: BANK }, IN_2025);
  expect(lines(received)).toEqual(["512000 D 600.00", "419100 C 600.00"]);
  const due = depositVatEntry(deposit, IN_2025);
  expect(lines(due)).toEqual(["445880 D 100.00", "445710 C 100.00"]);
  expect(due.lines[1]?.vat).toEqual({ ratePpm: 200_000, box: "08", baseCents: eur(500) });
  for (const kind of ["due_on_invoice", "due_on_receipt"] as const) {
    const invoiceLines = [{ account: "706", baseCents: eur(1_000), vat: { kind, ratePpm: 200_000 } }];
    const invoice = salesInvoiceEntry({ ...VOUCHER, customer: CUSTOMER, lines: invoiceLines }, IN_2025);
    const entries = [received, due, invoice, depositSettledEntry({ ...deposit, invoiceVat: kind }, IN_2025)];
    expect(["419", "44588", "411"].map((prefix) => balanceOn(prefix, entries))).toEqual([0, 0, eur(600)]);
    expect(balanceOn("44571", entries)).toBe(kind === "due_on_invoice" ? eur(-200) : eur(-100));
    expect(balanceOn("44574", entries)).toBe(kind === "due_on_invoice" ? 0 : eur(-100));
  }
  const untaxed = { ...deposit, ratePpm: 0, invoiceVat: "due_on_invoice" as const };
  expect(lines(depositSettledEntry(untaxed, IN_2025))).toEqual(["419100 D 600.00", "411000 C 600.00"]);
  expect(() => depositVatEntry(untaxed, IN_2025)).toThrow("unknown VAT rate");
});
