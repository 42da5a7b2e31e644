import { matchesIban } from "#documents/statements/account";
import type { Statement, StatementAccount, StatementBalance, StatementReading, StatementRow } from "#documents/statements/reading";
import type { Account } from "#domain/banking/account";
import { exponentOf } from "#domain/money";
import { Refusal } from "#domain/refusals";
import type { StatementImport } from "#store/statement-imports";

type Told = StatementImport["fileAccount"]["told"];

/** What of a file is one account's: its statements taken together. */
export type Chosen = {
  readonly account: StatementAccount;
  readonly told: Told;
  readonly rows: readonly StatementRow[];
  readonly opening: StatementBalance | null;
  readonly closing: StatementBalance | null;
  /** Statements of other accounts, left out. */
  readonly others: number;
};

/** Into which account, beside which others of the company, and whether the caller says that a number which is not the IBAN's is its own. */
export type Into = { readonly account: Account; readonly own: readonly Account[]; readonly isConfirmed: boolean };

/**
 * The statements of a file that are of one account. Refuses a file of another account (a full IBAN is never argued with; a number may be a
 * contract's, and the caller may say so), one that leaves open which of several accounts it is, and one in another currency.
 */
export function chosenOf({ statements }: StatementReading, into: Into): Chosen {
  const groups = groupedByAccount(statements);
  const same = groups.filter(([one]) => one && relationOf(one.account, into) === "same");
  const [first] = same.length > 0 ? same : groups;
  const [statement] = first ?? [];
  if (!first || !statement) throw new Error("a file without problems has a statement");
  const relation = relationOf(statement.account, into);
  if (same.length === 0 && groups.length > 1) throw ofAnother(groups, into);
  if (relation === "other" && !(into.isConfirmed && statement.account.iban === null)) throw otherAccount(statement.account);
  if (relation === "own_other") throw otherAccount(statement.account);
  const mine = same.length > 0 ? same.flat() : first;
  for (const one of mine) assertCurrency(one, into.account);
  const told = relation === "other" ? "confirmed" : relation;
  return { ...joined(mine), account: statement.account, told, others: statements.length - mine.length };
}

function groupedByAccount(statements: readonly Statement[]): readonly (readonly Statement[])[] {
  const groups = new Map<string, Statement[]>();
  for (const statement of statements) {
    const { iban, bank, branch, number } = statement.account;
    const name = iban ?? JSON.stringify([bank, branch, number]);
    const group = groups.get(name);
    if (group) group.push(statement);
    else groups.set(name, [statement]);
  }
  return [...groups.values()];
}

/** `own_other`: it is another account of the company's. */
function relationOf(told: StatementAccount, { account, own }: Into): "same" | "other" | "own_other" | "unknown" {
  const relation = account.iban === null ? "unknown" : matchesIban(told, account.iban);
  if (relation === "same") return "same";
  const isOwnOther = own.some(({ id, iban }) => id !== account.id && iban !== null && matchesIban(told, iban) === "same");
  return isOwnOther ? "own_other" : relation;
}

/** Why a file of several accounts, none of which is surely this one, is refused. */
function ofAnother(groups: readonly (readonly Statement[])[], into: Into): Refusal {
  const accounts = groups.flatMap(([one]) => (one ? [one.account] : []));
  const isOpen = accounts.some((account) => account.iban === null || relationOf(account, into) === "unknown");
  return new Refusal(isOpen ? "statement.several_accounts" : "statement.other_account", { flaws: accounts.slice(0, TOLD_MAX).map(named) });
}

const TOLD_MAX = 10;

const otherAccount = (account: StatementAccount): Refusal => new Refusal("statement.other_account", { flaws: [named(account)] });

const named = ({ iban, bank, branch, number }: StatementAccount) => ({
  pointer: "",
  message: `file_account:${iban ?? ([bank, branch, number].filter((part) => part !== null).join(" ") || "?")}`,
});

/** Amounts without a currency were read in hundredths: that holds for an account whose currency has them. */
function assertCurrency({ account: told, rows }: Statement, { currency }: Account): void {
  const named = new Set([told.currency, ...rows.map((row) => row.currency)]);
  const isUntold = told.currency === null && rows.some((row) => row.currency === null);
  if (isUntold && exponentOf(currency) !== exponentOf("EUR")) throw otherCurrency("?");
  for (const one of named) if (one !== null && one !== currency) throw otherCurrency(one);
}

const otherCurrency = (told: string): Refusal =>
  new Refusal("statement.other_currency", { flaws: [{ pointer: "", message: `file_currency:${told}` }] });

/** Statements of one account as one: from the balance before the first to the one after the last. */
function joined(statements: readonly Statement[]): Pick<Chosen, "rows" | "opening" | "closing"> {
  const openings = statements.flatMap(({ openingBalance }) => openingBalance ?? []);
  const closings = statements.flatMap(({ closingBalance }) => closingBalance ?? []);
  return {
    rows: statements.flatMap(({ rows }) => rows),
    opening: openings.reduce<StatementBalance | null>((first, one) => (first === null || one.on < first.on ? one : first), null),
    closing: closings.reduce<StatementBalance | null>((last, one) => (last === null || one.on >= last.on ? one : last), null),
  };
}
