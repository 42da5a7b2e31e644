import { describe, expect, it } from "vitest";
import { businessDate } from "#domain/dates";
import { FiscalYearId } from "#domain/ids";
import { AccountNumber, type DraftEntry, type Entry } from "#domain/ledger/entry";
import { purchaseInvoiceEntry, supplierCreditNoteEntry } from "#domain/ledger/posting/purchases";
import { creditNoteEntry, salesInvoiceEntry } from "#domain/ledger/posting/sales";
import { vatSettlementEntry } from "#domain/ledger/posting/vat-settlement";
import { tvaOfBooks } from "#tax/books/tva-of-books";
import { computeTva } from "#tax/tva/compute";
import { TvaInput } from "#tax/tva/input";
import { CUSTOMER, DEDUCTIBLE, eur, IN_2025, SUPPLIER, TWENTY, VOUCHER } from "#test/domain/ledger/posting/facts";

const RATES = [200_000, 100_000, 55_000, 21_000];
const TO = businessDate("2025-03-31");

const validated = (entries: readonly DraftEntry[]): Entry[] =>
  entries.map((entry, index) => ({
    ...entry,
    ...{
      yearId: FiscalYearId.parse(`fy_${"0".repeat(26)}`),
      number: index + 1,
      validatedOn: TO,
      validatedAt: "2025-04-01T08:00:00.000Z",
      hash: "0".repeat(64),
    },
  }));

/** Boxes of the return the books of March lead to: `box: base / tax` in euros, with what they say. */
function returnOf(...entries: readonly DraftEntry[]) {
  const { operations, notices, entries: counted } = tvaOfBooks(validated(entries), TO, RATES);
  const period = { from: businessDate("2025-03-01"), to: TO };
  const { boxes, totals } = computeTva(TvaInput.parse({ period, operations, saleCreditNotes: "reduce_sales" }));
  const euro = (amount: number | null) => (amount === null ? "-" : String(amount / 100));
  const shown = boxes
    .filter(({ baseCents, taxCents }) => baseCents || taxCents)
    .map(({ box, baseCents, taxCents }) => `${box}: ${euro(baseCents)} / ${euro(taxCents)}`);
  return { boxes: shown, totals, counted, codes: notices.map(({ code }) => code) };
}

const sale = { ...VOUCHER, customer: CUSTOMER };
const due = (ratePpm: number) => ({ kind: "due_on_invoice", ratePpm }) as const;
const sold = (account: string, euros: number, vat: Parameters<typeof salesInvoiceEntry>[0]["lines"][number]["vat"]) =>
  salesInvoiceEntry({ ...sale, lines: [{ account, baseCents: eur(euros), vat }] }, IN_2025);
const bought = (account: string, euros: number, vat: Parameters<typeof purchaseInvoiceEntry>[0]["lines"][number]["vat"] = DEDUCTIBLE) =>
  purchaseInvoiceEntry({ ...VOUCHER, supplier: SUPPLIER, lines: [{ account, baseCents: eur(euros), vat }] }, IN_2025);

describe("the return the books lead to", () => {
  it("has base and tax of every rate, exports, intra-EU supplies and exempt sales on their lines", () => {
    const fourRates = [
      { account: "707", baseCents: eur(500), vat: due(200_000) },
      { account: "706", baseCents: eur(200), vat: due(100_000) },
      { account: "707", baseCents: eur(100), vat: due(55_000) },
      { account: "707", baseCents: eur(50), vat: due(21_000) },
    ];
    const { boxes, codes } = returnOf(
      salesInvoiceEntry({ ...sale, lines: fourRates }, IN_2025),
      sold("707800", 1_500, { kind: "export" }),
      sold("707900", 3_000, { kind: "intra_eu_goods" }),
      sold("706000", 800, { kind: "exempt" }),
    );
    for (const line of [
      "A1: 850 / -",
      "08: 500 / 100",
      "9B: 200 / 20",
      "09: 100 / 6",
      "T6: 50 / 1",
      "E1: 1500 / -",
      "F2: 3000 / -",
      "E2: 800 / -",
    ])
      expect(boxes).toContain(line);
    expect(codes).toContain("books.untaxed_sales");
  });

  it("deducts what the books deduct, fixed assets apart, and owes for suppliers abroad only once", () => {
    const { boxes, totals } = returnOf(
      bought("606300", 2_400),
      bought("607000", 1_000, { kind: "self_assessed", origin: "intra_eu_goods", ratePpm: 200_000 }),
      bought("651100", 1_000, { kind: "self_assessed", origin: "non_eu_services", ratePpm: 200_000 }),
      sold("706", 1_000, TWENTY),
    );
    for (const line of ["B2: 1000 / -", "A3: 1000 / -", "08: 3000 / 600", "17: - / 200", "20: - / 880"]) expect(boxes).toContain(line);
    expect(totals).toMatchObject({ grossTaxCents: 60_000, deductibleTaxCents: 88_000, creditCents: 28_000 });
  });

  it("takes credit notes away, and waits for VAT that is not due yet", () => {
    const cancelled = creditNoteEntry(
      { ...sale, reason: "cancellation", lines: [{ account: "706", baseCents: eur(200), vat: TWENTY }] },
      IN_2025,
    );
    const supplier = supplierCreditNoteEntry(
      { ...VOUCHER, supplier: SUPPLIER, lines: [{ account: "606300", baseCents: eur(200), vat: DEDUCTIBLE }] },
      IN_2025,
    );
    const { boxes } = returnOf(
      sold("706", 1_000, TWENTY),
      cancelled,
      bought("606300", 2_400),
      supplier,
      sold("706", 5_000, { kind: "due_on_receipt", ratePpm: 200_000 }),
    );
    for (const line of ["A1: 800 / -", "08: 800 / 160", "20: - / 440"]) expect(boxes).toContain(line);
  });

  it("does not take the settlement of the return before for operations", () => {
    const settled = vatSettlementEntry(
      { ...VOUCHER, balances: [{ account: "445710", balanceCents: eur(-200) }], declared: { kind: "payable", amountCents: eur(200) } },
      IN_2025,
    );
    const { boxes, counted } = returnOf(sold("706", 1_000, TWENTY), settled);
    expect(counted).toBe(1);
    expect(boxes).toContain("08: 1000 / 200");
  });

  it("reads the rate off base and tax where another program numbered its accounts its own way", () => {
    const entry = sold("706", 1_000, TWENTY);
    // 445712 is ours for 5.5 %.
    const lines = entry.lines.map(({ vat: _, ...line }) =>
      line.account === "445710" ? { ...line, account: AccountNumber.parse("445712") } : line,
    );
    expect(returnOf({ ...entry, lines }).boxes).toContain("08: 1000 / 200");
  });

  /** An entry of another program: accounts and amounts in euros, debit positive, nothing said of rates. */
  const foreign = (...lines: readonly (readonly [account: string, euros: number])[]): DraftEntry => {
    const {
      lines: [model],
      ...entry
    } = sold("706", 1_000, TWENTY);
    if (!model) throw new Error("no line");
    const { vat: _, ...bare } = model;
    return {
      ...entry,
      lines: lines.map(([account, euros]) => ({
        ...bare,
        ...{ account: AccountNumber.parse(account), side: euros > 0 ? "debit" : "credit", amountCents: eur(Math.abs(euros)) },
      })),
    };
  };

  it("finds the sales of each tax where one invoice of another program has several rates, or untaxed sales besides", () => {
    const several = foreign(["411000", 1_750], ["707000", -1_000], ["706000", -500], ["445710", -200], ["445710", -50]);
    expect(returnOf(several).boxes).toEqual(expect.arrayContaining(["A1: 1500 / -", "08: 1000 / 200", "9B: 500 / 50"]));
    expect(returnOf(several).codes).not.toContain("books.untaxed_sales");
    const besides = foreign(["411000", 1_400], ["707000", -1_000], ["706000", -300], ["445710", -100]);
    expect(returnOf(besides).boxes).toEqual(expect.arrayContaining(["A1: 1000 / -", "9B: 1000 / 100", "E2: 300 / -"]));
  });

  it("does not take a sale with its tax for an export because of how another program numbered it", () => {
    const { boxes } = returnOf(foreign(["411000", 1_200], ["707800", -1_000], ["445710", -200]));
    expect(boxes).toEqual(expect.arrayContaining(["A1: 1000 / -", "08: 1000 / 200"]));
    expect(boxes.some((box) => box.startsWith("E"))).toBe(false);
  });

  it("says where a rate was assumed, and which accounts of VAT it could not read", () => {
    const receipt = foreign(["445800", 50], ["445710", -50]);
    expect(returnOf(receipt).codes).toContain("books.rate_assumed");
    expect(returnOf(sold("706", 1_000, TWENTY)).codes).not.toContain("books.rate_assumed");
    const { operations, notices } = tvaOfBooks(validated([foreign(["411000", 1_200], ["707000", -1_000], ["445700", -200])]), TO, RATES);
    expect(notices.find(({ code }) => code === "books.accounts_unread")?.message).toContain("445700");
    expect(operations.map(({ kind }) => kind)).toEqual(["exempt_sale"]);
  });

  it("does not declare what accruals shift from one year to the other", () => {
    const toIssue = foreign(["418100", 900], ["706000", -750], ["445870", -150]);
    const deferred = foreign(["706000", 900], ["487000", -900]);
    const { boxes, codes } = returnOf(toIssue, deferred, foreign(["706000", 750], ["445870", 150], ["418100", -900]));
    expect(boxes).toEqual([]);
    expect(codes).not.toContain("books.untaxed_sales");
  });

  it("takes no part of an invoice for exempt because a deposit was taxed before, or because some of it is deferred", () => {
    const afterDeposit = foreign(["411000", 2_400], ["419100", 1_200], ["707000", -3_000], ["445710", -400], ["445870", -200]);
    expect(returnOf(afterDeposit).boxes).toEqual(expect.arrayContaining(["A1: 2000 / -", "08: 2000 / 400"]));
    expect(returnOf(afterDeposit).boxes.some((box) => box.startsWith("E2"))).toBe(false);
    const partDeferred = foreign(["411000", 1_200], ["706000", -500], ["487000", -500], ["445710", -200]);
    expect(returnOf(partDeferred).boxes).toEqual(expect.arrayContaining(["A1: 1000 / -", "08: 1000 / 200"]));
    expect(returnOf(partDeferred).codes).not.toContain("books.untaxed_sales");
  });

  it("knows the settlement of books that pay VAT without 4455, and keeps what only looks like it", () => {
    const paid = foreign(["445710", 200], ["445660", -150], ["512000", -49.6], ["758000", -0.4]);
    expect(returnOf(sold("706", 1_000, TWENTY), paid)).toMatchObject({ counted: 1 });
    const badDebt = foreign(["654000", 500], ["445710", 100], ["411000", -600]);
    const otherRate = foreign(["445710", 20], ["445711", -20]);
    const asset = foreign(["445620", 200], ["445660", -200]);
    expect(returnOf(badDebt, otherRate, asset).counted).toBe(3);
  });

  it("says so when the period has nothing of VAT", () => {
    expect(returnOf()).toMatchObject({ boxes: [], counted: 0, codes: ["books.only", "books.no_vat"] });
  });
});
