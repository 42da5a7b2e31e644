import * as z from "zod";
import { BankError, type Consent } from "#connectors/banks/port";
import type { Provider } from "#domain/banking/provider";
import { type Instant, instantOf, shifted } from "#domain/dates";
import type { ConnectionId, NewId } from "#domain/ids";
import { Refusal } from "#domain/refusals";
import { type Actor, doerOf } from "#runtime/actor";
import { originOf } from "#runtime/origin";
import type { HttpRequest } from "#runtime/request";
import type { Services } from "#runtime/services";
import { companies } from "#store/companies";
import { reconnectActions } from "#store/connection-changes";
import { CONNECTIONS_KEPT_MAX, CONNECTIONS_MAX, type Connection, connections, newConnectionActions } from "#store/connections";
import { type BusinessEvent, commit } from "#store/outbox";
import { people } from "#store/people";

/** No credentials before the host, and nothing a parser of addresses would quietly leave out: spaces and line breaks. */
const NOBODY_NAMED = /^https?:\/\/[^\s@/?#\\]+(?:[/?#]\S*)?$/i;

/** Where a person wants to be after the bank. */
export const CallbackUrl = z
  .url({ protocol: /^https?$/ })
  .max(500)
  .regex(NOBODY_NAMED)
  .exactOptional()
  .meta({ description: "Where the browser goes after the bank; a page of ours without it." });

export type Doing = Pick<Services, "directory" | "table" | "banks" | "syncQueue"> & {
  readonly actor: Actor;
  readonly request: HttpRequest;
  readonly now: () => Date;
  readonly newId: NewId;
};
type Asked = { readonly callbackUrl?: string };

/** A bank asked for consent again is looked at once more after this long, should nobody come back from it. */
const LOOK_AGAIN_SECONDS = 300;

/** Opens a connection: asks the provider for a consent page, and reads whatever is there once somebody has been on it. */
export async function connectBank(provider: "bridge" | "sandbox", asked: Asked, doing: Doing): Promise<Connection> {
  const { actor, directory, table, banks, syncQueue, request, now, newId } = doing;
  const { companyId } = actor;
  const kept = await connections(table, companyId).kept();
  const live = kept.filter(({ state }) => state !== "disconnected");
  if (live.length >= CONNECTIONS_MAX || kept.length >= CONNECTIONS_KEPT_MAX) throw new Refusal("connection.limit_reached");
  const bank = await banks(provider);
  const id = newId("connection");
  const consent = await bank.connect({ reference: id, email: await emailOf(doing), callbackUrl: callbackOf(request, provider) });
  const at = instantOf(now());
  const connection: Connection = {
    ...{ companyId, id, provider, ...consent, state: "pending_consent", stateSince: at, createdAt: at, version: 1 },
    ...asked,
  };
  await commit(directory(companyId), companyId, newConnectionActions(connection), eventOf("connection.created", connection, at, doing));
  await syncQueue.send([{ companyId, connectionId: id, syncId: newId("sync"), trigger: "connect", requestedAt: at }]);
  return connection;
}

/**
 * Asks for consent again, for the same user of the provider and the login that lost it. Nothing of what is known of the connection changes before a
 * read has seen the consent.
 */
export async function reconnectBank(id: ConnectionId, asked: Asked, doing: Doing): Promise<Connection> {
  const { actor, directory, table, syncQueue, now, newId } = doing;
  const { companyId } = actor;
  const before = await connections(table, companyId).get(id);
  if (before.state === "disconnected") throw new Refusal("connection.ended");
  const consent = await consentAgain(before, doing);
  const at = instantOf(now());
  const { callbackUrl: _, ...others } = before;
  const after: Connection = { ...others, ...consent, ...asked, version: before.version + 1 };
  const actions = reconnectActions(before, { ...consent, callbackUrl: asked.callbackUrl ?? null });
  const { done } = await commit(directory(companyId), companyId, actions, eventOf("connection.reconnect_asked", after, at, doing));
  if (!done) throw new Refusal("conflict.changed_meanwhile");
  const requestedAt = shifted(at, LOOK_AGAIN_SECONDS);
  const message = { companyId, connectionId: id, syncId: newId("sync"), trigger: "connect", requestedAt } as const;
  await syncQueue.send([message], { delaySeconds: LOOK_AGAIN_SECONDS });
  return after;
}

/** For the login that needs it; for a new one when that is gone; for a new user when even the user is. */
async function consentAgain({ id, provider, userId, items = [] }: Connection, doing: Doing): Promise<Consent> {
  const bank = await doing.banks(provider);
  const common = { reference: id, email: await emailOf(doing), callbackUrl: callbackOf(doing.request, provider) };
  const item = items.find(({ state }) => state !== "active") ?? items[0];
  const again = () => bank.connect({ ...common, userId });
  const asNew = (error: unknown) => (kindBehind(error) === "unauthorized" ? bank.connect(common) : Promise.reject(error));
  if (item === undefined) return again().catch(asNew);
  return bank.connect({ ...common, userId, itemId: item.itemId }).catch((error: unknown) => {
    return kindBehind(error) === "refused" ? again().catch(asNew) : asNew(error);
  });
}

/** A bank that fails while a person waits is a refusal, and says why in its cause. */
const kindBehind = (error: unknown): string | null =>
  error instanceof Refusal && error.cause instanceof BankError ? error.cause.kind : null;

const callbackOf = (request: HttpRequest, provider: Provider): string => `${originOf(request)}/api/sync/callback/${provider}`;

/** The provider wants an address: that of whoever asks, or of the owner when a program does. */
async function emailOf({ actor, table, directory }: Doing): Promise<string> {
  const personId = actor.kind === "person" ? actor.personId : (await companies(table, actor.companyId).get()).ownerId;
  return (await people(directory()).byId(personId))?.email ?? "";
}

export const eventOf = (
  type: BusinessEvent["type"],
  { id, version }: Connection,
  at: Instant,
  { actor, request, newId }: Pick<Doing, "actor" | "request" | "newId">,
): BusinessEvent => ({
  ...{ id: newId("event"), type, at, doer: doerOf(actor), requestId: request.requestId },
  objects: [{ id, version }],
});
