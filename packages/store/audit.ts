import { AuditEntry, type ChainEnd } from "#domain/audit/chain";
import type { HeldEntry } from "#domain/audit/check";
import type { Instant } from "#domain/dates";
import type { CompanyId } from "#domain/ids";
import type { Db, Item } from "./db.ts";
import { itemsOf } from "./pages.ts";

/**
 * Access patterns: entries newest first · entries in commit order after a sequence · one entry · all, as they are held. One item serves as
 * audit entry and as change. Put if absent, by the projector alone; no role may update or delete one, and none expires. docs/table.md.
 */
export const auditPartition = (companyId: CompanyId): string => `COMPANY#${companyId}#AUDIT`;
const DIGITS = 12;
const placeText = (sequence: number): string => String(sequence).padStart(DIGITS, "0");
const keyOf = (companyId: CompanyId, sequence: number) => ({ pk: auditPartition(companyId), sk: placeText(sequence) });

/** Another event already stands at this place: somebody was faster, or wrote what he may not. */
export class PlaceTaken extends Error {
  override readonly name = "PlaceTaken";
}

type Page = { readonly entries: readonly AuditEntry[]; readonly more: boolean };

export const auditTrail = (db: Db, companyId: CompanyId) => ({
  /** Puts an entry where none is, and gives the one that stands there then: this one, or the one an earlier try left of the same event. */
  async add(entry: AuditEntry): Promise<AuditEntry> {
    const Item = { ...keyOf(companyId, entry.sequence), ...entry };
    if ((await db.put({ Item, ConditionExpression: "attribute_not_exists(pk)" })).done) return entry;
    const there = await this.find(entry.sequence);
    if (there?.eventId !== entry.eventId) throw new PlaceTaken(`entry ${entry.sequence} is another event's`);
    return there;
  },
  /** What an entry ends with; null when it is not there, or cannot be read. */
  async endAt(sequence: number): Promise<ChainEnd | null> {
    const found = await db.get({ Key: keyOf(companyId, sequence), ConsistentRead: true });
    const entry = found && heldOf(found).entry;
    return entry ? { sequence, hash: entry.hash } : null;
  },
  /** When the event of an entry happened; null when it is not there, or cannot be read. */
  async instantAt(sequence: number): Promise<Instant | null> {
    const found = await db.get({ Key: keyOf(companyId, sequence), ConsistentRead: true });
    return (found && heldOf(found).entry?.at) ?? null;
  },
  async find(sequence: number): Promise<AuditEntry | null> {
    const found = await db.get({ Key: keyOf(companyId, sequence), ConsistentRead: true });
    return found ? entryOf(found) : null;
  },
  /** Entries before a sequence (null: from the end), newest first, eventually consistent. A page ends at a megabyte, then `more` is true. */
  async before(sequence: number | null, limit: number): Promise<Page> {
    const { items, next } = await db.query({
      ...within(companyId, "sk < :place", sequence === null ? "~" : placeText(sequence)),
      ...{ ConsistentRead: false, ScanIndexForward: false, Limit: limit },
    });
    return { entries: items.map(entryOf), more: next !== undefined };
  },
  /**
   * Entries from a sequence on, in commit order. Entries are put one after the other, so what is seen here is never followed later by
   * something before it. A page ends at a megabyte, then `more` is true.
   */
  async from(sequence: number, limit: number): Promise<Page> {
    const { items, next } = await db.query({ ...within(companyId, "sk >= :place", placeText(sequence)), Limit: limit });
    return { entries: items.map(entryOf), more: next !== undefined };
  },
  /** Whatever the partition holds from a sequence on (null: all of it), a megabyte at a time: a check sees what no writer of ours wrote. */
  async *held(sequence: number | null): AsyncGenerator<HeldEntry, void> {
    const query = within(companyId, "sk >= :place", sequence === null ? " " : placeText(sequence));
    for await (const item of itemsOf(db, query)) yield heldOf(item);
  },
});

const within = (companyId: CompanyId, condition: string, place: string) => ({
  KeyConditionExpression: `#pk = :pk and ${condition}`,
  ExpressionAttributeNames: { "#pk": "pk" },
  ExpressionAttributeValues: { ":pk": auditPartition(companyId), ":place": place },
  ConsistentRead: true,
});

function entryOf({ pk: _pk, sk: _sk, ...entry }: Item): AuditEntry {
  return AuditEntry.parse(entry);
}

function heldOf({ pk: _pk, sk, ...entry }: Item): HeldEntry {
  const place = /^\d{12}$/.test(String(sk)) ? Number(sk) : null;
  return { place, entry: AuditEntry.safeParse(entry).data ?? null };
}
