import * as z from "zod";
import { BusinessDate, Instant } from "#domain/dates";
import { AccountId, TransactionId } from "#domain/ids";
import { Cents, Currency } from "#domain/money";
import { TransactionView } from "#runtime/transaction-view";

const LegView = z.object({ transactionId: TransactionId, accountId: AccountId, date: BusinessDate });

/** A transfer between two of the company's own accounts, as the API shows it. */
export const TransferView = z
  .object({
    outgoing: LegView,
    incoming: LegView,
    /** What moved, positive. */
    amountCents: Cents,
    currency: Currency,
    /** Found by rule, or said by a person. */
    by: z.enum(["rule", "user"]),
    linkedAt: Instant,
  })
  .meta({ id: "Transfer", examples: [{ amountCents: 1_000_000, currency: "EUR", by: "rule" }] });

export const SuggestionView = z
  .object({ transaction: TransactionView, candidates: z.array(TransactionView) })
  .meta({ id: "TransferSuggestion", description: "A transaction that looks like one leg of a transfer, and which ones may be the other." });

export const NewTransfer = z
  .strictObject({ counterpartId: TransactionId })
  .meta({ examples: [{ counterpartId: "txn_0027Z3M0V4KX9QH2T5B8YC1" }] });
