import * as z from "zod";
import type { Account } from "#domain/banking/account";
import { PERSON_SOURCE } from "#domain/banking/provider";
import type { BankRow, Categorisation } from "#domain/banking/row";
import { type BusinessDate, type Instant, instantOf, parisDate, TypedDate } from "#domain/dates";
import { AccountId, crockford, TransactionId } from "#domain/ids";
import { Cents, Movement } from "#domain/money";
import { Refusal } from "#domain/refusals";
import { humanText } from "#domain/text";
import { rulesOf } from "#runtime/categorised";
import { routesNeeding } from "#runtime/route";
import { accountIdsOf, TransactionView, transactionView } from "#runtime/transaction-view";
import { accounts } from "#store/accounts";
import { companies } from "#store/companies";
import { batchesOf, writeRows } from "#store/row-changes";
import { ATTEMPTS_MAX, changeRow, type Doing, eventOf } from "./change.ts";
import { chosen } from "./edit.ts";

const route = routesNeeding("table", "randomness");

const NewTransaction = z
  .strictObject({
    accountId: AccountId,
    /** The day it stands on the account: today or earlier. */
    date: TypedDate,
    /** Signed: money out is negative. */
    amountCents: Movement.refine((amount) => amount !== 0, { params: { code: "zero_amount" } }),
    label: humanText(140).min(1),
    categoryId: z.string().min(1).max(60).exactOptional(),
    note: humanText(500).nullable().exactOptional(),
  })
  .meta({
    examples: [{ date: "2026-11-24", amountCents: -4_250, label: "Timbres, espèces", categoryId: "fournitures_bureau" }],
  });
type NewTransaction = z.output<typeof NewTransaction>;

export const add = route({
  method: "POST",
  path: "/api/transactions",
  may: "transactions:write",
  summary: "Type a transaction of an account no bank is connected to",
  body: NewTransaction,
  returns: TransactionView,
  status: 201,
  refuses: ["account.not_found", "account.closed", "account.synced", "category.not_found", "conflict.changed_meanwhile"],
  async handle({ body, table, actor, now, randomness, ...doing }) {
    for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
      const [all, company] = await Promise.all([accounts(table, actor.companyId).all("now"), companies(table, actor.companyId).get()]);
      const account = openFor(all, body, parisDate(now()));
      const categorisation =
        body.categoryId === undefined
          ? rulesOf(company, all)({ ...body, rawLabel: body.label })
          : chosen(body.categoryId, body.amountCents, "/category_id");
      const row = typedRow(body, account, categorisation, crockford(randomness(HASH_LETTERS)), instantOf(now()));
      if (await isWritten(row, account, { table, actor, now, ...doing })) return transactionView(row, account.id, accountIdsOf(all));
    }
    throw new Refusal("conflict.changed_meanwhile");
  },
});

/** Letters of a row's hash, five random bits each. */
const HASH_LETTERS = 20;

/** The account a typed row goes into. Refuses one that a bank tells of, a closed one, a day to come, and more than an account may hold. */
function openFor(all: readonly Account[], { accountId, date, amountCents }: NewTransaction, today: BusinessDate): Account {
  const account = all.find(({ id }) => id === accountId);
  if (!account) throw new Refusal("account.not_found");
  if (account.connectionId !== null) throw new Refusal("account.synced", { flaws: [{ pointer: "/account_id", message: "invalid" }] });
  if (account.status === "closed") throw new Refusal("account.closed");
  if (date > today) throw new Refusal("request.invalid", { flaws: [{ pointer: "/date", message: "in_future" }] });
  if (!Cents.safeParse(account.openingBalanceCents + account.totals.bookedCents + amountCents).success)
    throw new Refusal("request.invalid", { flaws: [{ pointer: "/amount_cents", message: "balance_too_large" }] });
  return account;
}

const typedRow = (
  { amountCents, date, label, note }: NewTransaction,
  { ordinal, currency }: Account,
  categorisation: Categorisation,
  hash: string,
  at: Instant,
): BankRow => ({
  ...{ ordinal, hash, status: "booked", amountCents, currency, date, transactionDate: null, valueDate: null },
  ...{ label, rawLabel: label, categorisation, note: note || null, parts: [], attachmentCount: 0, transfer: null },
  ...{ source: PERSON_SOURCE, providerId: hash, contentHash: "", providerUpdatedAt: at, createdAt: at, updatedAt: at, version: 1 },
});

/** Writes the row if no sync or import wrote to the account since it was read, so that none of them overlooks it as the twin of a row it brings. */
async function isWritten(row: BankRow, account: Account, doing: Doing): Promise<boolean> {
  const { table, actor } = doing;
  const [batch] = batchesOf([{ before: null, after: row, alias: null, kind: "added" }]);
  if (!batch) throw new Error("one row makes one batch");
  const isNew = !account.sources.includes(PERSON_SOURCE);
  const fence = { account, rowsVersion: account.rowsVersion, ...(isNew && { newSource: PERSON_SOURCE }) };
  const byOrdinal = new Map([[account.ordinal, account]]);
  const event = eventOf("transaction.created", doing);
  return (await writeRows(table, actor.companyId, batch, byOrdinal, event, { fence })).done;
}

export const remove = route({
  method: "DELETE",
  path: "/api/transactions/{transaction_id}",
  may: "transactions:write",
  summary: "Delete a transaction a person typed; what is booked of it is reversed",
  params: z.object({ transactionId: TransactionId }),
  returns: z.null(),
  status: 204,
  refuses: ["transaction.not_found", "transaction.not_by_hand", "transfer.linked", "conflict.changed_meanwhile"],
  async handle({ params, ...doing }) {
    await changeRow(params.transactionId, "transaction.deleted", (row, _, at) => ({ next: ended(row, at) }), doing);
    return null;
  },
});

function ended(row: BankRow, at: Instant): BankRow {
  if (row.source !== PERSON_SOURCE) throw new Refusal("transaction.not_by_hand");
  // The other leg would be linked to a row that is not there, and could not be parted from it any more.
  if (row.transfer !== null) throw new Refusal("transfer.linked");
  return { ...row, status: "deleted", updatedAt: at, version: row.version + 1 };
}
