import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { failure } from "#runtime/log";
import { type FakeBank, fakeBank } from "#test/bank";
import { wholeFolder } from "#test/traces";
import { company, type TestWorld, testWorld } from "#test/world";

const NAME = "Zyxwvut";
const EMAIL = "zyxwvut.canari@example.test";
const PASSWORD = "un mot de passe QWERTZ";
const IBAN = "FR7630006000011234567890189";
const LABEL = "VIR SEPA RECU CANARILABEL";
const NOTE = "Note CANARINOTE";

let bank: FakeBank;
let world: TestWorld;
beforeAll(async () => {
  bank = await fakeBank();
  world = await testWorld({ settings: { SANDBOX_BASE_URL: bank.url, BRIDGE_BASE_URL: bank.url, BRIDGE_WEBHOOK_SECRET: "whsec_canary" } });
});
afterAll(async () => {
  await world.end();
  await bank.close();
});

/** What a machine's log, errors and queues, dead letters included, hold. */
const written = (): string =>
  [
    ...world.events.map((event) => JSON.stringify(event)),
    ...world.errors.map((error) => (error instanceof Error ? `${error.message}\n${error.stack}` : String(error))),
    ...wholeFolder(world, "queues"),
  ].join("\n");

function expectClean(canaries: readonly string[]): void {
  const all = written();
  for (const canary of [NAME, EMAIL, PASSWORD, IBAN, LABEL, NOTE, ...canaries]) expect(all.includes(canary), canary).toBe(false);
}

describe("logs, errors and queue messages", () => {
  it("hold no name, e-mail, password, IBAN, label, note or token when all goes well, nor when callers are wrong", async () => {
    const registration = {
      ...{ name: NAME, email: EMAIL, password: PASSWORD },
      company: { name: `Société ${NAME}`, slug: "societe-canari", siren: "123456782", closes_on: "12-31" },
    };
    expect((await world.request("POST", "/auth/register", { body: registration })).status).toBe(201);
    const login = await world.request("POST", "/auth/login", { body: { email: EMAIL, password: PASSWORD, grant: "token" } });
    const token = String(login.body["access_token"]);
    await world.request("POST", "/auth/login", { body: { email: EMAIL, password: `${PASSWORD}x` } });
    await world.request("POST", "/auth/register", { body: registration });
    const ask = (method: string, path: string, body?: unknown) => world.request(method, path, { token, body });
    const account = { name: `Compte ${NAME}`, bank_name: "Banque", account_type: "checking", iban: IBAN };
    expect((await ask("POST", "/api/accounts", account)).status).toBe(201);
    await ask("POST", "/api/accounts", { ...account, [`x${NAME}`]: EMAIL });
    await world.request("POST", "/api/accounts", { token, raw: `{"name": "${NAME}" ${EMAIL}` });
    await ask("GET", `/api/transactions?label=${LABEL}`);
    bank.accounts = [{ id: 1, name: `Compte ${NAME}`, type: "checking", iban: IBAN }];
    bank.rows = [{ id: 1, account: 1, amount: "42.00", label: LABEL, date: "2026-11-20", updatedAt: "2026-11-20T05:00:00.000Z" }];
    await ask("POST", "/api/sync/connections", { provider: "sandbox" });
    await world.idle();
    const rows = (await ask("GET", "/api/transactions")).body["data"] as { id: string; raw_label: string }[];
    expect(rows[0]?.raw_label).toBe(LABEL);
    expect((await ask("PATCH", `/api/transactions/${rows[0]?.id}`, { note: NOTE })).status).toBe(200);
    const headers = { accept: "application/json", prefer: "wait=20" };
    const made = await world.request("GET", "/api/exports/transactions/csv", { token, headers });
    const share = await ask("POST", `/api/exports/${made.body["id"]}/share`, { label: NAME });
    expect((await world.request("GET", `/share/${share.body["token"]}`)).status).toBe(302);
    await world.request("GET", "/api/privacy/export", { token, headers });
    await world.request("GET", "/api/accounts", { token: `${token}x` });
    await ask("POST", "/auth/logout");
    await world.idle();
    expect(world.events.filter(({ event }) => event === "request").length).toBeGreaterThan(15);
    expectClean([token, token.split(".")[2] ?? token, String(share.body["token"])]);
  });

  it("hold none of what broke when we are wrong: a damaged item, a malformed message, a bank that fails", async () => {
    const mine = await company(world);
    await world.table(mine.id).put({
      Item: { pk: `COMPANY#${mine.id}#ACCOUNTS`, sk: "acc_1", id: NAME, name: NAME, iban: IBAN, version: EMAIL, [`x${NAME}`]: EMAIL },
    });
    expect((await mine.get("/api/accounts")).status).toBe(500);
    const record = { messageId: "m", body: `${NAME} ${EMAIL}`, attributes: { ApproximateReceiveCount: "5" } };
    const wrong = { ...record, body: JSON.stringify({ companyId: EMAIL, jobId: NAME, [IBAN]: LABEL }) };
    const invoke = (Records: readonly object[]) =>
      world.handlers.get("jobs/run")?.({ Records }, { getRemainingTimeInMillis: () => 60_000 });
    expect(await invoke([record, wrong])).toMatchObject({ batchItemFailures: [{}, {}] });
    bank.failNext = { status: 500, times: 20 };
    await mine.post("/api/sync/connections", { provider: "sandbox" });
    await world.idle();
    expect(world.events.filter(({ level }) => level === "error").length).toBeGreaterThanOrEqual(3);
    expectClean([]);
  });
});

describe("a failure in the log", () => {
  it("says where a schema did not hold, and nothing of what stood there", () => {
    const { error } = z.strictObject({ accounts: z.array(z.object({ id: z.int() })) }).safeParse({ accounts: [{ id: NAME }], [EMAIL]: 1 });
    const event = failure("request.failed", error);
    expect(event).toMatchObject({ error: "ZodError", message: "invalid_type at accounts,0,id unrecognized_keys at " });
    expect(JSON.stringify(event)).not.toContain(EMAIL);
  });

  it("keeps the message of a bug of ours, without what looks like somebody's", () => {
    const message = `no row for ${EMAIL} of ${IBAN} with ${"a".repeat(64)} in acc_01J8ZQ4V9PXKQ4V9PXKQ4V9PXK`;
    expect(failure("x", new Error(message))["message"]).toBe("no row for … of … with … in acc_01J8ZQ4V9PXKQ4V9PXKQ4V9PXK");
    expect(String(failure("x", new Error(`first\n${NAME}`))["stack"])).toMatch(/^\s+at /);
    expect(failure("x", new SyntaxError(`Unexpected token in ${NAME}`))["message"]).toBe("malformed text");
  });
});
