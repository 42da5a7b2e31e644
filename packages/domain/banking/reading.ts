import type { BusinessDate, Instant } from "../dates.ts";
import type { Categorise, IncomingRow, RememberedRow, RowChange } from "./incoming.ts";
import type { Source } from "./provider.ts";
import type { BankRow } from "./row.ts";

/** One account's read, beside what we hold: `held` maps a row hash to the row living there, aliases already followed. */
export type Reading = {
  readonly ordinal: number;
  /** Who tells it. */
  readonly source: Source;
  readonly incoming: readonly IncomingRow[];
  readonly held: ReadonlyMap<string, BankRow>;
  /** Rows still announced, and rows that went lately, as the digest remembers them. */
  readonly pending: readonly RememberedRow[];
  readonly gone: readonly RememberedRow[];
  /** Live rows of the days concerned, whoever told them; none when the account has one source and nothing can be missing. */
  readonly nearby: readonly BankRow[];
  /** The days of which every row is told, where that is known: a row of any other day is shown as a doubt at most. */
  readonly tells: { readonly from: BusinessDate; readonly through: BusinessDate } | null;
  /** Rows that stand for something told earlier in the same reading. */
  readonly taken: ReadonlySet<string>;
  readonly categorise: Categorise;
  readonly at: Instant;
  /** The day from which every live row was told, or null: only what changed, and a row that is absent may merely be unchanged. */
  readonly wholeFrom: BusinessDate | null;
  /** A row that is absent from a whole reading is gone: the provider tells deletions in no other way. */
  readonly absentAreGone: boolean;
  /** The provider keeps silent about what is announced: what another one announced is not over for that. */
  readonly bookedOnly: boolean;
};

/** What became of one row that was told: `known` when nothing had to be written, `ignored` when it says nothing about what we hold. */
export type RowOutcome = { readonly kind: RowChange["kind"] | "known" | "ignored"; readonly row: BankRow | null };

export type Plan = {
  readonly changes: readonly RowChange[];
  /** By provider id. */
  readonly outcomes: ReadonlyMap<string, RowOutcome>;
  /** Booked rows of banks and of statements, dated in a whole reading, that it left out: gone, or never told by this source. The bank's balance decides. */
  readonly leftOut: readonly BankRow[];
  /** By provider id, what else a row that was added may be. */
  readonly likely: ReadonlyMap<string, BankRow>;
  /** Rows that now stand for something told, here or before. */
  readonly taken: ReadonlySet<string>;
};
