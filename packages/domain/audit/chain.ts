import * as z from "zod";
import { Instant } from "../dates.ts";
import { CompanyId, EventId } from "../ids.ts";
import type { Sha256 } from "../ledger/chain.ts";

/** Version of the canonical form. A new form gets a new name, and old entries keep being checked under theirs. */
const FORM = "v1";

/** What an event was done to. Hashes are of the object before and after, where the event has them. */
const AuditObject = z.looseObject({
  id: z.string(),
  version: z.int().exactOptional(),
  before: z.string().exactOptional(),
  after: z.string().exactOptional(),
});

/** Who did it, and from which network where that is known. */
const AuditDoer = z.looseObject({ kind: z.string(), id: z.string(), network: z.string().exactOptional() });

/** What happened, as the outbox says it. `count` is the number of objects, which may be more than those that are named. */
export const AuditedEvent = z.object({
  eventId: EventId,
  type: z.string(),
  at: Instant,
  doer: AuditDoer,
  requestId: z.string(),
  objects: z.array(AuditObject),
  count: z.int().min(0),
});
export type AuditedEvent = z.infer<typeof AuditedEvent>;

/** One entry of a company's audit trail. Strict: a field that nobody hashed must not be there. */
export const AuditEntry = z.strictObject({
  ...AuditedEvent.shape,
  form: z.literal(FORM),
  sequence: z.int().min(1),
  prevHash: z.string(),
  hash: z.string(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

/** The end of a chain, or of a part of it: the next entry follows this. */
export type ChainEnd = Pick<AuditEntry, "sequence" | "hash">;

/** What the first entry follows: a hash that binds the chain to one company. */
export const auditGenesis = (companyId: CompanyId, sha256: Sha256): ChainEnd => ({
  sequence: 0,
  hash: sha256(canonicalJson([FORM, "genesis", CompanyId.parse(companyId)])),
});

/** The entry of an event that comes after `end`: changing, removing, adding or moving any entry changes every hash after it. */
export function entryAfter(end: ChainEnd, event: AuditedEvent, sha256: Sha256): AuditEntry {
  const entry = { ...event, form: FORM, sequence: end.sequence + 1, prevHash: end.hash } as const;
  return { ...entry, hash: auditHash(entry, sha256) };
}

/** Hash of everything an entry says, its sequence and the hash before it included. */
export function auditHash(
  { form, prevHash, sequence, eventId, type, at, doer, requestId, objects, count }: Omit<AuditEntry, "hash">,
  sha256: Sha256,
): string {
  return sha256(canonicalJson([form, prevHash, sequence, eventId, type, at, doer, requestId, objects, count]));
}

/** JSON with the keys of every object in code unit order: one text a value, whoever wrote it and however a table gives it back. */
function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).filter(([, inner]) => inner !== undefined);
  const ordered = fields.sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${ordered.map(([name, inner]) => `${JSON.stringify(name)}:${canonicalJson(inner)}`).join(",")}}`;
}
