import * as z from "zod";
import { AuditedEvent, auditGenesis, type ChainEnd, entryAfter } from "#domain/audit/chain";
import { CompanyId } from "#domain/ids";
import type { StreamItem } from "#runtime/functions";
import { stream } from "#runtime/worker";
import { auditTrail, PlaceTaken } from "#store/audit";
import type { Db } from "#store/db";
import { feedHead, moveFeedHead } from "#store/feed-head";
import { OUTBOX_PREFIX } from "#store/outbox";
import { sha256 } from "#store/sha256";

const ATTEMPTS_MAX = 5;

const Key = z.object({ sk: z.string().startsWith(OUTBOX_PREFIX) });

/**
 * Gives every business event of a company its number, in commit order, and chains it to the one before. Entries are put one by one, then
 * the head moves past them: an entry depends on nothing but the stream and the entry before, so a batch delivered twice, half a batch
 * after a crash, or two projectors at once put the same entries, and each once. One write an event and one a batch.
 */
export const projectEvents = stream({
  name: "events/project",
  sortKeyPrefix: OUTBOX_PREFIX,
  needs: ["tables"],
  errorImpact: "La piste d'audit et le journal des changements d'une société n'avancent plus.",
  async handle({ items, tables }) {
    const byCompany = new Map<CompanyId, StreamItem[]>();
    for (const item of items) {
      const companyId = CompanyId.parse(item.keys.pk.split("#")[1]);
      byCompany.set(companyId, [...(byCompany.get(companyId) ?? []), item]);
    }
    const failures: unknown[] = [];
    for (const [companyId, own] of byCompany)
      await append(tables(companyId), companyId, own).catch((error: unknown) => failures.push(error));
    // The others are through by then: what one company's events fail on holds up no other's.
    if (failures.length > 0) throw failures[0];
  },
});

/** Appends what the head has not taken yet. Whoever was overtaken reads the head again, and finds most of its work done. */
async function append(db: Db, companyId: CompanyId, items: readonly StreamItem[]): Promise<void> {
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
    const head = await feedHead(db, companyId);
    const fresh = items.filter(({ sequence }) => !head || BigInt(sequence) > BigInt(head.streamSequence));
    const last = fresh.at(-1);
    if (!last) return;
    const end = await chained(db, companyId, head ?? auditGenesis(companyId, sha256), fresh);
    if (end && (await moveFeedHead(db, companyId, head, { ...end, streamSequence: last.sequence }))) return;
  }
  throw new Error("the feed kept moving, or an entry stands where none may");
}

/** Puts the entries in their order and gives the last one; null when another event stands in the way. */
async function chained(db: Db, companyId: CompanyId, start: ChainEnd, items: readonly StreamItem[]): Promise<ChainEnd | null> {
  const trail = auditTrail(db, companyId);
  let end = start;
  try {
    for (const item of items) end = await trail.add(entryAfter(end, eventOf(item), sha256));
  } catch (error) {
    if (error instanceof PlaceTaken) return null;
    throw error;
  }
  return { sequence: end.sequence, hash: end.hash };
}

const eventOf = ({ keys, image }: StreamItem): AuditedEvent =>
  AuditedEvent.parse({ ...image, eventId: Key.parse(keys).sk.slice(OUTBOX_PREFIX.length) });
