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
  .meta({ id: "AuditEntry" });

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
