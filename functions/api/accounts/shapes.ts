import * as z from "zod";
import { AccountType, Iban } from "#domain/banking/account";
import { KnownCurrency } from "#domain/currencies";
import { BusinessDate } from "#domain/dates";
import { AccountId } from "#domain/ids";
import { CentsSum, Currency, Movement } from "#domain/money";
import { humanText } from "#domain/text";

export const AccountFields = z
  .strictObject({
    name: humanText(80).min(1),
    bankName: humanText(80).min(1),
    accountType: AccountType,
    iban: Iban.exactOptional(),
    currency: KnownCurrency.exactOptional(),
    openingBalanceCents: Movement.exactOptional(),
  })
  .meta({
    examples: [
      {
        ...{ name: "Compte courant", bankName: "Crédit Coopératif", accountType: "checking", currency: "EUR" },
        ...{ iban: "FR7630006000011234567890189", openingBalanceCents: 1_200_000 },
      },
    ],
  });

/** A change says the account whole; `status: open` opens a closed one again. */
export const AccountChange = AccountFields.extend({ status: z.enum(["open"]).exactOptional() }).meta({
  examples: [{ name: "Compte courant", bankName: "Crédit Coopératif", accountType: "checking" }],
});

export const Balance = z
  .object({
    accountId: AccountId,
    on: BusinessDate,
    currency: Currency,
    /** Opening balance and every booked row up to the date, both included. */
    balanceCents: CentsSum,
    /** Announced and scheduled by the bank, as of now; not part of the balance. */
    pendingCents: CentsSum,
    futureCents: CentsSum,
    /** What the account holds of other currencies by its rows up to the date; never part of the balance. */
    foreign: z.array(z.object({ currency: Currency, balanceCents: CentsSum })),
  })
  .meta({ id: "Balance" });

const MonthLine = z.object({
  month: z.string(),
  currency: Currency,
  openingBalanceCents: CentsSum,
  closingBalanceCents: CentsSum,
  inCents: CentsSum,
  outCents: CentsSum,
  netCents: CentsSum,
  transfersInCents: CentsSum,
  transfersOutCents: CentsSum,
  count: z.int(),
});
export const Summary = z.object({ accountId: AccountId, currency: Currency, months: z.array(MonthLine) }).meta({ id: "AccountSummary" });
