import type { Bank, BankSession, ProviderAccount, RowsAsked } from "#connectors/banks/port";
import type { Account } from "#domain/banking/account";
import type { Digest } from "#domain/banking/digest";
import type { Instant } from "#domain/dates";
import type { AccountId } from "#domain/ids";
import type { Cents } from "#domain/money";
import type { AccountRead, AccountReading, How, Tally } from "./account-reading.ts";
import { type Collected, collect } from "./collect.ts";
import type { Opened, Opening } from "./connect-accounts.ts";

/** Days a whole look back covers, when balances disagree, and what a provider without increments is asked of an ordinary night. */
export const LOOK_BACK_DAYS = 90;

/** One run's conversation, and what it read before any account. */
export type Visit = {
  readonly bank: Bank;
  readonly opening: Opening;
  readonly changed: Collected;
  readonly read: How["read"];
  /** Rows asked beside, each question once a run. */
  readonly rows: (asked: RowsAsked) => Promise<Collected>;
  /** The accounts as the bank lists them now, later than any row read before. */
  readonly accounts: () => Promise<readonly ProviderAccount[]>;
  /** Every account of the company. */
  readonly all: readonly Account[];
  readonly ownNames: readonly string[];
  readonly ownIbans: readonly string[];
};

/** An account about to be brought up to date. */
export type Prepared = Opened & { readonly digest: Digest };

/** What a run did to one account. */
export type AccountLine = {
  readonly accountId: AccountId;
  readonly tally: Tally;
  /** Why its rows are not whole; null when they are. */
  readonly error: string | null;
  readonly gapCents: Cents | null;
  readonly latest: Instant | null;
  readonly days: AccountRead["days"];
};

/** Asks each question once: accounts that need the same look back share it. */
export function askedOnce(session: BankSession, began: Instant): Visit["rows"] {
  const answers = new Map<string, Promise<Collected>>();
  return (asked) => {
    const key = JSON.stringify(asked);
    const answer = answers.get(key) ?? collect(session, asked, began);
    answers.set(key, answer);
    return answer;
  };
}

export const readingOf = (
  { account, digest }: Pick<Prepared, "account" | "digest">,
  { opening, ownNames, ownIbans }: Visit,
): AccountReading => {
  const { table, companyId, now, newId, requestId } = opening;
  return { table, companyId, account, digest, ownNames, ownIbans, now, newId, requestId, doer: { kind: "system", id: "sync" } };
};

export const isDue = ({ settlesAt }: Account, now: Instant): boolean => settlesAt !== null && settlesAt <= now;
