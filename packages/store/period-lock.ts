import { type BusinessDate, instantOf, parisDate } from "#domain/dates";
import type { FiscalYear } from "#domain/ledger/fiscal-year";
import { Refusal } from "#domain/refusals";
import { book } from "./book-entries.ts";
import type { Booking } from "./booking.ts";
import { type Books, headOf } from "./ledger-books.ts";
import type { LedgerHead } from "./ledger-heads.ts";
import { waiting } from "./waiting.ts";

/**
 * Locks a year through a day, forward only: refused while anything of the period waits for validation, so that what is booked later on
 * the first open day is what really came late. Returns the head afterwards.
 */
export async function lockYear(booking: Booking, books: Books, year: FiscalYear, through: BusinessDate): Promise<LedgerHead> {
  const head = headOf(books, year);
  if (head.closed) throw new Refusal("year.closed");
  if (head.lockedThrough === through) return head;
  if (head.lockedThrough !== null && through < head.lockedThrough) throw new Refusal("year.locks_forward_only");
  if (head.importing) throw new Refusal("year.not_complete");
  const { table, now } = booking;
  const search = { table, books, year, through, today: parisDate(now()), now: instantOf(now()), check: "always" } as const;
  for await (const { drafts } of waiting(search))
    if (drafts.length > 0) throw new Refusal("year.not_complete", { flaws: [{ pointer: "/through", message: "waiting" }] });
  const steps = new Map([[year.id, { lockedThrough: through }]]);
  const written = await book(booking, books, new Map(books.heads), { year, groups: [], steps, type: "year.locked" });
  const locked = written?.heads.get(year.id);
  if (!locked) throw new Refusal("conflict.changed_meanwhile");
  return locked;
}
