import { instantOf } from "#domain/dates";
import { sourceKey } from "#domain/ledger/entry-id";
import type { FiscalYear } from "#domain/ledger/fiscal-year";
import type { Booking } from "./booking.ts";
import { type Action, TRANSACTION_ACTIONS_MAX } from "./db.ts";
import { TABLE } from "./entity.ts";
import { entryOfSource } from "./entries.ts";
import { pointerActions } from "./entry-item.ts";
import { headAction, headAfter, type LedgerHead } from "./ledger-heads.ts";
import { ledgerTotalsActions } from "./ledger-totals.ts";
import { commit } from "./outbox.ts";

/** Actions of a slice, beside its marker and the event. */
const SLICE_ACTIONS = TRANSACTION_ACTIONS_MAX - 2;

/**
 * Applies what is left of a large entry's totals and pointers. Slices are always cut the same way and each leaves a marker in its own
 * transaction, so whoever goes on after a crash applies each exactly once. Returns the head without the pending entry, or null when
 * somebody else moved it.
 */
export async function finishPending(booking: Booking, year: FiscalYear, head: LedgerHead): Promise<LedgerHead | null> {
  const { table, companyId, now, newId, requestId, doer } = booking;
  if (!head.pending) return head;
  const entry = await entryOfSource(table, companyId, head.pending);
  if (!entry) throw new Error("the entry whose totals are pending is not there");
  const actions = [...ledgerTotalsActions(companyId, year, [entry]), ...pointerActions(companyId, entry)];
  for (let at = 0, slice = 0; at < actions.length; at += SLICE_ACTIONS, slice += 1) {
    const marker: Action = {
      Put: {
        TableName: TABLE,
        Item: { pk: `COMPANY#${companyId}#LEDGER`, sk: `SLICE#${year.id}#${sourceKey(entry.source)}#${slice}` },
        ConditionExpression: "attribute_not_exists(pk)",
      },
    };
    await table.transact([marker, ...actions.slice(at, at + SLICE_ACTIONS)]);
  }
  const step = { pending: null };
  const event = {
    id: newId("event"),
    type: "entries.totalled",
    at: instantOf(now()),
    doer,
    requestId,
    objects: [{ id: entry.source.id }],
  } as const;
  const { done } = await commit(table, companyId, [headAction(companyId, year.id, head, step)], event);
  return done ? headAfter(head, step) : null;
}
