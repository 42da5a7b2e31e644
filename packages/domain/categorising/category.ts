import type { BusinessDate } from "../dates.ts";

/** Which way the money may go for a category. */
export type Direction = "in" | "out" | "both";

/** A leaf of the default tree. `code` is its 2-character name in kept totals; it never changes. */
export type Category = {
  readonly code: string;
  readonly id: string;
  readonly name: string;
  readonly group: string;
  readonly direction: Direction;
  /** PCG account, six digits, in the chart in force since 2025-01-01. */
  readonly account: string;
  /** The account for fiscal years opened before 2025-01-01, where it differs. */
  readonly accountBefore2025?: string;
  readonly vat: string;
};

/** The account a category books to in the chart of a fiscal year (ANC regulation 2022-06: years opened from 2025-01-01). */
export const accountFor = (category: Category, yearStartsOn: BusinessDate): string =>
  yearStartsOn < "2025-01-01" ? (category.accountBefore2025 ?? category.account) : category.account;
