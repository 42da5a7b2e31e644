import type { AuditEntry } from "#domain/audit/chain";
import { auditGenesis } from "#domain/audit/chain";
import { checkAudit } from "#domain/audit/check";
import type { CompanyId } from "#domain/ids";
import type { StreamRecord } from "#infra/local/dynamodb/engine";
import { auditTrail } from "#store/audit";
import { feedHead } from "#store/feed-head";
import { sha256 } from "#store/sha256";
import type { TestWorld } from "#test/world";

/** The trail of a company, oldest first. Throws unless it is one intact chain that ends at the head. */
export async function intactTrail(world: TestWorld, companyId: CompanyId): Promise<readonly AuditEntry[]> {
  const trail = auditTrail(world.table(companyId), companyId);
  const head = await feedHead(world.table(companyId), companyId);
  const through = head?.sequence ?? 0;
  const check = await checkAudit(trail.held(null), { start: auditGenesis(companyId, sha256), through, sha256 });
  if (check.broken || check.end.hash !== (head?.hash ?? check.end.hash)) throw new Error(`broken: ${JSON.stringify(check)}`);
  const { entries } = await trail.from(1, 1_000);
  if (entries.length !== through) throw new Error(`${entries.length} entries, but the head says ${through}`);
  return entries;
}

const INVOCATION = { getRemainingTimeInMillis: () => 60_000 };

/** Hands stream records to the projector as Lambda does. */
export async function project(world: TestWorld, records: readonly StreamRecord[]): Promise<void> {
  const Records = records.map(({ eventName, sequence, keys, newImage }) => ({
    eventName,
    dynamodb: { SequenceNumber: String(sequence), Keys: keys, NewImage: newImage },
  }));
  await world.handlers.get("events/project")?.({ Records }, INVOCATION);
}
