import { cents } from "#domain/money";
import { accounts } from "#store/accounts";
import type { Booking } from "#store/booking";
import type { StatementImport } from "#store/statement-imports";
import { netMoved } from "#store/totals-moved";
import { withoutWrites } from "#store/without-writes";
import { accountTaking, taken } from "./begin.ts";
import { bringIn } from "./bring-in.ts";
import { CHUNK_ROWS } from "./carry-out.ts";
import { ownBalance } from "./own-balance.ts";
import { type Plan, unknownRows } from "./plan.ts";
import { reportOf } from "./report.ts";

/** What the import of a file would do: the same decisions over the same reads, and nothing written. */
export async function tryOut(plan: Plan, booking: Omit<Booking, "doer">): Promise<StatementImport> {
  const { table, companyId } = booking;
  const closing = plan.chosen.closing?.on ?? null;
  const moved = netMoved(companyId, plan.account.ordinal, closing);
  const trial = { ...booking, table: withoutWrites(table, moved.watch), own: await accounts(table, companyId).all("now") };
  const unknown = unknownRows(plan.rows, plan.digests);
  const counts = { read: plan.rows.length, added: 0, updated: 0, duplicate: 0, matched: 0, rejected: 0 };
  for (let at = 0; at < unknown.length; at += CHUNK_ROWS) {
    const tally = await bringIn(plan.account, unknown.slice(at, at + CHUNK_ROWS), trial);
    counts.added += tally.added;
    counts.updated += tally.updated;
  }
  counts.duplicate = counts.read - counts.added - counts.updated - counts.matched;
  const now = await ownBalance(table, companyId, accountTaking(plan), closing);
  const own = { ...now, atCents: cents(now.atCents + moved.cents()) };
  const mark = { counts, ...taken(plan), told: plan.chosen.told };
  return reportOf(plan, { outcome: "dry_run", mark, own, probableDuplicates: [], at: booking.now() });
}
