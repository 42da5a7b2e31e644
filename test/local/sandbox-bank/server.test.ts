import { createServer } from "node:http";
import { describe, expect, onTestFinished, test } from "vitest";
import { bridgeBank } from "#connectors/banks/bridge";
import { BridgeEvent, verifyBridgeSignature } from "#connectors/banks/bridge-webhook";
import { bind, shut } from "#infra/local/listen";
import { startSandboxBank } from "#infra/local/sandbox-bank/server";
import type { WebhookTarget } from "#infra/local/sandbox-bank/webhook";
import { CLIENT, everyRow, movedClock } from "#test/connectors/banks/sandbox";

async function started(webhook?: WebhookTarget) {
  const clock = movedClock();
  const sandbox = await startSandboxBank({ now: clock.now, clients: CLIENT, ...(webhook && { webhook }) });
  onTestFinished(() => sandbox.close());
  const bank = bridgeBank({ baseUrl: sandbox.url, ...CLIENT, fetch, now: clock.now });
  const headers = { "bridge-version": "2025-01-15", "client-id": CLIENT.clientId, "client-secret": CLIENT.clientSecret };
  const call = (method: string, path: string, more: { body?: unknown; token?: string; headers?: Record<string, string> } = {}) =>
    fetch(`${sandbox.url}${path}`, {
      method,
      headers: { ...headers, ...(more.token && { authorization: `Bearer ${more.token}` }), ...more.headers },
      ...(more.body !== undefined && { body: JSON.stringify(more.body) }),
    });
  return { ...sandbox, clock, bank, call };
}

const json = async (response: Response): Promise<{ [name: string]: never }> => JSON.parse(await response.text());

describe("the made-up company", () => {
  test("is read whole through the adapter: accounts, every row once, balances that agree", async () => {
    const { bank } = await started();
    const { userId } = await bank.connect({ reference: "con_1", email: "test@demo.invalid" });
    const session = await bank.open(userId);
    const [items, accounts, rows] = [await session.items(), await session.accounts(), await everyRow(session.rows())];
    expect(items).toMatchObject([{ state: "active", bankName: "Banque Démo" }]);
    expect(accounts.map(({ type }) => type)).toEqual(["checking", "savings", "loan"]);
    expect(new Set(rows.map(({ providerId }) => providerId)).size).toBe(rows.length);
    for (const { providerId, accountingBalanceCents } of accounts.slice(0, 2)) {
      const own = rows.filter(({ accountProviderId, hasBookingDate }) => accountProviderId === providerId && hasBookingDate);
      expect(own.reduce((sum, { amountCents }) => sum + amountCents, 0)).toBe(accountingBalanceCents);
    }
  });

  test("read by increments for two weeks is the company read whole at the end", async () => {
    const { bank, clock } = await started();
    const { userId } = await bank.connect({ reference: "con_1", email: "test@demo.invalid" });
    const held = new Map((await everyRow((await bank.open(userId)).rows())).map((row) => [row.providerId, row]));
    for (let day = 0; day < 14; day += 1) {
      const since = new Date(clock.now().getTime() - 600_000).toISOString();
      clock.advance(86_400);
      for (const row of await everyRow((await bank.open(userId)).rows(since === undefined ? {} : { since }))) {
        if (row.deleted) held.delete(row.providerId);
        else held.set(row.providerId, row);
      }
    }
    const whole = new Map((await everyRow((await bank.open(userId)).rows())).map((row) => [row.providerId, row]));
    expect(held).toEqual(whole);
  });

  test("is still there after a restart, for the same user and the same token", async () => {
    const first = await started();
    const { userId } = await first.bank.connect({ reference: "con_1", email: "test@demo.invalid" });
    const rows = await everyRow((await first.bank.open(userId)).rows());
    const { access_token: token = "" } = await json(
      await first.call("POST", "/v3/aggregation/authorization/token", { body: { user_uuid: userId } }),
    );
    const second = await started();
    expect(await everyRow((await second.bank.open(userId)).rows())).toEqual(rows);
    expect((await second.call("GET", "/v3/aggregation/items", { token })).status).toBe(200);
  });
});

describe("the server answers", () => {
  test("400 without the right version, 401 to a stranger, 404 off the map", async () => {
    const { call } = await started();
    expect((await call("GET", "/v3/aggregation/items", { headers: { "bridge-version": "2021-06-01" } })).status).toBe(400);
    expect((await call("POST", "/v3/aggregation/users", { headers: { "client-secret": "x" } })).status).toBe(401);
    expect((await call("GET", "/v3/aggregation/stocks", { token: "x" })).status).toBe(404);
    expect((await call("GET", "/v3/aggregation/items")).status).toBe(401);
    expect((await call("POST", "/v3/aggregation/users", { body: "nonsense" })).status).toBe(400);
    expect((await call("POST", "/v3/aggregation/users", { body: { external_user_id: "x".repeat(70_000) } })).status).toBe(413);
  });

  test("201 to a new user, 409 to one it knows", async () => {
    const { call } = await started();
    const body = { external_user_id: "con_9" };
    expect((await call("POST", "/v3/aggregation/users", { body })).status).toBe(201);
    expect((await call("POST", "/v3/aggregation/users", { body })).status).toBe(409);
  });

  test("tokens for two hours, and takes none that was tampered with", async () => {
    const { call, bank, clock } = await started();
    const { userId } = await bank.connect({ reference: "con_1", email: "test@demo.invalid" });
    const { access_token: token = "" } = await json(
      await call("POST", "/v3/aggregation/authorization/token", { body: { external_user_id: "con_1" } }),
    );
    const status = async (presented: string) => (await call("GET", "/v3/aggregation/items", { token: presented })).status;
    expect([await status(token), await status(`x${token}`), await status("x"), await status(`${token}x`)]).toEqual([200, 401, 401, 401]);
    clock.advance(7_200);
    expect(await status(token)).toBe(401);
    expect(userId).toHaveLength(36);
  });

  test("no items before the consent, none after the item is deleted, nothing to a deleted user", async () => {
    const { call, bank } = await started();
    await call("POST", "/v3/aggregation/users", { body: { external_user_id: "con_1" } });
    const { access_token: token = "" } = await json(
      await call("POST", "/v3/aggregation/authorization/token", { body: { external_user_id: "con_1" } }),
    );
    const resources = async (path: string) => (await json(await call("GET", `/v3/aggregation/${path}`, { token })))["resources"];
    expect(await resources("items")).toEqual([]);
    expect(await resources("transactions")).toEqual([]);
    const { userId } = await bank.connect({ reference: "con_1", email: "test@demo.invalid" });
    const [item] = await (await bank.open(userId)).items();
    expect((await call("DELETE", "/v3/aggregation/items/1", { token })).status).toBe(404);
    expect((await call("DELETE", `/v3/aggregation/items/${item?.itemId}`, { token })).status).toBe(204);
    expect(await resources("accounts")).toEqual([]);
    expect((await call("DELETE", `/v3/aggregation/users/${userId}`)).status).toBe(204);
    expect((await call("GET", "/v3/aggregation/items", { token })).status).toBe(401);
  });

  test("pages of 50 rows unless told, of 500 at most, one after the other", async () => {
    const { call, bank } = await started();
    const { userId } = await bank.connect({ reference: "con_1", email: "test@demo.invalid" });
    const { access_token: token = "" } = await json(
      await call("POST", "/v3/aggregation/authorization/token", { body: { user_uuid: userId } }),
    );
    const get = async (query: string) => json(await call("GET", `/v3/aggregation/transactions${query}`, { token }));
    const first: { resources?: { id: number }[]; pagination?: { next_uri?: string } } = await get("");
    expect(first.resources).toHaveLength(50);
    expect(first.pagination?.next_uri).toMatch(/^\/v3\/aggregation\/transactions\?after=/);
    expect((await call("GET", "/v3/aggregation/transactions?limit=501", { token })).status).toBe(400);
    expect((await call("GET", "/v3/aggregation/transactions?since=yesterday", { token })).status).toBe(400);
  });
});

test("webhooks are signed as Bridge signs them, and name the user", async () => {
  const received: { body: Buffer; signature: string | undefined }[] = [];
  const receiver = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    received.push({ body: Buffer.concat(chunks), signature: String(request.headers["bridgeapi-signature"]) });
    response.writeHead(202).end();
  });
  const port = await bind(receiver, 0);
  onTestFinished(() => shut(receiver));
  const { bank, control, clock } = await started({ url: `http://127.0.0.1:${port}/hook`, secret: "whsec_1" });
  const { userId } = await bank.connect({ reference: "con_1", email: "test@demo.invalid" });
  expect(await control.sendWebhook("item.account.updated", userId, 41)).toBe(202);
  const [{ body, signature } = { body: Buffer.alloc(0), signature: undefined }] = received;
  expect(verifyBridgeSignature(body, signature, ["whsec_1"])).toBe(true);
  expect(verifyBridgeSignature(body, signature, ["whsec_2"])).toBe(false);
  expect(BridgeEvent.parse(JSON.parse(body.toString("utf8")))).toMatchObject({
    type: "item.account.updated",
    userUuid: userId,
    accountId: "41",
    timestamp: clock.now().getTime(),
  });
});
