import type { Instant } from "#domain/dates";
import type { CompanyId, PersonId } from "#domain/ids";
import type { Action, Db } from "./db.ts";
import { TABLE } from "./entity.ts";

/**
 * Access pattern: whether somebody was a member and their data was not erased since. Whoever is removed may still ask for that, and nobody
 * else's data may be touched. Holds the id alone. docs/table.md.
 */
const keyOf = (companyId: CompanyId, personId: PersonId) => ({ pk: `COMPANY#${companyId}#PRIVACY`, sk: `FORMER#${personId}` });

export const isFormerMember = async (db: Db, companyId: CompanyId, personId: PersonId): Promise<boolean> =>
  (await db.get({ Key: keyOf(companyId, personId), ConsistentRead: true })) !== undefined;

/** Goes with a removal. */
export const formerMemberAction = (companyId: CompanyId, personId: PersonId, at: Instant): Action => ({
  Put: { TableName: TABLE, Item: { ...keyOf(companyId, personId), personId, leftAt: at } },
});

/** Goes with an erasure. */
export const forgottenMemberAction = (companyId: CompanyId, personId: PersonId): Action => ({
  Delete: { TableName: TABLE, Key: keyOf(companyId, personId) },
});
