import * as z from "zod";
import type { Account } from "#domain/banking/account";
import { ConnectionState } from "#domain/banking/connection";
import { Provider } from "#domain/banking/provider";
import { Instant } from "#domain/dates";
import { AccountId, ConnectionId } from "#domain/ids";
import { CentsSum, Currency } from "#domain/money";
import { nextAttemptOf } from "#runtime/banking/next-attempt";
import type { Language } from "#runtime/request";
import type { Connection } from "#store/connections";
import { stateSentence } from "./sentences.ts";

const AccountStatus = z.object({
  id: AccountId,
  name: z.string(),
  currency: Currency,
  balanceCents: CentsSum,
  reportedBalanceCents: CentsSum.nullable(),
  state: z
    .enum(["ok", "failed", "unshared", "gone"])
    .nullable()
    .meta({ description: "Of its last read; `unshared`: the bank gives nothing of it; `gone`: the bank lists it no more." }),
  stateSince: Instant.nullable(),
  lastError: z.string().nullable(),
  gapCents: CentsSum.nullable().meta({
    description: "Our balance less the bank's booked one, after the last whole read; null where it tells none.",
  }),
  gapSince: Instant.nullable(),
});

export const SyncStatus = z
  .object({
    connections: z.array(
      z.object({
        id: ConnectionId,
        provider: Provider,
        state: ConnectionState,
        stateSince: Instant,
        message: z.string().meta({ description: "The state in words, and what to do about it." }),
        bankName: z.string().nullable(),
        running: z.boolean(),
        lastStartedAt: Instant.nullable(),
        lastSuccessAt: Instant.nullable(),
        lastError: z.string().nullable(),
        failures: z.int().meta({ description: "Runs that failed since the last that did not." }),
        failingSince: Instant.nullable(),
        nextAttemptAt: Instant.nullable().meta({ description: "When it is read next by itself; null where it is not." }),
        consentExpiresAt: Instant.nullable(),
        accounts: z.array(AccountStatus),
      }),
    ),
  })
  .meta({
    id: "SyncStatus",
    examples: [
      {
        connections: [
          {
            ...{
              state: "reauth_required",
              bankName: "La Banque Postale",
              message: "La Banque Postale demande une nouvelle authentification.",
            },
            ...{ lastSuccessAt: "2026-11-24T03:17:40.101Z", nextAttemptAt: "2026-11-27T03:15:00.000Z", failures: 0 },
            accounts: [{ name: "Compte courant", currency: "EUR", balanceCents: 1_200_000, reportedBalanceCents: 1_200_000, gapCents: 0 }],
          },
        ],
      },
    ],
  });

/** Where a connection and its accounts stand at an instant, in words of a language. */
export function statusOf(connection: Connection, held: readonly Account[], at: Instant, language: Language) {
  const { id, provider, state, createdAt } = connection;
  const bankName = connection.bankName ?? null;
  const lastError = connection.lastError ?? null;
  return {
    ...{ id, provider, state, bankName, lastError },
    stateSince: connection.stateSince ?? createdAt,
    message: stateSentence(state, bankName, lastError, language),
    running: (connection.leaseUntil ?? "") > at,
    lastStartedAt: connection.lastStartedAt ?? null,
    lastSuccessAt: connection.lastSuccessAt ?? null,
    failures: connection.failures ?? 0,
    failingSince: connection.failingSince ?? null,
    nextAttemptAt: nextAttemptOf(connection, at),
    consentExpiresAt: connection.consentExpiresAt ?? null,
    accounts: held.filter(({ connectionId }) => connectionId === id).map((account) => accountStatusOf(account, connection)),
  };
}

const accountStatusOf = (account: Account, { gaps = [] }: Connection): z.input<typeof AccountStatus> => ({
  id: account.id,
  name: account.name,
  currency: account.currency,
  balanceCents: account.openingBalanceCents + account.totals.bookedCents,
  reportedBalanceCents: account.reported?.balanceCents ?? null,
  state: account.sync?.state ?? null,
  stateSince: account.sync?.since ?? null,
  lastError: account.sync?.error ?? null,
  gapCents: account.sync?.gapCents ?? null,
  gapSince: gaps.find(({ accountId }) => accountId === account.id)?.since ?? null,
});
