import type { BusinessDate } from "#domain/dates";
import { centsSum } from "#domain/money";
import { accounts } from "#store/accounts";
import type { Booking } from "#store/booking";
import type { ImportMark, StatementImport } from "#store/statement-imports";
import { accountTaking, taken } from "./begin.ts";
import { bringIn } from "./bring-in.ts";
import { completed, counted, DOUBTS_MAX, doubtsIn, type Fate, outcomesOf } from "./outcomes.ts";
import { ownBalance } from "./own-balance.ts";
import type { Plan } from "./plan.ts";
import { NO_COUNTS, reportOf } from "./report.ts";
import { daysOf, toBring } from "./to-bring.ts";

/** What the import of a file would do: the same decisions over the same reads, and nothing written. */
export async function tryOut(plan: Plan, booking: Booking): Promise<StatementImport> {
  const { table, companyId } = booking;
  const own = await accounts(table, companyId).all("now");
  const { rows, isNew } = toBring(plan.rows, plan.digests);
  const { take, ...outcomes } = outcomesOf(plan.mark?.startedAt ?? null);
  const closing = plan.chosen.closing?.on ?? null;
  let tried: Tried = { counts: plan.mark?.counts ?? NO_COUNTS, probableDuplicates: [], moved: 0 };
  const progress = async (): Promise<void> => {
    tried = triedWith(tried, take(), closing);
  };
  await bringIn(plan.account, rows, { dryRun: true, isNew, ...outcomes, progress, ...daysOf(plan) }, { ...booking, own });
  const now = await ownBalance(table, companyId, accountTaking(plan), closing);
  const mark = {
    counts: completed(tried.counts, plan.rows.length),
    ...{ ...taken(plan), told: plan.chosen.told, probableDuplicates: tried.probableDuplicates },
  };
  return reportOf(plan, { outcome: "dry_run", mark, own: { ...now, atCents: centsSum(now.atCents + tried.moved) }, at: booking.now() });
}

/** What became of the rows so far: their counts, the doubts to be shown, and what they would move until the balance the file tells. */
type Tried = Pick<ImportMark, "counts" | "probableDuplicates"> & { readonly moved: number };

function triedWith({ counts, probableDuplicates, moved }: Tried, fates: readonly Fate[], closing: BusinessDate | null): Tried {
  const added = fates.filter(({ kind, row: { date } }) => kind === "added" && (closing === null || date <= closing));
  return {
    counts: counted(counts, fates),
    probableDuplicates: [...probableDuplicates, ...doubtsIn(fates)].slice(0, DOUBTS_MAX),
    moved: added.reduce((sum, { row: { told } }) => sum + told.amountCents, moved),
  };
}
