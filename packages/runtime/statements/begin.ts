import type { Account } from "#domain/banking/account";
import { instantOf } from "#domain/dates";
import type { ActorId } from "#domain/ids";
import { Refusal } from "#domain/refusals";
import { accounts, replaceAccountAction } from "#store/accounts";
import type { Booking } from "#store/booking";
import { type ImportMark, statementImports } from "#store/statement-imports";
import type { Plan } from "./plan.ts";
import { NO_COUNTS } from "./report.ts";

/** What an import is done with, and in whose name. */
export type Importing = Booking & { readonly createdBy: ActorId };

/** What an account takes from the file when it knows nothing yet: never from a second one, and never what a bank keeps up to date. */
export function taken({ account, chosen }: Pick<Plan, "account" | "chosen">): {
  readonly openingTaken: boolean;
  readonly ibanTaken: boolean;
} {
  const { totals, openingBalanceCents, openingSaid = false, connectionId, providerKey, iban } = account;
  const isManual = connectionId === null && providerKey === null;
  const isEmpty = totals.bookedCount + totals.pendingCount + totals.futureCount === 0;
  return {
    openingTaken: isManual && isEmpty && openingBalanceCents === 0 && !openingSaid && chosen.opening !== null && chosen.opening.cents !== 0,
    ibanTaken: isManual && iban === null && chosen.account.iban !== null,
  };
}

/** The account with what it takes from the file. */
export function accountTaking(plan: Pick<Plan, "account" | "chosen" | "rows">): Account {
  const { account, chosen } = plan;
  const { openingTaken, ibanTaken } = taken(plan);
  return {
    ...account,
    openingBalanceCents: openingTaken && chosen.opening ? chosen.opening.cents : account.openingBalanceCents,
    iban: ibanTaken ? chosen.account.iban : account.iban,
    // What an earlier file brings later was in this balance.
    historyFrom: openingTaken ? (plan.rows[0]?.date ?? null) : account.historyFrom,
  };
}

const ATTEMPTS_MAX = 5;

/**
 * Begins the import of a file: from here on its runs, however many there are and whoever they die, are one import. What the account takes from
 * the file is taken in the same transaction, so it is decided once. Gives the mark of the run that was first.
 */
export async function begin(plan: Plan, importing: Importing): Promise<ImportMark> {
  const { table, companyId, now, newId, requestId, doer, createdBy } = importing;
  const store = statementImports(table, companyId, plan.account.id);
  const decided = { importId: newId("statementImport"), startedAt: instantOf(now()), createdBy };
  let account = plan.account;
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
    const current = { ...plan, account };
    const what = taken(current);
    const mark: ImportMark = {
      ...decided,
      ...what,
      told: plan.chosen.told,
      step: 0,
      counts: NO_COUNTS,
      probableDuplicates: [],
      done: false,
      endedBy: null,
    };
    const next = { ...accountTaking(current), version: account.version + 1 };
    const changed =
      what.openingTaken || what.ibanTaken ? { action: replaceAccountAction(companyId, account, next), version: next.version } : null;
    const event = { id: newId("event"), at: decided.startedAt, doer, requestId };
    if ((await store.begin(plan.sha256, mark, changed, event)).done) return mark;
    const [own, found] = await Promise.all([accounts(table, companyId).all("now"), store.mark(plan.sha256)]);
    if (found) return found;
    const again = own.find(({ id }) => id === plan.account.id);
    if (!again) throw new Refusal("account.not_found");
    account = again;
  }
  throw new Refusal("conflict.changed_meanwhile");
}
