import type { AuditEntry } from "#domain/audit/chain";
import type { CompanyId } from "#domain/ids";
import { Refusal } from "#domain/refusals";
import { auditTrail } from "./audit.ts";
import type { Db } from "./db.ts";
import { feedHead } from "./feed-head.ts";

/** Access pattern: changes after a sequence, in commit order, one strong query. The items are the audit trail's. docs/table.md. */

/** The feed answers for thirteen months; the trail itself goes on. */
const CHANGE_DAYS = 396;
export const CHANGES_LIMIT_MAX = 200;

type Question = { readonly since: number | null; readonly limit: number; readonly now: Date };
type Changes = { readonly entries: readonly AuditEntry[]; readonly next: number; readonly more: boolean };

/** The last change's sequence, 0 before the first. */
export const latestChange = async (db: Db, companyId: CompanyId): Promise<number> => (await feedHead(db, companyId))?.sequence ?? 0;

/**
 * Changes after `since` (null: from the oldest one still answered). Refuses a position whose next change is too old to be told, and one that
 * was never given out: after a restore, whoever goes on as if nothing had happened would miss what is numbered anew.
 */
export async function changesSince(db: Db, companyId: CompanyId, { since, limit, now }: Question): Promise<Changes> {
  const floor = new Date(now.getTime() - CHANGE_DAYS * 86_400_000).toISOString();
  const position = since ?? (await beforeOldest(db, companyId, floor));
  // The change at the position itself is read too: it proves that the position is one of this feed.
  const { entries, more } = await auditTrail(db, companyId).from(position, limit + 2);
  const known = position === 0 || entries[0]?.sequence === position;
  if (!known) throw new Refusal("changes.gone");
  const later = position === 0 ? entries : entries.slice(1);
  const found = later.slice(0, limit);
  if (found[0] && found[0].at < floor) throw new Refusal("changes.gone");
  return { entries: found, next: found.at(-1)?.sequence ?? position, more: more || later.length > limit };
}

/** The sequence before the oldest change still answered: found by halving, since instants follow sequences but for seconds. */
async function beforeOldest(db: Db, companyId: CompanyId, floor: string): Promise<number> {
  const trail = auditTrail(db, companyId);
  const isOld = async (sequence: number): Promise<boolean> => ((await trail.find(sequence))?.at ?? floor) < floor;
  if (!(await isOld(1))) return 0;
  let old = 1;
  let young = (await latestChange(db, companyId)) + 1;
  while (young - old > 1) {
    const middle = Math.floor((old + young) / 2);
    if (await isOld(middle)) old = middle;
    else young = middle;
  }
  return old;
}
