import { AccountId, type CompanyId } from "#domain/ids";
import type { Action, Db } from "./db.ts";
import { TABLE } from "./entity.ts";

/** An IBAN a person gave an account is claimed by it, so that two requests at once cannot give it to two. Access pattern: the claim of an IBAN. docs/table.md. */
const claimKey = (companyId: CompanyId, iban: string) => ({ pk: `COMPANY#${companyId}#PROVIDERKEYS`, sk: `iban:${iban}` });

/** Claims an IBAN for an account; fails when another one has it. */
export const claimIbanAction = (companyId: CompanyId, iban: string, accountId: AccountId): Action => ({
  Put: {
    TableName: TABLE,
    Item: { ...claimKey(companyId, iban), accountId },
    ConditionExpression: "attribute_not_exists(pk) or accountId = :own",
    ExpressionAttributeValues: { ":own": accountId },
  },
});

/** Gives an IBAN back. */
export const releaseIbanAction = (companyId: CompanyId, iban: string): Action => ({
  Delete: { TableName: TABLE, Key: claimKey(companyId, iban) },
});

/** The account that claimed an IBAN. */
export async function ibanClaimant(db: Db, companyId: CompanyId, iban: string): Promise<AccountId | null> {
  const found = await db.get({ Key: claimKey(companyId, iban), ConsistentRead: true });
  return found ? AccountId.parse(found["accountId"]) : null;
}
