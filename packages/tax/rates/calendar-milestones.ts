import { businessDate } from "#domain/dates";

/** Days from which the law is another one. They are days of entry into force: no holiday moves them. */
export const MILESTONES = {
  /** The simplified TVA regime is gone for fiscal years opened from this day (loi 2025-127, art. 38). */
  simplifiedEnds: businessDate("2027-01-01"),
  /** Everybody receives electronic invoices; large and mid-size companies issue them (décret 2024-266). */
  invoicesReceived: businessDate("2026-09-01"),
  /** Small and medium-sized companies issue them. */
  invoicesIssuedBySmall: businessDate("2027-09-01"),
} as const;

/** Calendar years the rules are told for; nothing is told of others. */
export const CALENDAR_YEARS = { first: 2024, last: 2027 } as const;
