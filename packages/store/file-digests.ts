import * as z from "zod";
import type { Month } from "#domain/dates";
import type { CompanyId } from "#domain/ids";
import type { Action, Db } from "./db.ts";
import { TABLE } from "./entity.ts";
import { itemsOf } from "./pages.ts";
import { rowPartition } from "./row-item.ts";

/**
 * Access pattern: which rows of files an account holds already, month by month, in one query. 8 bytes a row: a row that comes again in an
 * overlapping file costs a thousandth of reading it, and nothing is written. It vouches only for rows that were written. docs/table.md.
 */
export type FileDigest = { readonly known: ReadonlySet<string>; readonly version: number };

/** Letters of a row's fingerprint: 8 bytes, so that two rows of one month share theirs once in 10^10 months of ten thousand rows. */
export const FINGERPRINT_LENGTH = 16;

/** 160 KB of an item's 400: rows beyond are looked up one by one, and nothing is lost. */
const ROWS_MAX = 20_000;

const DigestItem = z.object({ sk: z.string().startsWith("FD#"), rows: z.instanceof(Uint8Array), v: z.int() });

export const fileDigests = (db: Db, companyId: CompanyId, ordinal: number) => ({
  /** Digests of the months from one to another, both included. Strongly consistent. */
  async between(from: Month, through: Month): Promise<Map<Month, FileDigest>> {
    const found = new Map<Month, FileDigest>();
    const query = {
      KeyConditionExpression: "#pk = :pk and sk between :from and :through",
      ExpressionAttributeNames: { "#pk": "pk" },
      ExpressionAttributeValues: { ":pk": rowPartition(companyId, ordinal), ":from": `FD#${from}`, ":through": `FD#${through}` },
      ConsistentRead: true,
    };
    for await (const item of itemsOf(db, query)) {
      const { sk, rows, v } = DigestItem.parse(item);
      found.set(sk.slice(3), { known: unpacked(rows), version: v });
    }
    return found;
  },
});

/** A month's digest with more rows, in place of the one that was read. */
export function fileDigestAction(
  companyId: CompanyId,
  ordinal: number,
  month: Month,
  before: FileDigest | undefined,
  more: readonly string[],
): Action {
  const version = before?.version ?? 0;
  const rows = [...new Set([...(before?.known ?? []), ...more])].slice(0, ROWS_MAX);
  return {
    Put: {
      TableName: TABLE,
      Item: { pk: rowPartition(companyId, ordinal), sk: `FD#${month}`, rows: Buffer.from(rows.join(""), "hex"), v: version + 1 },
      ...(version === 0
        ? { ConditionExpression: "attribute_not_exists(pk)" }
        : { ConditionExpression: "v = :v", ExpressionAttributeValues: { ":v": version } }),
    },
  };
}

function unpacked(bytes: Uint8Array): ReadonlySet<string> {
  const text = Buffer.from(bytes).toString("hex");
  const known = new Set<string>();
  for (let at = 0; at + FINGERPRINT_LENGTH <= text.length; at += FINGERPRINT_LENGTH) known.add(text.slice(at, at + FINGERPRINT_LENGTH));
  return known;
}
