import * as z from "zod";
import { type Circuit, CLOSED } from "#domain/banking/circuit";
import type { Provider } from "#domain/banking/provider";
import { Instant } from "#domain/dates";
import type { Db } from "./db.ts";

/** Access pattern: a provider's circuit, one item in a system partition, written only when it changes. docs/table.md. */
const Stored = z.object({
  ...{ failures: z.int(), failedAt: Instant.nullable(), by: z.string().nullable(), several: z.boolean() },
  ...{ openUntil: Instant.nullable(), opened: z.int(), probeUntil: Instant.nullable(), version: z.int() },
});

/** A circuit as it was read: its version is what a change of it is conditioned on. */
export type ReadCircuit = { readonly circuit: Circuit; readonly version: number };

const keyOf = (provider: Provider) => ({ pk: `SYSTEM#LIMITS#${provider}`, sk: "CIRCUIT" });

export async function readCircuit(db: Db, provider: Provider): Promise<ReadCircuit> {
  const found = await db.get({ Key: keyOf(provider), ConsistentRead: true });
  if (!found) return { circuit: CLOSED, version: 0 };
  const { version, ...circuit } = Stored.parse(found);
  return { circuit, version };
}

/** False = somebody else changed it since it was read. */
export async function writeCircuit(db: Db, provider: Provider, circuit: Circuit, { version }: ReadCircuit): Promise<boolean> {
  const outcome = await db.put({
    Item: { ...keyOf(provider), ...circuit, version: version + 1 },
    ConditionExpression: version === 0 ? "attribute_not_exists(pk)" : "#version = :read",
    ...(version > 0 && { ExpressionAttributeNames: { "#version": "version" }, ExpressionAttributeValues: { ":read": version } }),
  });
  return outcome.done;
}
