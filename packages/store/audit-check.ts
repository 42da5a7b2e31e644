import { auditGenesis, type ChainEnd } from "#domain/audit/chain";
import { type AuditCheck, type AuditVerification, type Break, checkAudit, type HeldEntry } from "#domain/audit/check";
import type { Instant } from "#domain/dates";
import type { CompanyId } from "#domain/ids";
import { auditTrail } from "./audit.ts";
import { missingEvents } from "./audit-missing.ts";
import type { Db } from "./db.ts";
import { type FeedHead, feedHead } from "./feed-head.ts";
import { OUTBOX_PREFIX, outboxPartition } from "./outbox.ts";
import { sha256 } from "./sha256.ts";

/** Entries a projector may have put before its head moves: those of one batch. */
const AHEAD_MAX = 100;

/** A head that moves while a trail is checked is followed this often; what comes later is for the next check. */
const ROUNDS_MAX = 5;

type Question = {
  readonly fromSequence: number;
  /** Entries from there on that an earlier try found good. */
  readonly before?: number;
  /** The head as it stood. */
  readonly head: FeedHead | null;
  readonly now: Instant;
  /** Told how many were checked. */
  readonly onEntry?: (checked: number) => Promise<void>;
};

/** Whether the trail of a company holds from a sequence on, and whether every event that happened since stands in it. */
export async function verifyTrail(db: Db, companyId: CompanyId, question: Question): Promise<AuditVerification> {
  const { fromSequence, before = 0, head, now, onEntry = async () => undefined } = question;
  const [check, missing] = await Promise.all([
    checkTrail(db, companyId, fromSequence + before, head, (checked) => onEntry(before + checked)),
    missingEvents(db, companyId, fromSequence, now),
  ]);
  const from = before === 0 ? check.fromSequence : fromSequence;
  return { ...check, ok: check.ok && missing.length === 0, fromSequence: from, checked: before + check.checked, missing: [...missing] };
}

/**
 * Recomputes the trail of a company from a sequence on, holds its end against the head, and what stands beyond the head against the
 * outbox. `read` is the head as it stood. `onEntry` is told how many were checked. What comes before `fromSequence` is not looked at, but for the hash it ends with.
 */
export async function checkTrail(
  db: Db,
  companyId: CompanyId,
  fromSequence: number,
  read: FeedHead | null,
  onEntry: (checked: number) => Promise<void> = async () => undefined,
): Promise<Omit<AuditVerification, "missing">> {
  const genesis = auditGenesis(companyId, sha256);
  let head: ChainEnd = read ?? genesis;
  const from = Math.min(fromSequence, head.sequence + 1);
  let end = from === 1 ? genesis : await auditTrail(db, companyId).endAt(from - 1);
  let firstBroken: Break | null = end ? null : { sequence: from - 1, why: "missing" };
  let checked = 0;
  for (let round = 1; end && !firstBroken && round <= ROUNDS_MAX; round += 1) {
    const before = checked;
    const check = await checkedTo(db, companyId, { start: end, head }, (more) => onEntry(before + more));
    [end, checked, firstBroken] = [check.end, checked + check.checked, check.broken];
    const now = (await feedHead(db, companyId)) ?? genesis;
    if (now.sequence === head.sequence) break;
    head = now;
  }
  if (end && !firstBroken) firstBroken = await brokenBeyond(db, companyId, end);
  return { ok: firstBroken === null, fromSequence: from, checked, firstBroken, lastSequence: head.sequence, lastHash: head.hash };
}

/** What follows `start` up to a head, whose hash it must end with. */
async function checkedTo(
  db: Db,
  companyId: CompanyId,
  { start, head }: { readonly start: ChainEnd; readonly head: ChainEnd },
  onEntry: (checked: number) => Promise<void>,
): Promise<AuditCheck> {
  const held = auditTrail(db, companyId).held(start.sequence === 0 ? null : start.sequence + 1);
  const check = await checkAudit(held, { start, through: head.sequence, sha256 }, onEntry);
  if (check.broken || check.end.hash === head.hash) return check;
  return { ...check, broken: { sequence: head.sequence, why: "end" } };
}

/** A projector that has put entries and not yet moved the head, or died there, put them from the outbox. Anything else was put by somebody. */
async function brokenBeyond(db: Db, companyId: CompanyId, end: ChainEnd): Promise<Break | null> {
  const ahead: HeldEntry[] = [];
  for await (const held of auditTrail(db, companyId).held(end.sequence + 1)) if (ahead.push(held) > AHEAD_MAX) break;
  if (ahead.length === 0) return null;
  const { broken } = await checkAudit(ahead, { start: end, through: end.sequence + ahead.length, sha256 });
  if (broken) return { ...broken, why: broken.why === "missing" ? "extra" : broken.why };
  const known = await outboxed(db, companyId, ahead);
  const stray = ahead.find(({ entry }) => !known.has(`${entry?.eventId} ${entry?.type}`));
  return ahead.length > AHEAD_MAX || stray ? { sequence: stray?.place ?? end.sequence + 1, why: "extra" } : null;
}

async function outboxed(db: Db, companyId: CompanyId, held: readonly HeldEntry[]): Promise<ReadonlySet<string>> {
  const keys = held.slice(0, AHEAD_MAX).map(({ entry }) => ({ pk: outboxPartition(companyId), sk: `${OUTBOX_PREFIX}${entry?.eventId}` }));
  const items = await db.batchGet(keys);
  return new Set(items.map(({ sk, type }) => `${String(sk).slice(OUTBOX_PREFIX.length)} ${type}`));
}
