import * as z from "zod";
import { AccountType, Iban } from "#domain/banking/account";
import { BusinessDate } from "#domain/dates";
import { AccountId } from "#domain/ids";
import { Cents, Currency } from "#domain/money";
import { humanText } from "#domain/text";

export const AccountFields = z
  .strictObject({
    name: humanText(80).min(1),
    bankName: humanText(80).min(1),
    accountType: AccountType,
    iban: Iban.exactOptional(),
    currency: Currency.exactOptional(),
    openingBalanceCents: Cents.exactOptional(),
  })
  .meta({
    examples: [
      {
        ...{ name: "Compte courant", bankName: "Crédit Coopératif", accountType: "checking", currency: "EUR" },
        ...{ iban: "FR7630006000011234567890189", openingBalanceCents: 1_200_000 },
      },
    ],
  });

export const Balance = z
  .object({
    accountId: AccountId,
    on: BusinessDate,
    currency: Currency,
    /** Opening balance and every booked row up to the date, both included. */
    balanceCents: Cents,
    /** Announced and scheduled by the bank, as of now; not part of the balance. */
    pendingCents: Cents,
    futureCents: Cents,
    /** What the account holds of other currencies by its rows up to the date; never part of the balance. */
    foreign: z.array(z.object({ currency: Currency, balanceCents: Cents })),
  })
  .meta({ id: "Balance" });

const MonthLine = z.object({
  month: z.string(),
  currency: Currency,
  openingBalanceCents: Cents,
  closingBalanceCents: Cents,
  inCents: Cents,
  outCents: Cents,
  netCents: Cents,
  transfersInCents: Cents,
  transfersOutCents: Cents,
  count: z.int(),
});
export const Summary = z.object({ accountId: AccountId, currency: Currency, months: z.array(MonthLine) }).meta({ id: "AccountSummary" });
