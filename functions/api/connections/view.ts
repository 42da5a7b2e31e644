import * as z from "zod";
import { ConnectionState, ITEMS_MAX } from "#domain/banking/connection";
import { Provider } from "#domain/banking/provider";
import { Instant } from "#domain/dates";
import { ConnectionId } from "#domain/ids";
import { type Actor, mayDo } from "#runtime/actor";
import { nextAttemptOf } from "#runtime/banking/next-attempt";
import type { Connection } from "#store/connections";

const Login = z.object({
  itemId: z.string(),
  bankName: z.string().nullable(),
  state: ConnectionState,
  statusInfo: z.string().meta({ description: "The provider's own word for it." }),
  consentExpiresAt: Instant.nullable(),
});

export const ConnectionView = z
  .object({
    id: ConnectionId,
    provider: Provider,
    state: ConnectionState,
    stateSince: Instant,
    bankName: z.string().nullable(),
    /** Where the person gives the bank their consent, for who may connect banks; on the sandbox it is given at once. */
    connectUrl: z.string().nullable(),
    consentExpiresAt: Instant.nullable(),
    items: z.array(Login).max(ITEMS_MAX).meta({ description: "The logins behind it; one that a reconnection left behind asks nothing." }),
    lastSuccessAt: Instant.nullable(),
    lastError: z.string().nullable(),
    failingSince: Instant.nullable(),
    nextAttemptAt: Instant.nullable().meta({ description: "When it is read next by itself; null where it is not." }),
    disconnectedAt: Instant.nullable(),
    accessEndedAt: Instant.nullable().meta({ description: "When the provider confirmed the end of our access." }),
    createdAt: Instant,
    version: z.int(),
  })
  .meta({
    id: "Connection",
    examples: [
      {
        ...{ provider: "bridge", state: "active", stateSince: "2026-08-27T09:14:02.000Z", bankName: "La Banque Postale", connectUrl: null },
        items: [
          {
            ...{ itemId: "4711", bankName: "La Banque Postale", state: "active", statusInfo: "ok" },
            consentExpiresAt: "2027-02-23T09:14:02.000Z",
          },
        ],
        ...{ consentExpiresAt: "2027-02-23T09:14:02.000Z", createdAt: "2026-08-27T09:12:40.511Z" },
        ...{ lastSuccessAt: "2026-11-26T03:17:40.101Z", lastError: null, failingSince: null, nextAttemptAt: "2026-11-27T03:15:00.000Z" },
        ...{ disconnectedAt: null, accessEndedAt: null, version: 1 },
      },
    ],
  });

/** A connection as an actor may see it at an instant. */
export const viewOf =
  (actor: Actor, at: Instant) =>
  (connection: Connection): z.input<typeof ConnectionView> => {
    const { id, provider, state, createdAt, version } = connection;
    return {
      ...{ id, provider, state, createdAt, version },
      stateSince: connection.stateSince ?? createdAt,
      bankName: connection.bankName ?? null,
      connectUrl: mayDo(actor, "connections:write") && state !== "disconnected" ? connection.connectUrl : null,
      consentExpiresAt: connection.consentExpiresAt ?? null,
      items: connection.items ?? [],
      lastSuccessAt: connection.lastSuccessAt ?? null,
      lastError: connection.lastError ?? null,
      failingSince: connection.failingSince ?? null,
      nextAttemptAt: nextAttemptOf(connection, at),
      disconnectedAt: connection.disconnectedAt ?? null,
      accessEndedAt: connection.accessEndedAt ?? null,
    };
  };
