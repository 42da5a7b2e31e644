import type { BusinessDate } from "../dates.ts";
import { paddedAccount } from "./account-number.ts";
import { accountLabel, type ChartName, chartNumbers, chartsNaming } from "./chart.ts";
import { atLongestPrefix } from "./chart-prefix.ts";
import { type AccountKind, type AccountRole, CA3_LINES, KINDS, LETTERABLE_ACCOUNTS, ROLES, THIRD_PARTY_ACCOUNTS } from "./chart-roles.ts";
import { STATEMENT_LINES, type StatementLine } from "./chart-statements.ts";
import type { AccountNumber } from "./entry.ts";

/** What is known of an account in the chart of one fiscal year. */
export type AccountInfo = {
  readonly number: AccountNumber;
  readonly label: string;
  /** Charts that name the account itself: none for a company's own sub-account, which follows its nearest parent. */
  readonly charts: ChartName[];
  readonly kind: AccountKind;
  readonly role: AccountRole;
  readonly takesThirdParty: boolean;
  readonly isLetterable: boolean;
  readonly isTransferable: boolean;
  /** CA3 line the account feeds, null for none. */
  readonly ca3Line: string | null;
  /** Line of the balance sheet or income statement a debit or a credit balance stands on; null outside both (classes 8 and 9). */
  readonly statement: { readonly debit: StatementLine; readonly credit: StatementLine } | null;
};

/**
 * What an account is in the chart of the year that starts on `yearStartsOn`. Unknown but well-formed numbers are what their nearest
 * parent is. Throws RangeError on what is no account number.
 */
export function accountInfo(number: string, yearStartsOn: BusinessDate): AccountInfo {
  const account = paddedAccount(number);
  return {
    number: account,
    label: accountLabel(account, yearStartsOn),
    charts: chartsNaming(account),
    kind: atLongestPrefix(KINDS, account) ?? "special",
    role: atLongestPrefix(ROLES, account) ?? "plain",
    takesThirdParty: takesThirdParty(account),
    isLetterable: isLetterable(account),
    isTransferable: isTransferable(account),
    ca3Line: atLongestPrefix(CA3_LINES, account) ?? null,
    statement: statementOf(account),
  };
}

/** The accounts of that year's chart, by number, padded to six digits. */
export function* chartAccounts(yearStartsOn: BusinessDate): Iterable<AccountInfo> {
  for (const number of chartNumbers(yearStartsOn)) yield accountInfo(number, yearStartsOn);
}

/**
 * Whether lines of the account carry an auxiliary (FEC columns 7 and 8): customers, suppliers, partners, sundry debtors and creditors.
 */
export const takesThirdParty = (number: string): boolean => atLongestPrefix(THIRD_PARTY_ACCOUNTS, number) ?? false;

/** Whether lines of the account are matched until they cancel out. */
export const isLetterable = (number: string): boolean => atLongestPrefix(LETTERABLE_ACCOUNTS, number) ?? false;

/** Whether the account's balance is carried forward into the next year: classes 1 to 5. */
export const isTransferable = (number: string): boolean => /^[1-5]/.test(number);

function statementOf(number: string): AccountInfo["statement"] {
  const line = atLongestPrefix(STATEMENT_LINES, number) ?? null;
  return typeof line === "string" ? { debit: line, credit: line } : line;
}
