import * as z from "zod";
import { Provider } from "#domain/banking/provider";
import { Instant, instantOf } from "#domain/dates";
import { ConnectionId } from "#domain/ids";
import { Refusal } from "#domain/refusals";
import { type Actor, doerOf, mayDo } from "#runtime/actor";
import { admitToken } from "#runtime/banking/bank-access";
import { listOf } from "#runtime/list";
import { resource } from "#runtime/resource";
import { routesNeeding } from "#runtime/route";
import { companies } from "#store/companies";
import { CONNECTIONS_MAX, type Connection, ConnectionState, connections, newConnectionActions } from "#store/connections";
import { commit } from "#store/outbox";
import { people } from "#store/people";

const connecting = routesNeeding("directory", "table", "banks", "envelopeSecrets", "randomness", "syncQueue");

const ConnectionView = z
  .object({
    id: ConnectionId,
    provider: Provider,
    state: ConnectionState,
    bankName: z.string().nullable(),
    /** Where the person gives the bank their consent, for who may connect banks; on the sandbox it is given at once. */
    connectUrl: z.string().nullable(),
    consentExpiresAt: Instant.nullable(),
    lastSuccessAt: Instant.nullable(),
    createdAt: Instant,
  })
  .meta({
    id: "Connection",
    examples: [{ state: "active", consentExpiresAt: "2027-02-23T09:14:02.000Z", createdAt: "2026-08-27T09:12:40.511Z" }],
  });

const viewOf =
  (actor: Actor) =>
  ({ id, provider, state, bankName, connectUrl, consentExpiresAt, lastSuccessAt, createdAt }: Connection) => ({
    ...{ id, provider, state, createdAt },
    connectUrl: mayDo(actor, "connections:write") ? connectUrl : null,
    bankName: bankName ?? null,
    consentExpiresAt: consentExpiresAt ?? null,
    lastSuccessAt: lastSuccessAt ?? null,
  });

/** No credentials before the host, and nothing a parser of addresses would quietly leave out: spaces and line breaks. */
const NOBODY_NAMED = /^https?:\/\/[^\s@/?#\\]+(?:[/?#]\S*)?$/i;

const connect = connecting({
  method: "POST",
  path: "/api/sync/connections",
  may: "connections:write",
  summary: "Connect a bank: returns the page where the bank asks for consent",
  body: z.strictObject({
    provider: z.enum(["bridge", "sandbox", "finary"]),
    /** Of a provider without a page of consent (finary): kept sealed, shown to nobody. */
    token: z
      .string()
      .regex(/^[\x21-\x7e]{8,4096}$/)
      .exactOptional(),
    callbackUrl: z
      .url({ protocol: /^https?$/ })
      .max(500)
      .regex(NOBODY_NAMED)
      .exactOptional(),
  }),
  returns: ConnectionView,
  status: 201,
  claims: true,
  refuses: [
    "sync.provider_unavailable",
    "sync.provider_unreachable",
    "sync.bank_token_rejected",
    "connection.limit_reached",
    "queue.unavailable",
  ],
  async handle({ body, actor, request, directory, table, banks, syncQueue, now, newId, ...sealing }) {
    const { companyId } = actor;
    if ((await connections(table, companyId).all()).length >= CONNECTIONS_MAX) throw new Refusal("connection.limit_reached");
    const bank = await banks(body.provider, { companyId });
    const { ownerId } = await companies(table, companyId).get();
    const person = await people(directory()).byId(actor.kind === "person" ? actor.personId : ownerId);
    const id = newId("connection");
    const consent = await bank.connect({
      reference: id,
      email: person?.email ?? "",
      ...(body.callbackUrl && { callbackUrl: body.callbackUrl }),
    });
    const at = instantOf(now());
    const connection: Connection = {
      ...(await admitToken(bank, body.token, { companyId, id }, sealing)),
      companyId,
      id,
      provider: body.provider,
      ...consent,
      state: "pending_consent",
      createdAt: at,
      version: 1,
    };
    const event = {
      id: newId("event"),
      type: "connection.created",
      at,
      doer: doerOf(actor),
      requestId: request.requestId,
      objects: [{ id, version: 1 }],
    } as const;
    await commit(directory(companyId), companyId, newConnectionActions(connection), event);
    await syncQueue.send([{ companyId, connectionId: id, syncId: newId("sync"), trigger: "connect", requestedAt: at }]);
    return viewOf(actor)(connection);
  },
});

const list = connecting({
  method: "GET",
  path: "/api/sync/connections",
  may: "connections:read",
  summary: "The bank connections and their state",
  returns: listOf(ConnectionView),
  async handle({ actor, table }) {
    return { data: (await connections(table, actor.companyId).all()).map(viewOf(actor)), nextCursor: null };
  },
});

export const connectionsApi = resource("connections", [connect, list]);
