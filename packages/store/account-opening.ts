import { ACCOUNTS_MAX, type Account, ledgerNameOf, NO_TOTALS } from "#domain/banking/account";
import { AccountId, type CompanyId } from "#domain/ids";
import { ZERO } from "#domain/money";
import { Refusal } from "#domain/refusals";
import { accounts, newAccountAction } from "./accounts.ts";
import type { Action, Db } from "./db.ts";
import { TABLE } from "./entity.ts";
import { claimIbanAction, ibanClaimant } from "./iban-claims.ts";
import { type BusinessEvent, commit } from "./outbox.ts";
import { lastOf, takeAction } from "./sequences.ts";

/** What is known of an account before it has an ordinal. */
export type NewAccount = Pick<
  Account,
  "id" | "name" | "bankName" | "accountType" | "iban" | "currency" | "openingBalanceCents" | "connectionId" | "providerKey" | "createdAt"
> &
  Pick<Account, "openingSaid">;

/** Two openings at once race for the same ordinal; the loser takes the next one, this often at most. */
const ATTEMPTS_MAX = 20;

const claimKey = (companyId: CompanyId, providerKey: string) => ({ pk: `COMPANY#${companyId}#PROVIDERKEYS`, sk: providerKey });

/** Gives a provider's account to one of ours, or says again whose it is. */
export const claimAction = (companyId: CompanyId, providerKey: string, accountId: AccountId): Action => ({
  Put: {
    TableName: TABLE,
    Item: { ...claimKey(companyId, providerKey), accountId },
    ConditionExpression: "attribute_not_exists(pk) or accountId = :account",
    ExpressionAttributeValues: { ":account": accountId },
  },
});

/** A provider's account is claimed by one of ours, so that two runs that both meet it first open it once. */
function claims(companyId: CompanyId, { id, providerKey, iban }: Account): Action[] {
  if (providerKey === null) return iban === null ? [] : [claimIbanAction(companyId, iban, id)];
  const Item = { ...claimKey(companyId, providerKey), accountId: id };
  return [{ Put: { TableName: TABLE, Item, ConditionExpression: "attribute_not_exists(pk)" } }];
}

/**
 * Opens an account with the company's next ordinal, taken in the same transaction. `seen` are the accounts beside which it was decided to be a new
 * one: ordinals are given one after the other, so whoever opens one meanwhile is met here, and the answer is `overtaken`: decide again. Null: it is new
 * whatever else there is. Refuses the thousandth, and a manual account with an IBAN that another one claimed.
 */
export async function openNextAccount(
  db: Db,
  companyId: CompanyId,
  fields: NewAccount,
  event: Omit<BusinessEvent, "type" | "objects">,
  seen: readonly Account[] | null,
): Promise<Account | "overtaken"> {
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
    const last = await lastOf(db, companyId, "accountOrdinal");
    if (seen !== null && (await isOvertaken(db, companyId, seen, last))) return "overtaken";
    if (last >= ACCOUNTS_MAX) throw new Refusal("account.limit_reached");
    const account: Account = {
      ...fields,
      ordinal: last + 1,
      ledgerName: ledgerNameOf(fields.bankName, fields.name),
      status: "open",
      givesBookingDates: false,
      reported: null,
      sync: null,
      sources: fields.providerKey === null ? [] : [fields.providerKey],
      historyFrom: null,
      settlesAt: null,
      olderCents: ZERO,
      rowsVersion: 0,
      totals: NO_TOTALS,
      version: 1,
    };
    const actions = [takeAction(companyId, "accountOrdinal", last, 1), newAccountAction(companyId, account), ...claims(companyId, account)];
    const created = { ...event, type: "account.created", objects: [{ id: account.id, version: 1 }] } as const;
    if ((await commit(db, companyId, actions, created)).done) return account;
    const claimed =
      fields.providerKey === null ? undefined : await db.get({ Key: claimKey(companyId, fields.providerKey), ConsistentRead: true });
    if (claimed) return accounts(db, companyId).getNow(AccountId.parse(claimed["accountId"]));
    const isTaken = fields.providerKey === null && fields.iban !== null && (await ibanClaimant(db, companyId, fields.iban)) !== null;
    if (isTaken) throw new Refusal("account.iban_taken");
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * attempt));
  }
  throw new Refusal("conflict.changed_meanwhile");
}

/** Whether there is an account that was not seen. Asked only when an ordinal was given after those seen. */
async function isOvertaken(db: Db, companyId: CompanyId, seen: readonly Account[], last: number): Promise<boolean> {
  if (seen.some(({ ordinal }) => ordinal === last) || last === 0) return false;
  const ids = new Set(seen.map(({ id }) => id));
  return (await accounts(db, companyId).all("now")).some(({ id }) => !ids.has(id));
}
