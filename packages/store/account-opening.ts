import { ACCOUNTS_MAX, type Account, ledgerNameOf, NO_TOTALS } from "#domain/banking/account";
import type { CompanyId } from "#domain/ids";
import { Refusal } from "#domain/refusals";
import { newAccountAction } from "./accounts.ts";
import type { Db } from "./db.ts";
import { type BusinessEvent, commit } from "./outbox.ts";
import { lastOf, takeAction } from "./sequences.ts";

/** What is known of an account before it has an ordinal. */
export type NewAccount = Pick<
  Account,
  "id" | "name" | "bankName" | "accountType" | "iban" | "currency" | "openingBalanceCents" | "connectionId" | "providerKey" | "createdAt"
>;

/** Two openings at once race for the same ordinal; the loser takes the next one, this often at most. */
const ATTEMPTS_MAX = 5;

/** Opens an account with the company's next ordinal, taken in the same transaction. Refuses the thousandth. */
export async function openNextAccount(
  db: Db,
  companyId: CompanyId,
  fields: NewAccount,
  event: Omit<BusinessEvent, "type" | "objects">,
): Promise<Account> {
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
    const last = await lastOf(db, companyId, "accountOrdinal");
    if (last >= ACCOUNTS_MAX) throw new Refusal("account.limit_reached");
    const account: Account = {
      ...fields,
      ordinal: last + 1,
      ledgerName: ledgerNameOf(fields.bankName, fields.name),
      status: "open",
      givesBookingDates: false,
      reported: null,
      totals: NO_TOTALS,
      version: 1,
    };
    const actions = [takeAction(companyId, "accountOrdinal", last, 1), newAccountAction(companyId, account)];
    const created = { ...event, type: "account.created", objects: [{ id: account.id, version: 1 }] } as const;
    if ((await commit(db, companyId, actions, created)).done) return account;
  }
  throw new Refusal("conflict.changed_meanwhile");
}
