import type { Leg, OwnPockets } from "#domain/banking/transfer-signs";
import { businessDate } from "#domain/dates";
import { TransactionId } from "#domain/ids";
import { Currency, cents, EUR } from "#domain/money";

/** Builders for rows that may be legs of transfers. */
export type LegFields = {
  readonly id: string;
  readonly ordinal?: number;
  readonly amount?: number;
  readonly date?: string;
  readonly label?: string;
  readonly code?: string;
  readonly source?: "user" | "rule";
  readonly currency?: string;
  readonly status?: Leg["status"];
  readonly transfer?: string;
  readonly parts?: number;
};

/** A booked row; under internal transfers unless said. */
export function leg({
  id,
  ordinal = 1,
  amount = -50_000,
  date = "2025-03-10",
  label = "VIR INTERNE",
  code = "51",
  ...more
}: LegFields): Leg {
  return {
    ...{ ordinal, hash: id.padStart(20, "0"), status: more.status ?? "booked", amountCents: cents(amount), date: businessDate(date) },
    ...{ currency: Currency.parse(more.currency ?? "EUR"), label, rawLabel: label },
    categorisation: { code, confidencePpm: 930_000, source: more.source ?? "rule", ruleId: null, reason: "" },
    parts: Array.from({ length: more.parts ?? 0 }, () => ({ code: "01", amountCents: cents(1), note: null })),
    transfer: more.transfer === undefined ? null : TransactionId.parse(more.transfer),
  };
}

export const EUR_CHECKING = {
  ...{ ordinal: 1, name: "Compte courant", bankName: "Banque Horizon", iban: null },
  ...{ accountType: "checking" as const, currency: EUR },
};
export const SAVINGS = { ...EUR_CHECKING, ordinal: 2, name: "Livret", accountType: "savings" as const };

export const OWN: OwnPockets = { names: ["Atelier Horizon"], accounts: [EUR_CHECKING, SAVINGS] };
