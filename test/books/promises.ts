import { createFecValidator } from "#documents/fec/validator";
import { fecFile } from "#documents/fec/writer";
import type { Account } from "#domain/banking/account";
import { type BankRow, transactionId } from "#domain/banking/row";
import { type BusinessDate, instantOf, parisDate } from "#domain/dates";
import { bankAccountNumber, isSince2025 } from "#domain/ledger/account-number";
import { isBookable } from "#domain/ledger/bookable";
import { type Entry, totalsOf } from "#domain/ledger/entry";
import { sourceKey } from "#domain/ledger/entry-id";
import type { FiscalYear } from "#domain/ledger/fiscal-year";
import { balanceOf, type KeptTotals, totalKey } from "#domain/ledger/kept-totals";
import { signedCents } from "#domain/ledger/lettering";
import { accounts } from "#store/accounts";
import { draftOf } from "#store/bookable";
import { entries } from "#store/entries";
import { checkBooks } from "#store/integrity";
import { type Books, headOf, readBooks, yearBefore } from "#store/ledger-books";
import { keptAccounts } from "#store/ledger-totals";
import { letterings, withLettering } from "#store/letterings";
import { openingGap } from "#store/opening-entries";
import { readTrialBalance } from "#store/trial-balances";
import { waiting } from "#store/waiting";
import type { CompanyBooks } from "./company-books.ts";

/** What a check found broken, in one sentence. */
function hold(condition: boolean, promise: string): asserts condition {
  if (!condition) throw new Error(`broken promise: ${promise}`);
}

/** What holds of books at any moment: entries balance, numbers and chain have no gap, kept totals are the sums, nothing is booked twice. */
export async function assertIntact({ table, companyId }: CompanyBooks): Promise<readonly Entry[]> {
  const books = await readBooks(table, companyId);
  const all: Entry[] = [];
  for (const year of books.years) {
    const { lastNumber } = headOf(books, year);
    if (lastNumber === 0) continue;
    const report = await checkBooks(table, companyId, year, async () => undefined);
    hold(report.intact, `books of ${year.endsOn} are intact: ${report.findings.map(({ message }) => message).join(" ")}`);
    hold(report.entries === lastNumber, `the head of ${year.endsOn} counts its entries`);
    for await (const entry of entries(table, companyId, year.id).through(lastNumber)) all.push(entry);
  }
  for (const { lines, source } of all) {
    const { debitCents, creditCents } = totalsOf(lines);
    hold(debitCents === creditCents && debitCents > 0, `entry ${sourceKey(source)} balances`);
  }
  hold(new Set(all.map(({ source }) => sourceKey(source))).size === all.length, "nothing is booked twice");
  return all;
}

/** What holds of books once a validation went through: each year opens with what the one before closed with. */
export async function assertOpened({ table, companyId }: CompanyBooks): Promise<void> {
  const books = await readBooks(table, companyId);
  for (const year of books.years) {
    const before = yearBefore(books.years, year);
    if (!before || headOf(books, year).lastNumber === 0) continue;
    const gap = await openingGap(table, books, year);
    hold(gap.length === 0, `${year.startsOn} opens with the closing of ${before.endsOn}: ${JSON.stringify(gap)}`);
  }
}

/** What holds once everything bookable today is validated: nothing waits, banks are the sum of their rows, files agree with the balance. */
export async function assertSettled(company: CompanyBooks, rows: readonly BankRow[], booked: readonly Entry[]): Promise<void> {
  const { table, companyId, tools } = company;
  const books = await readBooks(table, companyId);
  const today = parisDate(tools.now());
  for (const year of books.years.filter(({ startsOn }) => startsOn <= today)) {
    const search = { table, books, year, through: today, today, now: instantOf(tools.now()), check: "always" } as const;
    for await (const { drafts } of waiting(search))
      hold(drafts.length === 0, `nothing waits in ${year.endsOn}: ${drafts.map(({ source }) => sourceKey(source)).join(" ")}`);
  }
  await assertOpened(company);
  const last = books.years.findLast(({ startsOn, endsOn }) => startsOn <= today && today <= endsOn);
  hold(last !== undefined, "a year is open today");
  const kept = await keptAccounts(table, companyId, last);
  for (const account of await accounts(table, companyId).all("now")) assertBank({ account, rows, kept, booked, today });
  assertSides({ books, rows, booked, today });
  for (const year of books.years) if (headOf(books, year).lastNumber > 0) await assertFile(company, books, year);
}

type BankFacts = {
  readonly account: Account;
  readonly rows: readonly BankRow[];
  readonly kept: readonly KeptTotals[];
  readonly booked: readonly Entry[];
  readonly today: BusinessDate;
};

/** A bank account holds its opening balance, its rows, and what a person wrote on it, nothing else. */
function assertBank({ account, rows, kept, booked, today }: BankFacts): void {
  const number = bankAccountNumber(account.ordinal);
  const own = rows.filter((row) => row.ordinal === account.ordinal && isBookable(row, account, today));
  const said: number = own.reduce((sum, { amountCents }) => sum + amountCents, Number(account.openingBalanceCents));
  const lines = booked.filter(({ source }) => source.kind === "manual" || source.kind === "reversal").flatMap((entry) => entry.lines);
  const wanted = lines.filter((line) => line.account === number).reduce((sum, line) => sum + signedCents(line), said);
  const total = kept.find((one) => one.account === number);
  const held = total ? balanceOf(total) : 0;
  hold(held === wanted, `${number} is the sum of its rows: ${held} for ${wanted} (${own.map(transactionId).join(" ")})`);
}

type SideFacts = Pick<BankFacts, "rows" | "booked" | "today"> & { readonly books: Books };

/**
 * Every other account holds, over all years, what its rows' categories and a person's entries put there: corrections leave nothing behind.
 * Asked of companies whose years have one chart: a category changes its account with 2025.
 */
function assertSides({ books, rows, booked, today }: SideFacts): void {
  if (books.years.some(({ startsOn }) => !isSince2025(startsOn))) return;
  const wanted = new Map<string, number>();
  const held = new Map<string, number>();
  const keyOf = ({ account, thirdParty }: Entry["lines"][number]): string => totalKey(account, thirdParty ?? null);
  const add = (sums: Map<string, number>, lines: Entry["lines"]): void => {
    for (const line of lines.filter(({ account }) => !account.startsWith("512")))
      sums.set(keyOf(line), (sums.get(keyOf(line)) ?? 0) + signedCents(line));
  };
  for (const { source, lines } of booked) {
    if (source.kind === "opening" || source.kind === "closing") continue;
    add(held, lines);
    if (source.kind === "manual" || source.kind === "reversal") add(wanted, lines);
  }
  for (const row of rows) {
    const account = books.accounts.find(({ ordinal }) => ordinal === row.ordinal);
    const year = books.years.find(({ startsOn, endsOn }) => startsOn <= row.date && row.date <= endsOn);
    if (account && year && isBookable(row, account, today)) add(wanted, draftOf({ row, account }, year).lines);
  }
  for (const key of new Set([...wanted.keys(), ...held.keys()]))
    hold(
      (wanted.get(key) ?? 0) === (held.get(key) ?? 0),
      `${key} holds what its rows say: ${held.get(key) ?? 0} for ${wanted.get(key) ?? 0}`,
    );
}

type Sums = Record<string, { debit: number; credit: number }>;

/** The file is clean under our checker, and what it adds up to is the trial balance. */
async function assertFile({ table, companyId }: CompanyBooks, books: Books, year: FiscalYear): Promise<void> {
  const { lastNumber } = headOf(books, year);
  const before = yearBefore(books.years, year);
  const gone = before ? await keptAccounts(table, companyId, before) : [];
  const hasPredecessor = gone.some((one) => balanceOf(one) !== 0);
  const validator = createFecValidator({ startsOn: year.startsOn, endsOn: year.endsOn, hasPredecessor });
  const sums: Sums = {};
  const source = withLettering(entries(table, companyId, year.id).through(lastNumber), letterings(table, companyId, year.id).all());
  let header = true;
  for await (const piece of fecFile(source)) {
    validator.push(piece);
    if (!header) for (const line of piece.split("\r\n").slice(0, -1)) addLine(sums, line.split("\t"));
    header = false;
  }
  const { verdict, findings, lines } = validator.finish();
  hold(verdict === "conforme" || lines === 0, `the file of ${year.endsOn} is clean: ${JSON.stringify(findings)}`);
  for (const by of ["account", "third_party"] as const) {
    const { rows } = await readTrialBalance(table, companyId, year, year.endsOn, by);
    for (const { account, thirdParty, openingDebitCents, openingCreditCents, debitCents, creditCents } of rows) {
      const key = thirdParty ? `${account}#${thirdParty.code}` : account;
      const own = { debit: openingDebitCents + debitCents, credit: openingCreditCents + creditCents };
      const filed = sums[key] ?? { debit: 0, credit: 0 };
      delete sums[key];
      hold(
        own.debit === filed.debit && own.credit === filed.credit,
        `the balance of ${key} in ${year.endsOn} is its file's: ${JSON.stringify({ own, filed })}`,
      );
    }
  }
  hold(Object.keys(sums).length === 0, `the balance of ${year.endsOn} has every account of its file: ${Object.keys(sums).join(" ")}`);
}

/** Columns 5, 7, 12 and 13 of one record: account, third party, debit, credit. */
function addLine(sums: Sums, columns: readonly string[]): void {
  const [account = "", party = ""] = [columns[4], columns[6]];
  const centsOf = (text = "") => Number(text.replace(",", ""));
  for (const key of party === "" ? [account] : [account, `${account}#${party}`]) {
    const sum = sums[key] ?? { debit: 0, credit: 0 };
    sums[key] = { debit: sum.debit + centsOf(columns[11]), credit: sum.credit + centsOf(columns[12]) };
  }
}
