import * as z from "zod";
import { Instant, shifted } from "#domain/dates";
import { type CompanyId, EventId } from "#domain/ids";
import { auditPartition, auditTrail } from "./audit.ts";
import type { Db, Item } from "./db.ts";
import { OUTBOX_PREFIX, outboxPartition } from "./outbox.ts";
import { itemsOf, wholePartition } from "./pages.ts";

/** An event is written no longer than this after its own instant, so of two further apart the later one follows in the stream. */
const SLACK_SECONDS = 3_600;
/** The stream holds an event for a day; what it has not delivered by then it never will. */
const LOST_SECONDS = 25 * 3_600;
/** Events looked at, the newest: a check reads twice as many items at most. */
const EVENTS_MAX = 20_000;
const TOLD_MAX = 100;
const PAGE = 1_000;

const Mark = z.object({ eventId: EventId, at: Instant });
type Mark = z.infer<typeof Mark>;

/**
 * Events the outbox holds and the trail does not, from an entry on, oldest first. One that may still be on its way is none of them: what is
 * missing was overtaken by a later event, or is older than the stream. Once the outbox forgets (fourteen days), nobody can tell any more.
 */
export async function missingEvents(db: Db, companyId: CompanyId, fromSequence: number, now: Instant): Promise<readonly EventId[]> {
  const last = (await take(chained(db, companyId), 1))[0];
  const settledBy = [shifted(now, -LOST_SECONDS), ...(last ? [shifted(last.at, -SLACK_SECONDS)] : [])].sort().at(-1) ?? now;
  const since = fromSequence === 1 ? null : await instantAfter(db, companyId, fromSequence, last);
  const waiting = new Set<EventId>();
  let oldest = settledBy;
  for (const { eventId, at } of await take(happened(db, companyId, since), EVENTS_MAX)) {
    if (at > settledBy || (since !== null && at < since)) continue;
    waiting.add(eventId);
    if (at < oldest) oldest = at;
  }
  // Read after the outbox: whatever the one held, the other holds by now, if it ever will.
  const end = shifted(oldest, -SLACK_SECONDS);
  for await (const { eventId, at } of waiting.size > 0 ? chained(db, companyId) : []) {
    waiting.delete(eventId);
    if (waiting.size === 0 || at < end) break;
  }
  return [...waiting].sort().slice(0, TOLD_MAX);
}

/** From when on every event stands at this entry or after it. */
async function instantAfter(db: Db, companyId: CompanyId, sequence: number, last: Mark | undefined): Promise<Instant | null> {
  const at = (await auditTrail(db, companyId).instantAt(sequence)) ?? last?.at;
  return at === undefined ? null : shifted(at, SLACK_SECONDS);
}

/** Events of the trail, newest first, also of entries that cannot be read in full. */
async function* chained(db: Db, companyId: CompanyId): AsyncGenerator<Mark, void> {
  for await (const item of backwards(db, auditPartition(companyId))) {
    const { data } = Mark.safeParse(item);
    if (data) yield data;
  }
}

/** Events of the outbox, newest first, not much older than an instant. */
async function* happened(db: Db, companyId: CompanyId, since: Instant | null): AsyncGenerator<Mark, void> {
  const end = since === null ? null : shifted(since, -SLACK_SECONDS);
  for await (const item of backwards(db, outboxPartition(companyId))) {
    const mark = Mark.parse({ ...item, eventId: String(item["sk"]).slice(OUTBOX_PREFIX.length) });
    if (end !== null && mark.at < end) return;
    yield mark;
  }
}

async function take<Value>(values: AsyncIterable<Value>, most: number): Promise<readonly Value[]> {
  const taken: Value[] = [];
  for await (const value of values) if (taken.push(value) >= most) break;
  return taken;
}

const backwards = (db: Db, pk: string): AsyncGenerator<Item, void> =>
  itemsOf(db, { ...wholePartition(pk), ScanIndexForward: false, Limit: PAGE });
