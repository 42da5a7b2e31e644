import * as z from "zod";
import { EventId } from "../ids.ts";
import type { Sha256 } from "../ledger/chain.ts";
import { type AuditEntry, auditHash, type ChainEnd } from "./chain.ts";

/** An entry as it is held: the place its key gives it (null: no place at all), and what it says (null: nothing that can be read). */
export type HeldEntry = { readonly place: number | null; readonly entry: AuditEntry | null };

/**
 * Why a chain does not hold: no entry where one must be, one where none may be, one that cannot be read, one that stands in another's
 * place, one that does not follow the one before, one whose content is not what was hashed, or an end that is not the one kept apart.
 */
const Break = z.object({
  sequence: z.int(),
  why: z.enum(["missing", "extra", "unreadable", "moved", "unlinked", "changed", "end"]),
});
export type Break = z.infer<typeof Break>;

/** What a check of the trail tells. Sequence and hash of its end may be kept elsewhere, to compare with later. */
export const AuditVerification = z.object({
  ok: z.boolean(),
  fromSequence: z.int(),
  checked: z.int(),
  firstBroken: Break.nullable(),
  lastSequence: z.int(),
  lastHash: z.string(),
  /** Events that happened and stand nowhere in the trail, oldest first, a hundred at most: what the outbox still knows of fourteen days. */
  missing: z.array(EventId).default([]),
});
export type AuditVerification = z.infer<typeof AuditVerification>;

/** The whole part holds and ends here, or the first place where it does not. */
export type AuditCheck = { readonly checked: number; readonly end: ChainEnd; readonly broken: Break | null };

/**
 * Recomputes a chain from `start`, entry by entry in flat memory, up to the sequence `through`. Entries must come in the order of their
 * keys. `onEntry` is told how many were checked.
 */
export async function checkAudit(
  entries: AsyncIterable<HeldEntry> | Iterable<HeldEntry>,
  { start, through, sha256 }: { readonly start: ChainEnd; readonly through: number; readonly sha256: Sha256 },
  onEntry: (checked: number) => Promise<void> = async () => undefined,
): Promise<AuditCheck> {
  let end = start;
  let checked = 0;
  for await (const held of entries) {
    if (held.place !== null && held.place > through) break;
    const why = breakOf(held, end, sha256);
    if (why !== null || held.entry === null) return { checked, end, broken: { sequence: end.sequence + 1, why: why ?? "unreadable" } };
    end = { sequence: held.entry.sequence, hash: held.entry.hash };
    checked += 1;
    await onEntry(checked);
  }
  return { checked, end, broken: end.sequence < through ? { sequence: end.sequence + 1, why: "missing" } : null };
}

function breakOf({ place, entry }: HeldEntry, end: ChainEnd, sha256: Sha256): Break["why"] | null {
  const expected = end.sequence + 1;
  if (place === null || place < expected) return "extra";
  if (place > expected) return "missing";
  if (entry === null) return "unreadable";
  if (entry.sequence !== expected) return "moved";
  if (auditHash(entry, sha256) !== entry.hash) return "changed";
  return entry.prevHash === end.hash ? null : "unlinked";
}
