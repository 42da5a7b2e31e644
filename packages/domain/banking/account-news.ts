import type { BusinessDate, Instant } from "../dates.ts";
import { type Cents, centsSum } from "../money.ts";
import type { Account, ReportedBalance } from "./account.ts";

/** What a run found out about an account. What is left out stays as it is. */
export type AccountNews = {
  readonly givesBookingDates?: boolean;
  readonly iban?: string;
  readonly reported?: Pick<ReportedBalance, "balanceCents" | "kind">;
  readonly state?: NonNullable<Account["sync"]>["state"];
  readonly error?: string | null;
  readonly gapCents?: Cents | null;
  readonly openingBalanceCents?: Cents;
  readonly historyFrom?: BusinessDate | null;
  readonly settlesAt?: Instant | null;
  readonly olderCents?: Cents;
};

/** The account after the news; the same object when there is none. `since` and `at` say when a state or a balance was first seen. */
export function noted(account: Account, news: AccountNews, at: Instant): Account {
  const { reported, state, error, gapCents, ...fields } = news;
  const next: Account = {
    ...account,
    ...fields,
    reported: reported && !sameBalance(account.reported, reported) ? { ...reported, at } : account.reported,
    sync: syncAfter(account.sync, { state, error, gapCents }, at),
    version: account.version + 1,
  };
  return isSame(account, next) ? account : next;
}

type SyncNews = {
  readonly state: AccountNews["state"] | undefined;
  readonly error: string | null | undefined;
  readonly gapCents: Cents | null | undefined;
};

function syncAfter(before: Account["sync"], { state, error, gapCents }: SyncNews, at: Instant): Account["sync"] {
  const now = {
    state: state ?? before?.state ?? "ok",
    error: error === undefined ? (before?.error ?? null) : error,
    gapCents: gapCents === undefined ? (before?.gapCents ?? null) : gapCents,
  };
  if (before && before.state === now.state && before.error === now.error && before.gapCents === now.gapCents) return before;
  return { ...now, since: before?.state === now.state ? before.since : at };
}

const sameBalance = (held: ReportedBalance | null, told: Pick<ReportedBalance, "balanceCents" | "kind">): boolean =>
  held !== null && held.balanceCents === told.balanceCents && held.kind === told.kind;

const TOLD = ["givesBookingDates", "iban", "reported", "sync", "openingBalanceCents", "historyFrom", "settlesAt", "olderCents"] as const;
const isSame = (before: Account, after: Account): boolean => TOLD.every((name) => before[name] === after[name]);

/** Our booked balance. */
const bookedBalance = ({ openingBalanceCents, totals }: Pick<Account, "openingBalanceCents" | "totals">): Cents =>
  centsSum(openingBalanceCents + totals.bookedCents);

/** What we hold less what the bank says is booked; null while it does not tell booked money apart. */
export const gapOf = (account: Account, told: Pick<ReportedBalance, "balanceCents" | "kind">): Cents | null =>
  told.kind === "accounting" ? centsSum(bookedBalance(account) - told.balanceCents) : null;
