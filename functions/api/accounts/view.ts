import * as z from "zod";
import { Account, AccountType, ReportedBalance, rowCountOf } from "#domain/banking/account";
import { BusinessDate, Instant } from "#domain/dates";
import { AccountId, ConnectionId } from "#domain/ids";
import { bankAccountNumber } from "#domain/ledger/account-number";
import { isBooked } from "#domain/ledger/bookable";
import { CentsSum, Currency, centsSum } from "#domain/money";

/** An account as the API shows it. Balances: opening + booked rows; pending and future rows apart. */
export const AccountView = z
  .object({
    id: AccountId,
    name: z.string(),
    bankName: z.string(),
    accountType: AccountType,
    iban: z.string().nullable(),
    currency: Currency,
    status: z.enum(["open", "closed"]),
    connectionId: ConnectionId.nullable(),
    /** Null for loans and securities: they are shown, not booked. */
    ledgerAccount: z.string().nullable(),
    journal: z.string().nullable(),
    openingBalanceCents: CentsSum,
    balanceCents: CentsSum,
    pendingCents: CentsSum,
    futureCents: CentsSum,
    /** Money of rows in another currency than the account's: never part of the figures above. */
    foreign: z.array(z.object({ currency: Currency, balanceCents: CentsSum, pendingCents: CentsSum, futureCents: CentsSum })),
    transactionCount: z.int(),
    /** What the bank itself reported last, when the account is synced. */
    reported: ReportedBalance.nullable(),
    /** Where the reading of a synced account stands, since when; `gap_cents` is our balance less the bank's. */
    sync: Account.shape.sync,
    /** First day of what the opening balance was reckoned from. */
    historyFrom: BusinessDate.nullable(),
    createdAt: Instant,
    version: z.int(),
  })
  .meta({
    id: "Account",
    examples: [
      { name: "Compte courant", createdAt: "2026-01-05T09:12:44.218Z" },
      {
        ...{ name: "Compte courant", connectionId: null, reported: null, sync: null, historyFrom: null, balanceCents: 1_200_000 },
        ...{ pendingCents: 0, transactionCount: 0, version: 1 },
      },
    ],
  });

export function accountView(account: Account): z.input<typeof AccountView> {
  const {
    totals,
    ordinal,
    givesBookingDates: _,
    providerKey: __,
    ledgerName: ___,
    sources: ____,
    settlesAt: _____,
    rowsVersion: ______,
    ...rest
  } = account;
  return {
    ...rest,
    ledgerAccount: isBooked(account) ? bankAccountNumber(ordinal) : null,
    journal: isBooked(account) ? `BQ${ordinal}` : null,
    balanceCents: centsSum(account.openingBalanceCents + totals.bookedCents),
    pendingCents: totals.pendingCents,
    futureCents: totals.futureCents,
    foreign: totals.foreign.map(({ bookedCents, ...other }) => ({ ...other, balanceCents: bookedCents })),
    transactionCount: rowCountOf(totals),
  };
}
