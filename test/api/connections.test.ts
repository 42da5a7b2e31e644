import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ConnectionId } from "#domain/ids";
import { connections } from "#store/connections";
import { bookedRows, type FakeBank, fakeBank } from "#test/bank";
import { deliver } from "#test/faults/switchable";
import { dataOf } from "#test/ledger";
import { colleague } from "#test/people";
import { bankState } from "#test/sync/totals";
import { company, type TestWorld, testWorld } from "#test/world";

let bank: FakeBank;
let world: TestWorld;
let mine: Awaited<ReturnType<typeof company>>;
let user = 0;

beforeAll(async () => {
  bank = await fakeBank();
  world = await testWorld({ settings: { SANDBOX_BASE_URL: bank.url } });
});
afterAll(async () => {
  await world.end();
  await bank.close();
});
beforeEach(async () => {
  bank.accounts = [{ id: 1, name: "Compte courant", type: "checking", iban: "FR7630006000011234567890189" }];
  bank.rows = bookedRows(6);
  bank.failNext = { status: 500, times: 0 };
  bank.instead = () => null;
  bank.refuse = () => null;
  user += 1;
  bank.nextUser = `user-of-${user}`;
  world.sqs.queue("sync").purge();
  mine = await company(world);
});

type Api = Readonly<Record<string, unknown>> & { readonly id: string };
const connect = async (body: object = {}) => {
  const made = await mine.post("/api/sync/connections", { provider: "sandbox", ...body });
  expect(made.status, made.text).toBe(201);
  await world.idle();
  return ConnectionId.parse(made.body["id"]);
};
const path = (id: string, more = "") => `/api/sync/connections/${id}${more}`;
const stored = (id: ConnectionId) => connections(world.table(mine.id), mine.id).get(id);
const passed = async (seconds: number) => {
  world.clock.pass(seconds);
  world.sqs.tick();
  await world.idle();
};
const runs = async () => dataOf<{ trigger: string; outcome: string }>(await mine.get("/api/sync/logs"));
const accounts = async () => dataOf<Api>(await mine.get("/api/accounts"));
const callsOf = (call: string) => bank.calls.filter((one) => one === call).length;

describe("a connection", () => {
  it("shows its logins, its consent and when it is read next, to whoever may see connections", async () => {
    bank.instead = ({ pathname }) =>
      pathname.endsWith("/items")
        ? '{"resources":[{"id":7,"status":0,"status_code_info":"OK","provider_id":574,"authentication_expires_at":"2027-02-23T09:14:02Z"}],"pagination":{}}'
        : null;
    const id = await connect();
    const { body, headers } = await mine.get(path(id));
    expect(body).toMatchObject({
      ...{ state: "active", state_since: "2026-11-25T11:00:00.000Z", bank_name: "Banque Horizon", last_error: null, failing_since: null },
      items: [
        { item_id: "7", bank_name: "Banque Horizon", state: "active", status_info: "ok", consent_expires_at: "2027-02-23T09:14:02.000Z" },
      ],
      consent_expires_at: "2027-02-23T09:14:02.000Z",
      next_attempt_at: "2026-11-26T03:15:00.000Z",
    });
    expect(headers["etag"]).toMatch(/^"1\./);
    expect((await (await colleague(world, mine.id, "viewer")).get(path(id))).body).toMatchObject({ id, connect_url: null });
  });

  it("of another company, or of nobody, is not there", async () => {
    const id = await connect();
    const other = await company(world);
    for (const answer of [
      await other.get(path(id)),
      await other.post(path(id, "/reconnect"), {}),
      await other.as("DELETE", path(id)),
      await mine.get(path(world.newId("connection"))),
    ])
      expect(answer).toMatchObject({ status: 404, body: { code: "connection.not_found" } });
    expect((await stored(id)).state).toBe("active");
  });
});

describe("a reconnection", () => {
  const lapsed = ({ pathname }: URL) =>
    pathname.endsWith("/items")
      ? '{"resources":[{"id":7,"status":1010,"status_code_info":"OTP_REQUIRED","provider_id":574}],"pagination":{}}'
      : null;

  it("asks consent for the same user and login, and the state stays until a read has seen it", async () => {
    const id = await connect();
    bank.instead = lapsed;
    await mine.post("/api/sync/manual", undefined, { prefer: "wait=20" });
    world.clock.pass(60);
    await mine.post("/api/sync/manual", undefined, { prefer: "wait=20" });
    expect((await stored(id)).state).toBe("reauth_required");
    const asked = await mine.post(path(id, "/reconnect"), {});
    expect(asked).toMatchObject({
      status: 200,
      body: { state: "reauth_required", connect_url: expect.stringMatching(/^https:/), version: 2 },
    });
    expect((await stored(id)).userId).toBe(bank.nextUser);
    await passed(299);
    expect((await stored(id)).state).toBe("reauth_required");
    bank.instead = () => null;
    await passed(2);
    expect(await stored(id)).toMatchObject({ state: "active", stateSince: world.clock.now().toISOString() });
    expect((await accounts()).length).toBe(1);
    expect((await bankState(world, mine.id)).live).toHaveLength(6);
  });

  it("works when the login is gone at the bank, and when its user is", async () => {
    const id = await connect();
    const withItem: string[] = [];
    bank.refuse = ({ path: asked, body }) => {
      if (!asked.endsWith("/connect-sessions") || !body.includes("item_id")) return null;
      withItem.push(body);
      return 404;
    };
    expect(await mine.post(path(id, "/reconnect"), {})).toMatchObject({ status: 200 });
    expect(withItem).toHaveLength(1);
    const before = bank.nextUser;
    bank.nextUser = `${before}-again`;
    bank.refuse = ({ path: asked, body }) => (asked.endsWith("/token") && body.includes(`"${before}"`) ? 404 : null);
    expect(await mine.post(path(id, "/reconnect"), {})).toMatchObject({ status: 200 });
    expect((await stored(id)).userId).toBe(`${before}-again`);
    bank.refuse = () => null;
    await world.request("GET", `/api/sync/callback/sandbox?user_uuid=${before}-again&success=true`);
    await world.idle();
    expect((await runs())[0]).toMatchObject({ trigger: "connect", outcome: "succeeded" });
    const old = await world.table().get({ Key: { pk: `SYSTEM#PROVIDER#sandbox#${before}`, sk: "PROVIDER" } });
    expect(old).toBeUndefined();
  });

  it("of a bank that does not answer, or with an address nobody should be sent to, changes nothing", async () => {
    const id = await connect();
    const before = await stored(id);
    bank.refuse = () => 400;
    expect(await mine.post(path(id, "/reconnect"), {})).toMatchObject({ status: 503, body: { code: "sync.provider_unreachable" } });
    for (const callback_url of [
      "javascript:alert(1)",
      "https://user:pass@evil.test/",
      "ftp://a.test/",
      `https://a.test/${"x".repeat(500)}`,
      7,
    ])
      expect(await mine.post(path(id, "/reconnect"), { callback_url })).toMatchObject({ status: 400 });
    expect(await stored(id)).toEqual(before);
  });
});

describe("the return from the bank", () => {
  const back = (query: string, provider = "sandbox") => world.request("GET", `/api/sync/callback/${provider}?${query}`);

  it("queues one read of the connection behind the user, and leads where its owner said", async () => {
    const id = await connect({ callback_url: "https://app.example.test/retour?a=b" });
    const before = (await runs()).length;
    world.clock.pass(60);
    const [first, second] = [
      await back(`item_id=7&user_uuid=${bank.nextUser}&success=true&step=sync_pending&context=x`),
      await back(`user_uuid=${bank.nextUser}`),
    ];
    for (const answer of [first, second]) expect(answer).toMatchObject({ status: 303, text: "" });
    expect(first?.headers["location"]).toBe(`https://app.example.test/retour?a=b&connection_id=${id}&success=true`);
    await world.idle();
    expect((await runs()).length).toBe(before + 1);
    world.clock.pass(20);
    expect((await back(`user_uuid=${bank.nextUser}&success=false`)).headers["location"]).toMatch(/success=false$/);
    await world.idle();
    expect((await runs()).length).toBe(before + 2);
  });

  it("without an address, of a user nobody knows or a provider there is not, is one page that names nothing, and queues nothing", async () => {
    await connect();
    const known = await back(`user_uuid=${bank.nextUser}&success=true`);
    await world.idle();
    const before = (await runs()).length;
    expect(known.status).toBe(200);
    expect(known.headers).toMatchObject({ "content-type": "text/html; charset=utf-8", "cache-control": "no-store" });
    expect(known.headers["content-security-policy"]).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; frame-ancestors 'none'/);
    expect(known.text).toContain("C'est terminé de votre côté");
    for (const [query, provider] of [
      ["user_uuid=nobody&success=true", "sandbox"],
      [`user_uuid=${bank.nextUser}`, "paypal"],
      [`user_uuid=${"x".repeat(5_000)}`, "sandbox"],
      ["callback_url=https://evil.test&redirect=//evil.test", "sandbox"],
      ["contextId=7&PSU-ID=x&scope=a&scope=b&userUuid=x&__proto__=1&%C3%A9=2", "sandbox"],
      ["success=true", "..%2f..%2fbridge"],
    ] as const) {
      const answer = await world.request("GET", `/api/sync/callback/${provider}?${query}`, { unchecked: "addresses no provider makes" });
      expect([answer.status, answer.text], `${provider} ${query.slice(0, 40)}`).toEqual([200, known.text]);
    }
    expect((await back(`user_uuid=${bank.nextUser}&user_uuid=other`)).status).toBe(400);
    await world.idle();
    expect((await runs()).length).toBe(before);
    expect((await back("success=false")).text).toContain("La connexion n&#39;a pas abouti".replace("&#39;", "'"));
  });

  it("that never comes is not missed: the night finds the user's logins", async () => {
    bank.instead = ({ pathname }) => (pathname.endsWith("/items") ? '{"resources":[],"pagination":{}}' : null);
    const id = await connect();
    expect(await stored(id)).toMatchObject({ state: "pending_consent" });
    expect(await accounts()).toEqual([]);
    bank.instead = () => null;
    world.clock.pass(3_600);
    await world.schedules.run("sync-tick");
    await passed(900);
    expect(await stored(id)).toMatchObject({ state: "active", bankName: "Banque Horizon" });
    expect((await bankState(world, mine.id)).live).toHaveLength(6);
  });
});

describe("the end of a connection", () => {
  it("keeps accounts and rows, leaves the round and every way to it, forgets what it held, and ends our access", async () => {
    const id = await connect({ callback_url: "https://app.example.test/" });
    const before = await bankState(world, mine.id);
    const [account] = await accounts();
    expect(await mine.as("DELETE", path(id))).toMatchObject({ status: 204 });
    expect(await bankState(world, mine.id)).toEqual(before);
    expect(await accounts()).toMatchObject([
      { id: account?.id, ledger_account: account?.["ledger_account"], connection_id: null, status: "open" },
    ]);
    expect((await mine.get("/api/sync/connections")).body["data"]).toEqual([]);
    expect((await mine.get("/api/sync/connections?disconnected=true")).body["data"]).toMatchObject([
      { id, state: "disconnected", connect_url: null },
    ]);
    const deleted = `DELETE /v3/aggregation/users/${bank.nextUser}`;
    expect(callsOf(deleted)).toBe(0);
    await passed(6);
    expect(callsOf(deleted)).toBe(1);
    expect((await mine.get(path(id))).body).toMatchObject({
      ...{ state: "disconnected", next_attempt_at: null },
      ...{ disconnected_at: expect.any(String), access_ended_at: world.clock.now().toISOString() },
    });
    const item = await world.table(mine.id).get({ Key: { pk: `COMPANY#${mine.id}#CONNECTIONS`, sk: id } });
    for (const name of ["sealedToken", "callbackUrl", "leaseOwner", "nextAttemptAt"]) expect(item).not.toHaveProperty(name);
    expect(item).toMatchObject({ connectUrl: "", ttl: expect.any(Number) });
    expect((await mine.post("/api/sync/manual")).body["code"]).toBe("sync.no_connection");
    const read = (await runs()).length;
    await world.schedules.run("sync-tick");
    await world.request("GET", `/api/sync/callback/sandbox?user_uuid=${bank.nextUser}`);
    await passed(900);
    expect((await runs()).length).toBe(read);
    const late = {
      companyId: mine.id,
      connectionId: id,
      syncId: world.newId("sync"),
      trigger: "webhook",
      requestedAt: "2027-01-01T00:00:00.000Z",
    };
    await deliver(world, "sync/connection", late);
    await deliver(world, "sync/connection", { ...late, connectionId: world.newId("connection") });
    expect((await runs()).length).toBe(read);
  });

  it("asked for twice, or of a message that comes late, does nothing more", async () => {
    const id = await connect();
    for (let time = 0; time < 2; time += 1) expect((await mine.as("DELETE", path(id))).status).toBe(204);
    await passed(6);
    const asked = callsOf(`DELETE /v3/aggregation/users/${bank.nextUser}`);
    expect(asked).toBeGreaterThan(0);
    expect((await mine.as("DELETE", path(id))).status).toBe(204);
    await passed(900);
    expect(callsOf(`DELETE /v3/aggregation/users/${bank.nextUser}`)).toBe(asked);
    expect(await mine.post(path(id, "/reconnect"), {})).toMatchObject({ status: 409, body: { code: "connection.ended" } });
    expect((await mine.as("DELETE", path(id), { headers: { "if-match": '"1"' } })).status).toBe(412);
  });

  it("of a provider that is down is asked again until it answers, while nothing of ours waits for it", async () => {
    const id = await connect();
    bank.refuse = ({ path: asked }) => (asked.startsWith("DELETE") ? 400 : null);
    expect((await mine.as("DELETE", path(id))).status).toBe(204);
    await passed(6);
    expect(await stored(id)).toMatchObject({ state: "disconnected" });
    expect((await stored(id)).accessEndedAt).toBeUndefined();
    await passed(121);
    await passed(300);
    bank.refuse = () => null;
    for (let hop = 0; hop < 4; hop += 1) await passed(900);
    expect((await stored(id)).accessEndedAt).toBeDefined();
    expect(world.sqs.queue("sync").counts()).toMatchObject({ visible: 0, delayed: 0, inFlight: 0 });
    expect(world.sqs.queue("sync-dlq").counts()).toMatchObject({ visible: 0 });
  });

  it("is waited for by the message that ends our access, which may come first, or alone, and then does the rest", async () => {
    const id = await connect();
    const message = {
      companyId: mine.id,
      connectionId: id,
      syncId: world.newId("sync"),
      trigger: "disconnect",
      requestedAt: world.clock.now().toISOString(),
    };
    await deliver(world, "sync/connection", message);
    expect(await stored(id)).toMatchObject({ state: "active" });
    expect(world.sqs.queue("sync").counts()).toMatchObject({ delayed: 1 });
    expect((await mine.as("DELETE", path(id))).status).toBe(204);
    await world.table(mine.id).update({
      Key: { pk: `COMPANY#${mine.id}#ACCOUNTS`, sk: (await accounts())[0]?.id },
      UpdateExpression: "SET connectionId = :id",
      ExpressionAttributeValues: { ":id": id },
    });
    await passed(31);
    expect((await stored(id)).accessEndedAt).toBeDefined();
    expect(await accounts()).toMatchObject([{ connection_id: null }]);
    const never = { ...message, connectionId: await connect(), attempt: 4 };
    await deliver(world, "sync/connection", never);
    expect(world.sqs.queue("sync").counts()).toMatchObject({ delayed: 0 });
  });

  it("leaves room for another one, which takes twenty at once and no more", async () => {
    const ids = [];
    for (let count = 0; count < 20; count += 1) {
      bank.nextUser = `many-${user}-${count}`;
      ids.push(await connect());
    }
    expect((await mine.post("/api/sync/connections", { provider: "sandbox" })).body["code"]).toBe("connection.limit_reached");
    await mine.as("DELETE", path(ids[0] ?? ""));
    bank.nextUser = `many-${user}-more`;
    await connect();
  });

  it("refuses providers there are not, or that are not configured", async () => {
    for (const provider of ["bankin", "paypal", "", 7, null])
      expect(await mine.post("/api/sync/connections", { provider })).toMatchObject({
        status: 400,
        body: { errors: [{ pointer: "/provider" }] },
      });
    expect(await mine.post("/api/sync/connections", { provider: "bridge" })).toMatchObject({
      status: 422,
      body: { code: "sync.provider_unavailable" },
    });
    expect(await mine.post("/api/sync/connections", { provider: "finary" })).toMatchObject({
      status: 422,
      body: { code: "sync.bank_token_rejected", errors: [{ pointer: "/token" }] },
    });
  });
});
