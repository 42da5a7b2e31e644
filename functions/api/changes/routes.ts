import * as z from "zod";
import type { AuditEntry } from "#domain/audit/chain";
import { Instant } from "#domain/dates";
import { EventId } from "#domain/ids";
import { resource } from "#runtime/resource";
import { routesNeeding } from "#runtime/route";
import { CHANGES_LIMIT_MAX, changesSince, latestChange } from "#store/changes";

const ChangeView = z
  .object({
    sequence: z.int(),
    id: EventId,
    type: z.string(),
    at: Instant,
    actor: z.object({ kind: z.string(), id: z.string() }),
    requestId: z.string(),
    /** The first hundred; `objectCount` counts all. A version is the object's after the change. */
    objects: z.array(z.object({ id: z.string(), version: z.int().nullable() })),
    objectCount: z.int(),
  })
  .meta({
    id: "Change",
    examples: [
      {
        ...{ sequence: 1_842, type: "transaction.updated" },
        actor: { kind: "person", id: "per_01KB2Q7M4T9XE5RZ8V3NCW6HPX" },
        objects: [{ id: "txn_0018M2C5V7X9KQ3RT4NDWB6", version: 3 }],
      },
    ],
  });

/** A sequence, as `next_since` gave it; `latest`: nothing of what was, everything from now on. */
const Since = z.union([z.literal("latest"), z.string().regex(/^\d{1,12}$/)]);

const list = routesNeeding("table")({
  method: "GET",
  path: "/api/changes",
  may: "changes:read",
  summary: "What changed, over all resources, in commit order, for thirteen months: ask again with `since` = `next_since`",
  query: z.strictObject({
    since: Since.exactOptional(),
    limit: z.coerce.number().int().min(1).max(CHANGES_LIMIT_MAX).default(50),
  }),
  returns: z
    .object({ data: z.array(ChangeView), nextSince: z.int(), hasMore: z.boolean() })
    .meta({ examples: [{ nextSince: 1_842, hasMore: false }] }),
  refuses: ["changes.gone"],
  async handle({ query: { since, limit }, actor, table, now }) {
    const { companyId } = actor;
    if (since === "latest") return { data: [], nextSince: await latestChange(table, companyId), hasMore: false };
    const page = await changesSince(table, companyId, { since: since === undefined ? null : Number(since), limit, now: now() });
    return { data: page.entries.map(viewOf), nextSince: page.next, hasMore: page.more };
  },
});

const viewOf = ({ sequence, eventId, type, at, doer, requestId, objects, count }: AuditEntry): z.input<typeof ChangeView> => ({
  ...{ sequence, id: eventId, type, at, requestId, objectCount: count },
  actor: { kind: doer.kind, id: doer.id },
  objects: objects.map(({ id, version }) => ({ id, version: version ?? null })),
});

export const changesApi = resource("changes", [list]);
