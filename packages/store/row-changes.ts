import { type Account, ordinalText } from "#domain/banking/account";
import type { RowChange } from "#domain/banking/incoming";
import type { Source } from "#domain/banking/provider";
import { isProvider } from "#domain/banking/provider";
import { type BankRow, transactionId } from "#domain/banking/row";
import { addChange, type TotalsDelta } from "#domain/banking/totals";
import { needsLinking } from "#domain/banking/transfer-signs";
import { monthOf } from "#domain/dates";
import type { CompanyId } from "#domain/ids";
import { mayNeedCorrection } from "#domain/ledger/needs-correction";
import { accountKey } from "./accounts.ts";
import { type Action, type Db, type Outcome, TRANSACTION_ACTIONS_MAX } from "./db.ts";
import { type BusinessEvent, commit, type EventObject } from "./outbox.ts";
import { aliasAction, writeRowAction } from "./row-item.ts";
import { markAction } from "./row-marks.ts";
import { CHANGES_FIELD, totalsActions } from "./totals.ts";
import { waitingAction } from "./transfers.ts";

/** A batch of row changes small enough, with its totals and its event, for one transaction. */
export type RowBatch = { readonly changes: readonly RowChange[]; readonly delta: TotalsDelta };

/** Cuts changes into batches, oldest first, so that a batch touches few months and its totals cost little beside its rows. */
export function batchesOf(changes: readonly RowChange[]): RowBatch[] {
  const sorted = [...changes].sort((left, right) => (left.after.date < right.after.date ? -1 : left.after.date > right.after.date ? 1 : 0));
  const batches: RowBatch[] = [];
  let current: RowChange[] = [];
  let actions = 1;
  let touched = new Set<string>();
  for (const change of sorted) {
    const grown = new Set([...touched, ...totalsTouched(change)]);
    const { before, after, alias } = change;
    const more = 1 + [alias !== null, mayNeedCorrection(before, after), needsLinking(before, after)].filter(Boolean).length;
    if (current.length > 0 && actions + more + grown.size > TRANSACTION_ACTIONS_MAX) {
      batches.push(batchOf(current));
      [current, actions, touched] = [[], 1, new Set(totalsTouched(change))];
    } else touched = grown;
    current.push(change);
    actions += more;
  }
  return current.length > 0 ? [...batches, batchOf(current)] : batches;
}

function batchOf(changes: readonly RowChange[]): RowBatch {
  const delta: TotalsDelta = new Map();
  for (const { before, after, kind } of changes) {
    if (kind === "matched") continue;
    addChange(delta, before, after);
    countChange(delta, before, after);
  }
  return { changes, delta };
}

/** Every month a change touches counts it: what was found true of a month holds until this counter moves. It never goes back. */
function countChange(delta: TotalsDelta, before: BankRow | null, after: BankRow): void {
  const months = new Set([before, after].flatMap((row) => (row ? [`AM:${ordinalText(row.ordinal)}:${monthOf(row.date)}`] : [])));
  for (const month of months) {
    const fields = delta.get(month) ?? new Map<string, number>();
    delta.set(month, fields.set(CHANGES_FIELD, (fields.get(CHANGES_FIELD) ?? 0) + 1));
  }
}

/** Names of the totals items a change may touch: account, account month and year, company month, before and after. */
function totalsTouched({ before, after }: RowChange): string[] {
  return (before ? [before, after] : [after]).flatMap(({ ordinal, date }) => [
    `A${ordinal}`,
    `M${ordinal}${date.slice(0, 7)}`,
    `Y${ordinal}${date.slice(0, 4)}`,
    `C${date.slice(0, 7)}`,
  ]);
}

/**
 * The state of an account's rows that a batch was decided on. The batch is written only if no other sync or import wrote since, and counts as one
 * write itself: the next batch stands on `rowsVersion + 1`.
 */
export type Fence = {
  readonly account: Account;
  readonly rowsVersion: number;
  /** Who tells the batch, when the account has had nobody of that name yet. */
  readonly newSource?: Source;
};

/** What joins a batch's transaction: its actions, what the event tells of it, and the state it stands on. */
export type Beside = { readonly actions?: readonly Action[]; readonly objects?: readonly EventObject[]; readonly fence?: Fence };

/**
 * Writes rows, the totals they move, the marks of what the books may hold otherwise and of what may be a transfer, and the event in one transaction.
 * What goes `beside` joins them. Not done = somebody changed a row meanwhile: decide again.
 */
export function writeRows(
  db: Db,
  companyId: CompanyId,
  batch: RowBatch,
  accounts: ReadonlyMap<number, Account>,
  event: Omit<BusinessEvent, "objects">,
  { actions: others = [], objects: told = [], fence }: Beside = {},
): Promise<Outcome> {
  const actions: Action[] = batch.changes.flatMap(({ before, after, alias, kind }) => [
    ...(kind === "matched" ? [] : [writeRowAction(companyId, before, after)]),
    ...(alias ? [aliasAction(companyId, after.ordinal, alias, after.hash)] : []),
    ...(mayNeedCorrection(before, after) ? [markAction(companyId, after)] : []),
    ...(needsLinking(before, after) ? [waitingAction(companyId, after)] : []),
  ]);
  const changed = batch.changes.filter(({ kind }) => kind !== "matched");
  const objects = [...changed.map(({ after }) => ({ id: transactionId(after), version: after.version })), ...told];
  const delta = fence ? fenced(batch, fence) : batch.delta;
  const totals = totalsActions(companyId, delta, accounts);
  const kept = fence ? totals.map((action) => withFence(companyId, action, fence)) : totals;
  return commit(db, companyId, [...actions, ...kept, ...others], { ...event, objects });
}

/**
 * The totals with the fence's count. Rows of days before the bank's history began here were part of the opening balance: what people send or type
 * leaves it at once; of what the bank itself tells late it is noted, since it may be new after all, and the bank's balance will say.
 */
function fenced({ changes, delta }: RowBatch, { account, newSource }: Fence): TotalsDelta {
  const name = `A:${ordinalText(account.ordinal)}`;
  const fields = new Map(delta.get(name));
  fields.set(ROWS_VERSION, 1);
  if (newSource !== undefined) fields.set("version", 1);
  const older = changes.filter((change) => isOlder(change, account)).map(({ after }) => after);
  const sent = sumOf(older.filter(({ source }) => !isProvider(source)));
  const told = sumOf(older.filter(({ source }) => isProvider(source)));
  if (sent !== 0) fields.set("openingBalanceCents", -sent);
  if (told !== 0) fields.set("olderCents", told);
  return new Map([...delta, [name, fields]]);
}

const isOlder = ({ before, after }: RowChange, { historyFrom, currency }: Account): boolean =>
  before === null && historyFrom !== null && after.status === "booked" && after.date < historyFrom && after.currency === currency;

const sumOf = (rows: readonly BankRow[]): number => rows.reduce((sum, { amountCents }) => sum + amountCents, 0);

const ROWS_VERSION = "rowsVersion";

/** The account's own action carries the condition, and the name of who tells the batch when it is new: that is a change of the account itself. */
function withFence(companyId: CompanyId, action: Action, { account, rowsVersion, newSource }: Fence): Action {
  const { pk, sk } = accountKey(companyId, account.id);
  if (action.Update?.Key?.["pk"] !== pk || action.Update.Key["sk"] !== sk) return action;
  const still = rowsVersion === 0 ? "(attribute_not_exists(#fence) or #fence = :fence)" : "#fence = :fence";
  const { ExpressionAttributeNames, ExpressionAttributeValues, UpdateExpression = "" } = action.Update;
  const names = { ...ExpressionAttributeNames, "#fence": ROWS_VERSION };
  const values = { ...ExpressionAttributeValues, ":fence": rowsVersion };
  const fence = { ConditionExpression: still, ExpressionAttributeNames: names, ExpressionAttributeValues: values };
  if (newSource === undefined) return { Update: { ...action.Update, ...fence } };
  return {
    Update: {
      ...action.Update,
      UpdateExpression: `${UpdateExpression} SET sources = :sources`,
      ConditionExpression: `${still} and #version = :version`,
      ExpressionAttributeNames: { ...names, "#version": "version" },
      ExpressionAttributeValues: { ...values, ":version": account.version, ":sources": [...account.sources, newSource] },
    },
  };
}
