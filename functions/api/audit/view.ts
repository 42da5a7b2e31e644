import * as z from "zod";
import type { AuditEntry } from "#domain/audit/chain";
import { Instant } from "#domain/dates";
import { EventId } from "#domain/ids";

/** One entry of the trail, as the API shows it. */
export const AuditView = z
  .object({
    sequence: z.int(),
    id: EventId,
    type: z.string(),
    at: Instant,
    /** `name` is the person's, as long as they are a member. `network`: three bytes of IPv4, 48 bits of IPv6. */
    actor: z.object({ kind: z.string(), id: z.string(), name: z.string().nullable(), network: z.string().nullable() }),
    requestId: z.string(),
    /** The first hundred; `objectCount` counts all. */
    objects: z.array(
      z.object({ id: z.string(), version: z.int().nullable(), before: z.string().nullable(), after: z.string().nullable() }),
    ),
    objectCount: z.int(),
    prevHash: z.string(),
    hash: z.string(),
  })
  .meta({
    id: "AuditEntry",
    examples: [
      {
        ...{ sequence: 1_842, type: "transaction.updated", requestId: "01KB2Q7M4T9XE5RZ8V3NCW6HJD" },
        actor: { kind: "person", id: "per_01KB2Q7M4T9XE5RZ8V3NCW6HPX", name: "Camille Martin", network: "203.0.113.0/24" },
        objects: [{ id: "txn_0018M2C5V7X9KQ3RT4NDWB6", version: 3, before: null, after: null }],
        prevHash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
      },
    ],
  });

export function auditView(entry: AuditEntry, names: ReadonlyMap<string, string>): z.input<typeof AuditView> {
  const { sequence, eventId, type, at, doer, requestId, objects, count, prevHash, hash } = entry;
  return {
    ...{ sequence, id: eventId, type, at, requestId, objectCount: count, prevHash, hash },
    actor: { kind: doer.kind, id: doer.id, name: names.get(doer.id) ?? null, network: doer.network ?? null },
    objects: objects.map(({ id, version, before, after }) => ({
      ...{ id, version: version ?? null, before: before ?? null, after: after ?? null },
    })),
  };
}
