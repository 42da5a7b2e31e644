import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { apiKeyHash, newApiKeyText, readApiKeyText } from "#runtime/api-key-text";
import { assertHolds, SCOPES } from "#runtime/permissions";
import { apiKeys } from "#store/api-keys";
import { colleague, sessionOf } from "#test/people";
import { type Answer, company, type TestWorld, testWorld } from "#test/world";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld({ withoutWorkers: true });
});
afterAll(() => world.end());

type Mine = Awaited<ReturnType<typeof owned>>;
const refused = (answer: Answer, status: number, code: string) =>
  expect({ status: answer.status, code: answer.body["code"] }).toEqual({ status, code });

async function owned() {
  const mine = await company(world);
  return sessionOf(world, mine.id, mine.personId, "owner");
}

async function made(mine: Mine, scopes: readonly string[] = ["accounts:read"], more: object = {}) {
  const answer = await mine.post("/api/keys", { name: "Caisse", scopes, ...more });
  expect(answer.status).toBe(201);
  const token = String(answer.body["key"]);
  const as = (method: string, path: string, body?: unknown) => world.request(method, path, { token, ...(body !== undefined && { body }) });
  return { id: String(answer.body["id"]), token, as, get: (path: string) => as("GET", path), body: answer.body };
}
const keysOf = async (mine: Mine) => (await mine.get("/api/keys?limit=200")).body["data"] as Record<string, unknown>[];
const shown = ({ status, body: { request_id: _, ...body } }: Answer) => ({ status, body });

describe("an API key", () => {
  it("opens what it was given and nothing else, in its company, by one read", async () => {
    const [mine, theirs] = [await owned(), await owned()];
    const account = await theirs.post("/api/accounts", { name: "Caisse", bank_name: "Banque", account_type: "other" });
    const key = await made(mine, ["accounts:read", "accounts:write"]);
    const answer = await key.as("POST", "/api/accounts", { name: "Caisse", bank_name: "Banque", account_type: "other" });
    expect([answer.status, answer.headers["numma-cost"]]).toEqual([201, expect.stringMatching(/\bauth-rru=1\b/)]);
    expect((await key.get("/api/accounts")).body["data"]).toHaveLength(1);
    refused(await key.get("/api/ledger/years"), 403, "auth.forbidden");
    refused(await key.get(`/api/accounts/${account.body["id"]}`), 404, "account.not_found");
  });

  it("says in the outbox which key acted", async () => {
    const mine = await owned();
    const key = await made(mine, ["accounts:write"]);
    await key.as("POST", "/api/accounts", { name: "Caisse", bank_name: "Banque", account_type: "other" });
    const { items } = await world.table(mine.companyId).query({
      KeyConditionExpression: "#pk = :pk",
      ExpressionAttributeNames: { "#pk": "pk" },
      ExpressionAttributeValues: { ":pk": `COMPANY#${mine.companyId}#OUTBOX` },
    });
    expect(items.find(({ type }) => type === "account.opened" || type === "account.created")).toMatchObject({
      doer: { kind: "key", id: key.id },
    });
    expect(items.find(({ type }) => type === "key.created")).toMatchObject({
      doer: { kind: "person", id: mine.personId },
      objects: [{ id: key.id }],
    });
  });

  it("is nobody's session: what asks for a person refuses it by name", async () => {
    const mine = await owned();
    const key = await made(mine, SCOPES);
    const asked: [string, string, unknown?][] = [
      ["GET", "/auth/me"],
      ["POST", "/auth/logout"],
      ["POST", "/auth/switch", { company_id: mine.companyId }],
      ["GET", "/api/companies"],
      ["POST", "/api/companies", { name: "Autre" }],
      ["DELETE", "/users/me"],
    ];
    for (const [method, path, body] of asked) refused(await key.as(method, path, body), 403, "auth.person_only");
  });

  it("never decides who gets in, whatever its maker may", async () => {
    const mine = await owned();
    for (const scope of ["users:write", "keys:write", "privacy:write", "company:write", "accounts:*", "*", "nothing:read"])
      refused(await mine.post("/api/keys", { name: "K", scopes: [scope] }), 400, "request.invalid");
    const key = await made(mine, SCOPES);
    refused(await key.as("POST", "/users", { email: "a@b.test", role: "viewer" }), 403, "auth.forbidden");
    refused(await key.as("POST", "/api/keys", { name: "K", scopes: ["accounts:read"] }), 403, "auth.forbidden");
    refused(await key.as("DELETE", `/api/keys/${key.id}`), 403, "auth.forbidden");
    refused(await key.as("PUT", `/api/companies/${mine.companyId}`, { name: "Autre" }), 403, "auth.forbidden");
    expect((await key.get("/users")).status).toBe(200);
  });

  it("holds no more than its maker", async () => {
    const mine = await owned();
    const accountant = await colleague(world, mine.companyId, "accountant");
    refused(await accountant.post("/api/keys", { name: "K", scopes: ["books:read"] }), 403, "auth.forbidden");
    const token = (await made(mine, ["books:read"])).token;
    expect((await world.request("GET", "/api/ledger/years", { token })).status).toBe(200);
    expect(() => assertHolds("accountant", ["books:read", "connections:write"])).toThrow("key.scope_not_held");
    expect(() => assertHolds("admin", SCOPES)).not.toThrow();
  });

  it("is shown once: the table, the logs and the lists hold its hash at most", async () => {
    const mine = await owned();
    const key = await made(mine);
    await key.get("/api/accounts");
    const item = await world.table(mine.companyId).get({ Key: { pk: `COMPANY#${mine.companyId}#KEYS`, sk: key.id } });
    expect(item).toMatchObject({ hash: createHash("sha256").update(key.token).digest("hex") });
    const secret = key.token.split("_").slice(3).join("_");
    const told = JSON.stringify([item, world.events, await keysOf(mine)]);
    expect([told.includes(secret), JSON.stringify(await keysOf(mine)).includes(String(item?.["hash"]))]).toEqual([false, false]);
    const { key: _, ...rest } = key.body;
    expect(await keysOf(mine)).toMatchObject([{ ...rest, last_used_at: expect.any(String) }]);
  });

  it("malformed, unknown, altered, foreign, revoked and expired is one and the same answer", async () => {
    const [mine, theirs] = [await owned(), await owned()];
    const [revoked, expired, other] = [
      await made(mine),
      await made(mine, ["accounts:read"], { expires_at: new Date(world.clock.now().getTime() + 1_000).toISOString() }),
      await made(theirs),
    ];
    expect((await expired.get("/api/accounts")).status).toBe(200);
    await mine.delete(`/api/keys/${revoked.id}`);
    world.clock.pass(1);
    const read = readApiKeyText(other.token);
    if (!read) throw new Error("a key that cannot be read");
    const random = (bytes: number) => Buffer.alloc(bytes, 7);
    const elsewhere = newApiKeyText(mine.companyId, read.keyId, random);
    const guessed = newApiKeyText(theirs.companyId, read.keyId, random);
    const tokens = [revoked.token, expired.token, elsewhere, guessed, `${other.token}x`, other.token.slice(0, -1), "nk_", "nk_x_y_z"];
    tokens.push(
      other.token.replace(theirs.companyId.slice(4), mine.companyId.slice(4)),
      `nk_${"A".repeat(4_000)}`,
      other.token.toLowerCase(),
    );
    const [first, ...answers] = await Promise.all(tokens.map((token) => world.request("GET", "/api/accounts", { token })));
    if (!first) throw new Error("no answer");
    refused(first, 401, "auth.invalid_token");
    for (const answer of answers) expect(shown(answer)).toEqual(shown(first));
    expect(first.headers["www-authenticate"]).toBe("Bearer");
    expect((await other.get("/api/accounts")).status).toBe(200);
  });

  it("mistyped costs no read of the table", async () => {
    const key = await made(await owned());
    for (let at = 3; at < key.token.length; at += 7) {
      const token = `${key.token.slice(0, at)}${key.token[at] === "7" ? "8" : "7"}${key.token.slice(at + 1)}`;
      const answer = await world.request("GET", "/api/accounts", { token });
      expect([answer.status, answer.headers["numma-cost"]]).toEqual([401, expect.stringMatching(/^rru=0; wru=0; auth-rru=0\b/)]);
    }
  });

  it("is revoked at once, and revoking it again changes nothing", async () => {
    const [mine, theirs] = [await owned(), await owned()];
    const key = await made(mine);
    refused(await theirs.delete(`/api/keys/${key.id}`), 404, "key.not_found");
    const answers = await Promise.all(Array.from({ length: 5 }, () => mine.delete(`/api/keys/${key.id}`)));
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 204, 204, 204]);
    refused(await key.get("/api/accounts"), 401, "auth.invalid_token");
    expect(await keysOf(mine)).toMatchObject([{ id: key.id, status: "revoked", version: 2 }]);
    expect(
      await apiKeys(world.table(mine.companyId), mine.companyId).find(readApiKeyText(key.token)?.keyId ?? world.newId("apiKey")),
    ).toMatchObject({ hash: null });
  });

  it("remembers its last use to the hour, without a write at every request", async () => {
    const mine = await owned();
    const key = await made(mine);
    const lastUse = async () => (await keysOf(mine))[0]?.["last_used_at"];
    const used = async (at: unknown) => {
      for (let turn = 0; turn < 500 && (await lastUse()) !== at; turn += 1) await new Promise(setImmediate);
      return lastUse();
    };
    expect(await lastUse()).toBeNull();
    const first = world.clock.now().toISOString();
    await key.get("/api/accounts");
    expect(await used(first)).toBe(first);
    world.clock.pass(3_599);
    await key.get("/api/accounts");
    expect(await lastUse()).toBe(first);
    world.clock.pass(2);
    const later = world.clock.now().toISOString();
    await Promise.all(Array.from({ length: 5 }, () => key.get("/api/accounts")));
    expect(await used(later)).toBe(later);
  });

  it("ends with its maker's membership, and when a new role does not carry it", async () => {
    const owner = await owned();
    const [gone, demoted] = [await colleague(world, owner.companyId, "admin"), await colleague(world, owner.companyId, "admin")];
    const byGone = await made(gone);
    const [kept, lost] = [await made(demoted, ["accounts:read"]), await made(demoted, ["accounts:read", "books:write"])];
    expect((await owner.delete(`/users/${gone.personId}`)).status).toBe(204);
    expect((await owner.put(`/users/${demoted.personId}`, { role: "viewer" })).status).toBe(200);
    for (const key of [byGone, lost]) refused(await key.get("/api/accounts"), 401, "auth.invalid_token");
    expect((await kept.get("/api/accounts")).status).toBe(200);
  });

  it("made while its maker is removed does not outlive the membership", async () => {
    const owner = await owned();
    const admin = await colleague(world, owner.companyId, "admin");
    const making = Array.from({ length: 10 }, () => admin.post("/api/keys", { name: "K", scopes: ["accounts:read"] }));
    const [removed, ...answers] = await Promise.all([owner.delete(`/users/${admin.personId}`), ...making]);
    expect([removed.status, answers.every(({ status }) => status < 500)]).toEqual([204, true]);
    for (const { body } of answers)
      if (body["key"]) refused(await world.request("GET", "/api/accounts", { token: String(body["key"]) }), 401, "auth.invalid_token");
    expect((await keysOf(owner)).every(({ status }) => status === "revoked")).toBe(true);
  });

  it("has at most forty-nine live neighbours, even when sixty are asked for at once", async () => {
    const mine = await owned();
    const store = apiKeys(world.table(mine.companyId), mine.companyId);
    const facts = { name: "K", scopes: ["accounts:read"], hash: "h", createdBy: mine.personId, createdAt: world.clock.now().toISOString() };
    for (let at = 0; at < 46; at += 1) {
      const id = world.newId("apiKey");
      const Item = { ...facts, id, expiresAt: null, lastUsedAt: null, revokedAt: null, version: 1 };
      await world.table(mine.companyId).put({ Item: { pk: `COMPANY#${mine.companyId}#KEYS`, sk: id, ...Item } });
    }
    const answers = await Promise.all(Array.from({ length: 12 }, () => mine.post("/api/keys", { name: "K", scopes: ["accounts:read"] })));
    expect(answers.filter(({ status }) => status === 201).length).toBeLessThanOrEqual(4);
    while ((await store.live(world.clock.now().toISOString())).length < 50) await made(mine);
    refused(await mine.post("/api/keys", { name: "K", scopes: ["accounts:read"] }), 409, "key.limit_reached");
    const [newest] = await keysOf(mine);
    await mine.delete(`/api/keys/${newest?.["id"]}`);
    await made(mine);
    const first = await mine.get("/api/keys?limit=30");
    const rest = await mine.get(`/api/keys?limit=30&cursor=${encodeURIComponent(String(first.body["next_cursor"]))}`);
    const ids = [first, rest].flatMap(({ body }) => (body["data"] as { id: string }[]).map(({ id }) => id));
    expect([ids.length, rest.body["next_cursor"]]).toEqual([51, null]);
    expect(ids).toEqual([...new Set(ids)].sort().reverse());
  });

  it("refuses what is no key to make", async () => {
    const mine = await owned();
    const bodies = [
      {},
      { name: "", scopes: ["accounts:read"] },
      { name: "K", scopes: [] },
      { name: "K\u0000", scopes: ["accounts:read"] },
      { name: "K", scopes: ["accounts:read"], expires_at: "2020-01-01T00:00:00.000Z" },
      { name: "K", scopes: ["accounts:read"], expires_at: "demain" },
      { name: "K", scopes: ["accounts:read"], created_by: "per_X" },
      { name: "K", scopes: ["__proto__"] },
    ];
    for (const body of bodies) refused(await mine.post("/api/keys", body), 400, "request.invalid");
  });
});

describe("a key's text", () => {
  it("is found by the pattern given to secret scanners, and names its company and itself", async () => {
    const { token, id } = await made(await owned());
    expect(token).toMatch(/^nk_[0-7][0-9A-HJKMNP-TV-Z]{25}_[0-7][0-9A-HJKMNP-TV-Z]{25}_[A-Za-z0-9_-]{43}[0-9A-Za-z]{6}$/);
    expect(readApiKeyText(token)).toMatchObject({ keyId: id, hash: apiKeyHash(token) });
  });
});
