import { centsSum } from "#domain/money";
import { accounts } from "#store/accounts";
import type { Booking } from "#store/booking";
import type { StatementImport } from "#store/statement-imports";
import { accountTaking, taken } from "./begin.ts";
import { bringIn } from "./bring-in.ts";
import { completed, counted, DOUBTS_MAX, doubtsIn, outcomesOf } from "./outcomes.ts";
import { ownBalance } from "./own-balance.ts";
import type { Plan } from "./plan.ts";
import { NO_COUNTS, reportOf } from "./report.ts";
import { daysOf, toBring } from "./to-bring.ts";

/** What the import of a file would do: the same decisions over the same reads, and nothing written. */
export async function tryOut(plan: Plan, booking: Booking): Promise<StatementImport> {
  const { table, companyId } = booking;
  const own = await accounts(table, companyId).all("now");
  const { rows, unknown } = toBring(plan.rows, plan.digests);
  const outcomes = outcomesOf(unknown, plan.mark?.startedAt ?? null);
  await bringIn(plan.account, rows, { dryRun: true, told: outcomes.told, ...daysOf(plan) }, { ...booking, own });
  const fates = outcomes.take();
  const closing = plan.chosen.closing?.on ?? null;
  const isIn = (date: string): boolean => closing === null || date <= closing;
  const moved = fates.reduce((sum, { kind, row: { row } }) => sum + (kind === "added" && isIn(row.date) ? row.amountCents : 0), 0);
  const now = await ownBalance(table, companyId, accountTaking(plan), closing);
  const mark = {
    counts: completed(counted(plan.mark?.counts ?? NO_COUNTS, fates), plan.rows.length),
    ...{ ...taken(plan), told: plan.chosen.told, probableDuplicates: doubtsIn(fates).slice(0, DOUBTS_MAX) },
  };
  return reportOf(plan, { outcome: "dry_run", mark, own: { ...now, atCents: centsSum(now.atCents + moved) }, at: booking.now() });
}
