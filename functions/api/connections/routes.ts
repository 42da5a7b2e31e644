import * as z from "zod";
import { instantOf } from "#domain/dates";
import { ConnectionId } from "#domain/ids";
import { Flag, listOf } from "#runtime/list";
import { resource } from "#runtime/resource";
import { routesNeeding } from "#runtime/route";
import { connections } from "#store/connections";
import { ReturnQuery, returnFromBank } from "./callback.ts";
import { CallbackUrl, connectBank, reconnectBank } from "./connect.ts";
import { disconnectBank } from "./disconnect.ts";
import { ConnectionView, viewOf } from "./view.ts";

const reading = routesNeeding("table");
const connecting = routesNeeding("directory", "table", "banks", "envelopeSecrets", "randomness", "syncQueue");
const ending = routesNeeding("directory", "table", "syncQueue");
const returning = routesNeeding("directory", "syncQueue");

const params = z.object({ connectionId: ConnectionId });

/** Of a provider without a page of consent: kept sealed, shown to nobody. */
const KeptToken = z
  .string()
  .regex(/^[\x21-\x7e]{8,4096}$/)
  .meta({ description: "For `finary` alone: the token its data is read with. Kept sealed, and shown to nobody." });

const connect = connecting({
  method: "POST",
  path: "/api/sync/connections",
  may: "connections:write",
  summary: "Connect a bank: returns the page where the bank asks for consent",
  body: z.strictObject({ provider: z.enum(["bridge", "sandbox", "finary"]), token: KeptToken.exactOptional(), callbackUrl: CallbackUrl }),
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
  async handle({ body: { provider, ...asked }, ...doing }) {
    return viewOf(doing.actor, instantOf(doing.now()))(await connectBank(provider, asked, doing));
  },
});

const list = reading({
  method: "GET",
  path: "/api/sync/connections",
  may: "connections:read",
  summary: "The bank connections and their state; `?disconnected=true`: those that were ended in the last thirteen months",
  query: z.strictObject({
    disconnected: Flag.exactOptional().meta({ description: "`true`: those that were ended, instead of those that are there." }),
  }),
  returns: listOf(ConnectionView),
  async handle({ actor, table, query, now }) {
    const kept = await connections(table, actor.companyId).kept();
    const asked = kept.filter(({ state }) => (state === "disconnected") === (query.disconnected ?? false));
    return { data: asked.map(viewOf(actor, instantOf(now()))), nextCursor: null };
  },
});

const get = reading({
  method: "GET",
  path: "/api/sync/connections/{connection_id}",
  may: "connections:read",
  summary: "One bank connection, ended or not",
  params,
  returns: ConnectionView,
  refuses: ["connection.not_found"],
  async handle({ params: { connectionId }, actor, table, now }) {
    return viewOf(actor, instantOf(now()))(await connections(table, actor.companyId).get(connectionId));
  },
});

const reconnect = connecting({
  method: "POST",
  path: "/api/sync/connections/{connection_id}/reconnect",
  may: "connections:write",
  summary:
    "Ask the bank for consent again, for the same login: `connect_url` is the page; the state changes once a read has seen the consent",
  params,
  body: z.strictObject({ callbackUrl: CallbackUrl }),
  returns: ConnectionView,
  claims: true,
  refuses: [
    "connection.not_found",
    "connection.ended",
    "conflict.changed_meanwhile",
    "sync.provider_unavailable",
    "sync.provider_unreachable",
    "queue.unavailable",
  ],
  async handle({ params: { connectionId }, body, ...doing }) {
    return viewOf(doing.actor, instantOf(doing.now()))(await reconnectBank(connectionId, body, doing));
  },
});

const disconnect = ending({
  method: "DELETE",
  path: "/api/sync/connections/{connection_id}",
  may: "connections:write",
  summary: "End a connection and our access at the bank; its accounts keep their history and are kept by hand from then on",
  params,
  returns: z.null(),
  status: 204,
  refuses: ["connection.not_found", "conflict.changed_meanwhile", "queue.unavailable"],
  async handle({ params: { connectionId }, ...doing }) {
    await disconnectBank(connectionId, doing);
    return null;
  },
});

const callback = returning({
  method: "GET",
  path: "/api/sync/callback/{provider}",
  may: "public",
  summary: "Where the browser comes back from the bank: on to the connection's `callback_url`, or a page that says so",
  params: z.object({
    provider: z
      .string()
      .max(40)
      .meta({ description: "The provider the browser was sent to.", examples: ["bridge"] }),
  }),
  query: ReturnQuery,
  returns: z.null().meta({ content: ["text/html"] }),
  also: [303],
  refuses: ["queue.unavailable"],
  handle: ({ params: { provider }, query, ...doing }) => returnFromBank(provider, query, doing),
});

export const connectionsApi = resource("connections", [connect, list, get, reconnect, disconnect, callback]);
