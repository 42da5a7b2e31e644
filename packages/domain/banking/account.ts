import * as z from "zod";
import { BusinessDate, Instant } from "../dates.ts";
import { hasIbanKey } from "../identifiers/mod97.ts";
import { AccountId, ConnectionId } from "../ids.ts";
import { Cents, CentsSum, Currency } from "../money.ts";
import { Source } from "./provider.ts";

export const AccountType = z.enum(["checking", "savings", "card", "loan", "securities", "other"]);
export type AccountType = z.infer<typeof AccountType>;

/** IBAN without spaces, its mod-97 key checked (ISO 13616). */
export const Iban = z
  .string()
  .max(42)
  .transform((text) => text.replace(/\s+/g, "").toUpperCase())
  .pipe(
    z
      .string()
      .regex(/^[A-Z]{2}\d{2}[0-9A-Z]{11,30}$/)
      .refine(hasIbanKey, { params: { code: "bad_iban" } }),
  );

/** What the bank itself says the balance is, and which kind of balance that is. */
export const ReportedBalance = z.object({ balanceCents: Cents, kind: z.enum(["accounting", "unknown"]), at: Instant });
export type ReportedBalance = z.infer<typeof ReportedBalance>;

/** Where the reading of a connected account stands, and since when. */
const AccountSync = z.object({
  /** `failed`: its last read was not whole; `unshared`: the bank lists it but gives nothing; `gone`: the bank does not list it any more. */
  state: z.enum(["ok", "failed", "unshared", "gone"]),
  since: Instant,
  error: z.string().max(60).nullable(),
  /** Our balance less the bank's booked one, after the last whole read; null while the bank tells none. Zero: they agree. */
  gapCents: CentsSum.nullable(),
});

/** Money of an account's rows in another currency than its own: never part of its balance. Signed minor units. */
const ForeignTotals = z.object({ currency: Currency, bookedCents: CentsSum, pendingCents: CentsSum, futureCents: CentsSum });

/**
 * Sums kept with every row written: booked, announced and scheduled money apart. Signed minor units of the account's currency; rows of another
 * one are counted, and summed apart.
 */
export const AccountTotals = z.object({
  bookedCents: CentsSum,
  bookedCount: z.int(),
  pendingCents: CentsSum,
  pendingCount: z.int(),
  futureCents: CentsSum,
  futureCount: z.int(),
  foreign: z.array(ForeignTotals).max(200),
});
export type AccountTotals = z.infer<typeof AccountTotals>;

export const NO_TOTALS: AccountTotals = AccountTotals.parse({
  bookedCents: 0,
  bookedCount: 0,
  pendingCents: 0,
  pendingCount: 0,
  futureCents: 0,
  futureCount: 0,
  foreign: [],
});

/** Rows an account holds, whatever their standing and their currency. */
export const rowCountOf = ({ bookedCount, pendingCount, futureCount }: AccountTotals): number => bookedCount + pendingCount + futureCount;

/** Sources of one account: reconnections and changes of provider, years of them. */
const SOURCES_MAX = 60;

/** A bank account. Its ordinal names its ledger account (512 + ordinal), its journal (BQ + ordinal) and its partition; it is never reused. */
export const Account = z.object({
  id: AccountId,
  ordinal: z.int().min(1).max(999),
  name: z.string().min(1).max(80),
  bankName: z.string().min(1).max(80),
  /** Name of its ledger account and journal, given once: a FEC has one label per account and per journal, whatever it is renamed to. */
  ledgerName: z.string().min(1).max(80),
  accountType: AccountType,
  iban: z.string().nullable(),
  currency: Currency,
  openingBalanceCents: CentsSum,
  /**
   * A person said what it opened with, be it zero: no file says otherwise, nor does the first bank of an account that holds rows of others. Absent of
   * accounts of before, and where nobody did.
   */
  openingSaid: z.boolean().exactOptional(),
  status: z.enum(["open", "closed"]),
  connectionId: ConnectionId.nullable(),
  providerKey: z.string().nullable(),
  /** Whether this bank gives booking dates: only then does a row without one count as pending. */
  givesBookingDates: z.boolean(),
  reported: ReportedBalance.nullable(),
  sync: AccountSync.nullable(),
  /** Everybody who ever told rows of it. */
  sources: z.array(Source).max(SOURCES_MAX),
  /** First day of what the opening balance was reckoned from: a row of an earlier day was part of it. Null before the first whole read, and without a bank. */
  historyFrom: BusinessDate.nullable(),
  /** When its bank is next read whole, because balances disagree, or (`TAKEN_OVER`) because another teller has to be compared with everything held. */
  settlesAt: Instant.nullable(),
  /** Sum of booked rows of days before `historyFrom` that its bank told since it was last settled: its balance says whether they were in the opening one. */
  olderCents: CentsSum,
  totals: AccountTotals,
  /** Moves with every batch of rows that a sync or an import writes: what was decided on an older state is decided again. */
  rowsVersion: z.int(),
  version: z.int(),
  createdAt: Instant,
});
export type Account = z.infer<typeof Account>;

/** `settlesAt` of an account whose teller is new. */
export const TAKEN_OVER: Instant = "1970-01-01T00:00:00.000Z";

const CASH: ReadonlySet<AccountType> = new Set(["checking", "savings", "card"]);

/** Whether an account is the sum of its movements. Loans, securities and what a bank gives no kind of are worth what their bank says. */
export const isCash = ({ accountType }: Pick<Account, "accountType">): boolean => CASH.has(accountType);

export const ACCOUNTS_MAX = 999;

/** `Crédit Coopératif` and `Compte courant` -> `Crédit Coopératif Compte courant`. */
export const ledgerNameOf = (bankName: string, name: string): string => `${bankName} ${name}`.trim().slice(0, 60);

/** Three digits: 7 -> `007`. */
export const ordinalText = (ordinal: number): string => String(ordinal).padStart(3, "0");
