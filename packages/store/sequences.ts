import * as z from "zod";
import type { CompanyId } from "#domain/ids";
import type { Action, Db } from "./db.ts";
import { TABLE } from "./entity.ts";

/** Gapless sequences of a company: the number is taken in the transaction that uses it, on the value read, so a failure leaves no hole. */
export type SequenceKind = "accountOrdinal";

const Last = z.object({ last: z.int().min(0) });

const keyOf = (companyId: CompanyId, kind: SequenceKind, scope: string) => ({
  pk: `COMPANY#${companyId}#SEQUENCES`,
  sk: `${kind}#${scope}`,
});

/** The last number given, 0 at first. Strongly consistent. */
export async function lastOf(db: Db, companyId: CompanyId, kind: SequenceKind, scope = ""): Promise<number> {
  const found = await db.get({ Key: keyOf(companyId, kind, scope), ConsistentRead: true });
  return found ? Last.parse(found).last : 0;
}

/** Takes `count` numbers after `last`; fails when somebody took one meanwhile. */
export const takeAction = (companyId: CompanyId, kind: SequenceKind, last: number, count: number, scope = ""): Action => ({
  Update: {
    TableName: TABLE,
    Key: keyOf(companyId, kind, scope),
    UpdateExpression: "SET #last = :next",
    ConditionExpression: last === 0 ? "attribute_not_exists(pk)" : "#last = :last",
    ExpressionAttributeNames: { "#last": "last" },
    ExpressionAttributeValues: { ":next": last + count, ...(last === 0 ? {} : { ":last": last }) },
  },
});
