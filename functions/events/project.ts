import * as z from "zod";
import { CompanyId } from "#domain/ids";
import type { StreamItem } from "#runtime/functions";
import { stream } from "#runtime/worker";
import { appendChanges, type Change, feedHead } from "#store/changes";
import type { Db } from "#store/db";
import { OUTBOX_PREFIX } from "#store/outbox";

/** Changes appended in one transaction. */
const CHANGES_MAX = 50;
const ATTEMPTS_MAX = 5;

const Image = z.object({
  pk: z.string(),
  sk: z.string(),
  type: z.string(),
  at: z.string(),
  doer: z.unknown(),
  requestId: z.string(),
  objects: z.unknown(),
});

/**
 * Gives every business event of a company its number, in commit order. The head remembers the last stream position it took,
 * so a batch delivered twice, or half a batch after a crash, is taken once.
 */
export const projectEvents = stream({
  name: "events/project",
  sortKeyPrefix: OUTBOX_PREFIX,
  needs: ["tables"],
  errorImpact: "Le journal des changements d'une société n'avance plus.",
  async handle({ items, tables }) {
    const byCompany = new Map<CompanyId, StreamItem[]>();
    for (const item of items) {
      const companyId = CompanyId.parse(item.keys.pk.split("#")[1]);
      byCompany.set(companyId, [...(byCompany.get(companyId) ?? []), item]);
    }
    for (const [companyId, own] of byCompany) await append(tables(companyId), companyId, own);
  },
});

async function append(db: Db, companyId: CompanyId, items: readonly StreamItem[]): Promise<void> {
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
    const head = await feedHead(db, companyId);
    const fresh = items.filter(({ sequence }) => !head || BigInt(sequence) > BigInt(head.streamSequence)).slice(0, CHANGES_MAX);
    const last = fresh.at(-1);
    if (!last) return;
    const { done } = await appendChanges(db, companyId, head, fresh.map(changeOf), last.sequence);
    if (done && fresh.length < CHANGES_MAX) return;
    if (done) attempt = 0;
  }
  throw new Error("the change feed kept moving");
}

function changeOf({ image }: StreamItem): Change {
  const { sk, type, at, doer, requestId, objects } = Image.parse(image);
  return { eventId: sk.slice(OUTBOX_PREFIX.length), type, at, doer, requestId, objects };
}
