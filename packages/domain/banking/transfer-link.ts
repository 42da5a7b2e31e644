import * as z from "zod";
import { categoryByCode, TO_CATEGORISE } from "../categorising/categories.ts";
import { REASONS } from "../categorising/reasons.fr.ts";
import { BusinessDate, Instant } from "../dates.ts";
import { TransactionId } from "../ids.ts";
import { Cents, Currency, cents } from "../money.ts";
import { type BankRow, Categorisation, transactionId } from "./row.ts";
import { transferCode } from "./transfer-signs.ts";

/** Two rows linked as one transfer. Amounts are positive; `was` is what a leg was under before the link put it under internal transfers. */
export const TransferLink = z.object({
  outgoingId: TransactionId,
  incomingId: TransactionId,
  outgoingOn: BusinessDate,
  incomingOn: BusinessDate,
  amountCents: Cents,
  currency: Currency,
  /** Found by rule, or said by a person. */
  by: z.enum(["rule", "user"]),
  linkedAt: Instant,
  was: z.object({ outgoing: Categorisation.nullable(), incoming: Categorisation.nullable() }),
});
export type TransferLink = z.infer<typeof TransferLink>;

type Legs = { readonly outgoing: BankRow; readonly incoming: BankRow };

/** Both legs with each other's id, under internal transfers, and what is to be remembered of the link. */
export function linked({ outgoing, incoming }: Legs, by: TransferLink["by"], at: Instant): Legs & { readonly link: TransferLink } {
  const wasOf = ({ categorisation }: BankRow) => (categorisation.code === transferCode() ? null : categorisation);
  const ids = { outgoingId: transactionId(outgoing), incomingId: transactionId(incoming) };
  return {
    outgoing: legLinked(outgoing, ids.incomingId, by, at),
    incoming: legLinked(incoming, ids.outgoingId, by, at),
    link: {
      ...{ ...ids, outgoingOn: outgoing.date, incomingOn: incoming.date, by, linkedAt: at },
      ...{ amountCents: cents(incoming.amountCents), currency: incoming.currency },
      was: { outgoing: wasOf(outgoing), incoming: wasOf(incoming) },
    },
  };
}

/** Name of the rule that puts a linked row under internal transfers. */
const LINKED_RULE = "transfer.linked";

function legLinked(row: BankRow, transfer: TransactionId, by: TransferLink["by"], updatedAt: Instant): BankRow {
  const next = { ...row, transfer, updatedAt, version: row.version + 1 };
  if (row.categorisation.code === transferCode()) return next;
  const [confidencePpm, reason] = by === "user" ? [1_000_000, REASONS.linkedByPerson] : [950_000, REASONS.linked];
  return { ...next, categorisation: { code: transferCode(), confidencePpm, source: by, ruleId: LINKED_RULE, reason } };
}

/** A leg without its link: back to what it was under, where that still fits; otherwise it waits for a person. */
export function unlinked(row: BankRow, was: Categorisation | null, at: Instant): BankRow {
  const isByLink = row.status !== "deleted" && row.categorisation.ruleId === LINKED_RULE;
  const categorisation = isByLink ? before(row, was) : row.categorisation;
  return { ...row, transfer: null, categorisation, updatedAt: at, version: row.version + 1 };
}

function before({ amountCents }: BankRow, was: Categorisation | null): Categorisation {
  const direction = was === null ? null : categoryByCode(was.code).direction;
  const fits = direction === "both" || direction === (amountCents > 0 ? "in" : "out");
  if (was !== null && fits) return was;
  return { code: TO_CATEGORISE.code, confidencePpm: 0, source: "none", ruleId: null, reason: REASONS.nothing };
}

/** Whether two rows are still what a link says: each other's leg, booked, whole, cancelling out, and internal transfers both. */
export function holds({ outgoing, incoming }: Legs): boolean {
  const stands = (row: BankRow, other: BankRow): boolean =>
    row.status === "booked" &&
    row.transfer === transactionId(other) &&
    row.parts.length === 0 &&
    row.categorisation.code === transferCode();
  const cancels = outgoing.amountCents === -incoming.amountCents && outgoing.currency === incoming.currency;
  return cancels && stands(outgoing, incoming) && stands(incoming, outgoing);
}
