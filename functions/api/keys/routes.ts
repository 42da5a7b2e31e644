import * as z from "zod";
import { Instant, instantOf } from "#domain/dates";
import { ActorId, ApiKeyId } from "#domain/ids";
import { Refusal } from "#domain/refusals";
import { humanText } from "#domain/text";
import { doerOf, personIn } from "#runtime/actor";
import { apiKeyHash, newApiKeyText } from "#runtime/api-key-text";
import { listOf, listQuery } from "#runtime/list";
import { assertHolds, SCOPES } from "#runtime/permissions";
import { resource } from "#runtime/resource";
import { routesNeeding } from "#runtime/route";
import { type ApiKey, apiKeys } from "#store/api-keys";

const route = routesNeeding("table");
const making = routesNeeding("table", "randomness");

const ApiKeyView = z
  .object({
    id: ApiKeyId,
    name: z.string(),
    scopes: z.array(z.string()),
    status: z.enum(["live", "expired", "revoked"]),
    createdBy: ActorId,
    createdAt: Instant,
    expiresAt: Instant.nullable(),
    lastUsedAt: Instant.nullable(),
    revokedAt: Instant.nullable(),
    version: z.int(),
  })
  .meta({ id: "ApiKey", examples: [{ name: "Tableau de bord", scopes: ["accounts:read", "transactions:read"] }] });

/** The one answer that holds the key itself: nobody can be told it again. */
const NewApiKeyView = ApiKeyView.extend({ key: z.string() }).meta({
  id: "NewApiKey",
  examples: [{ name: "Tableau de bord", scopes: ["accounts:read", "transactions:read"], lastUsedAt: null, version: 1 }],
});

const NewApiKey = z.strictObject({
  name: humanText(80).min(1),
  scopes: z.array(z.enum(SCOPES)).min(1).max(SCOPES.length),
  expiresAt: Instant.exactOptional(),
});

const list = route({
  method: "GET",
  path: "/api/keys",
  may: "keys:read",
  summary: "API keys, newest first, without the keys themselves; revoked ones stay to be seen for 90 days",
  query: listQuery({}),
  returns: listOf(ApiKeyView),
  refuses: ["request.bad_cursor"],
  async handle({ query, actor, table, cursors, now }) {
    const page = await apiKeys(table, actor.companyId).page(query.limit, cursors.open(ApiKeyId));
    const at = instantOf(now());
    return { data: page.keys.map((key) => viewOf(key, at)), nextCursor: page.next === null ? null : cursors.seal(page.next) };
  },
});

const create = making({
  method: "POST",
  path: "/api/keys",
  may: "keys:write",
  summary: "Make an API key for a program, with some of one's own permissions; it is shown once, and ends when its maker leaves",
  body: NewApiKey,
  returns: NewApiKeyView,
  status: 201,
  secret: true,
  refuses: ["auth.person_only", "key.scope_not_held", "key.limit_reached", "conflict.changed_meanwhile"],
  async handle({ body, actor, request, table, randomness, now, newId }) {
    const { companyId, personId, role } = personIn(actor);
    const at = instantOf(now());
    if (body.expiresAt !== undefined && body.expiresAt <= at)
      throw new Refusal("request.invalid", { flaws: [{ pointer: "/expires_at", message: "not_in_future" }] });
    assertHolds(role, body.scopes);
    const id = newId("apiKey");
    const text = newApiKeyText(companyId, id, randomness);
    const key: ApiKey = {
      ...{ id, name: body.name, scopes: [...new Set(body.scopes)].sort(), hash: apiKeyHash(text) },
      ...{ createdBy: personId, createdAt: at, expiresAt: body.expiresAt ?? null, lastUsedAt: null, revokedAt: null, version: 1 },
    };
    const event = { id: newId("event"), at, doer: doerOf(actor), requestId: request.requestId };
    await apiKeys(table, companyId).add(key, role, event);
    return { ...viewOf(key, at), key: text };
  },
});

const revoke = route({
  method: "DELETE",
  path: "/api/keys/{key_id}",
  may: "keys:write",
  summary: "Revoke an API key at once; revoking it again changes nothing",
  params: z.object({ keyId: ApiKeyId }),
  returns: z.null(),
  status: 204,
  refuses: ["key.not_found", "conflict.changed_meanwhile"],
  async handle({ params, actor, request, assertMatch, table, now, newId }) {
    const event = { id: newId("event"), at: instantOf(now()), doer: doerOf(actor), requestId: request.requestId };
    const store = apiKeys(table, actor.companyId);
    const key = await store.find(params.keyId);
    if (!key) throw new Refusal("key.not_found");
    assertMatch(key);
    await store.revoke(key, event);
    return null;
  },
});

function viewOf({ hash, ...key }: ApiKey, at: Instant): z.input<typeof ApiKeyView> {
  const isExpired = key.expiresAt !== null && key.expiresAt <= at;
  return { ...key, status: key.revokedAt !== null || hash === null ? "revoked" : isExpired ? "expired" : "live" };
}

export const keysApi = resource("keys", [list, create, revoke]);
