import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { businessDate } from "#domain/dates";
import { AccountId, ConnectionId, ExportId } from "#domain/ids";
import { REFUSALS } from "#domain/refusals";
import { changeAccount } from "#functions/api/accounts/changes";
import { container } from "#runtime/container";
import { Environment } from "#runtime/env";
import { emailHash, hashPassword } from "#runtime/passwords";
import { senders } from "#runtime/queue";
import { accounts } from "#store/accounts";
import { newYearAction } from "#store/companies";
import { connections } from "#store/connections";
import { exports } from "#store/exports";
import { joiningActions, newPersonActions, people } from "#store/people";
import { type FakeBank, fakeBank } from "#test/bank";
import { bankRow, openAccount, seedRows } from "#test/rows";
import { type Answer, company, type TestWorld, testWorld } from "#test/world";

let bank: FakeBank;
let world: TestWorld;
beforeAll(async () => {
  bank = await fakeBank();
  world = await testWorld({ settings: { SANDBOX_BASE_URL: bank.url }, withoutWorkers: true });
});
afterAll(async () => {
  await world.end();
  await bank.close();
});

const expectRefusal = (answer: Answer, code: keyof typeof REFUSALS) =>
  expect({ status: answer.status, code: answer.body["code"] }).toEqual({ status: REFUSALS[code], code });
const ACCOUNT = { name: "Compte", bank_name: "Banque", account_type: "checking" };
type Mine = Awaited<ReturnType<typeof company>>;
const put = (mine: Mine, pk: string, sk: string, fields: object) =>
  world.table(mine.id).put({ Item: { pk: `COMPANY#${mine.id}#${pk}`, sk, ...fields } });

it("names what is wrong with a request before it is read", async () => {
  const mine = await company(world);
  expectRefusal(await mine.post("/api/accounts", {}), "request.invalid");
  expectRefusal(await mine.as("POST", "/api/accounts", { raw: "{" }), "request.malformed_json");
  expectRefusal(await mine.get("/api/accounts?colour=red"), "request.unknown_parameter");
  expectRefusal(await mine.get("/api/transactions?limit=1&limit=2"), "request.unknown_parameter");
  expectRefusal(await mine.as("POST", "/api/accounts", { raw: `"${"x".repeat(1_100_000)}"` }), "request.body_too_large");
  expectRefusal(
    await mine.as("POST", "/api/accounts", { raw: "a=1", headers: { "content-type": "text/plain" } }),
    "request.unsupported_media_type",
  );
});

it("asks a person of several companies which one, and keeps slugs apart", async () => {
  const [one, two] = [await company(world, "Une"), await company(world, "Deux")];
  const email = "several@example.test";
  const personId = world.newId("person");
  const facts = {
    personId,
    email,
    name: "P",
    passwordHash: await hashPassword("un mot de passe long"),
    emailHash: emailHash(email),
    createdAt: world.clock.now().toISOString(),
  };
  await world.table(one.id).transact(newPersonActions({ ...facts, companyId: one.id }));
  await world.table(two.id).transact(joiningActions({ personId, companyId: two.id, role: "viewer", joinedAt: facts.createdAt }));
  expect(await people(world.table()).memberships(personId)).toHaveLength(2);
  const login = (body: object) => world.request("POST", "/auth/login", { body: { email, password: "un mot de passe long", ...body } });
  expectRefusal(await login({}), "auth.company_required");
  expect(await login({ company_id: two.id })).toMatchObject({ status: 200, body: { role: "viewer" } });
  const taken = {
    company: { name: "X", slug: (await one.get("/auth/me")).body["company"] },
    name: "N",
    email: "n@example.test",
    password: "un mot de passe long",
  };
  const { slug } = Object(taken.company.slug);
  expectRefusal(await world.request("POST", "/auth/register", { body: { ...taken, company: { name: "X", slug } } }), "company.slug_taken");
});

it("keeps accounts in their bounds", async () => {
  const mine = await company(world);
  const { id } = await openAccount(mine);
  await seedRows(world, mine.id, [bankRow({ index: 1, ordinal: 1 })]);
  expectRefusal(await mine.as("PUT", `/api/accounts/${id}`, { body: { ...ACCOUNT, account_type: "loan" } }), "account.type_locked");
  await mine.as("DELETE", `/api/accounts/${id}`);
  expectRefusal(await mine.as("PUT", `/api/accounts/${id}`, { body: ACCOUNT }), "account.closed");
  await put(mine, "SEQUENCES", "accountOrdinal#", { last: 999 });
  expectRefusal(await mine.post("/api/accounts", ACCOUNT), "account.limit_reached");
  const synced = await company(world);
  const account = await openAccount(synced);
  await world.table(synced.id).update({
    Key: { pk: `COMPANY#${synced.id}#ACCOUNTS`, sk: account.id },
    UpdateExpression: "SET connectionId = :c",
    ExpressionAttributeValues: { ":c": world.newId("connection") },
  });
  expectRefusal(
    await synced.as("PUT", `/api/accounts/${account.id}`, { body: { ...ACCOUNT, iban: "FR7630006000011234567890189" } }),
    "account.synced",
  );
  expectRefusal(
    await synced.as("PUT", `/api/accounts/${account.id}`, { body: { ...ACCOUNT, opening_balance_cents: 100 } }),
    "account.synced",
  );
});

it("tells of a company that is gone, of a change that came first, of years that cannot be told apart", async () => {
  const mine = await company(world);
  const { id } = await openAccount(mine);
  const stale = await accounts(world.table(mine.id), mine.id).get(AccountId.parse(id));
  await mine.as("PUT", `/api/accounts/${id}`, { body: ACCOUNT });
  const fields = { name: "Trop tard", bankName: "B", accountType: "checking" } as const;
  const actor = {
    kind: "person",
    id: mine.personId,
    personId: mine.personId,
    companyId: mine.id,
    role: "owner",
    sessionId: world.newId("session"),
    network: "127.0.0.0/24",
  } as const;
  const late = changeAccount(stale, fields, {
    table: world.table(mine.id),
    actor,
    now: world.clock.now,
    newId: world.newId,
    requestId: "r",
  });
  await expect(late).rejects.toMatchObject({ code: "conflict.changed_meanwhile" });
  const extra = {
    id: world.newId("fiscalYear"),
    startsOn: businessDate("2025-07-01"),
    endsOn: businessDate("2025-09-30"),
    status: "open",
  } as const;
  await world.table(mine.id).transact([newYearAction(mine.id, extra)]);
  expectRefusal(await mine.get("/api/ledger/trial-balance?year=2025"), "year.ambiguous");
  expect((await mine.get(`/api/ledger/trial-balance?year_id=${extra.id}`)).status).toBe(200);
  await world.table(mine.id).delete({ Key: { pk: `COMPANY#${mine.id}#COMPANY`, sk: "COMPANY" } });
  expectRefusal(await mine.get("/auth/me"), "company.not_found");
});

it("knows no connection, job or export that is not there, and no twenty-first bank", async () => {
  const mine = await company(world);
  expectRefusal(await mine.get(`/api/jobs/${world.newId("job")}`), "job.not_found");
  expectRefusal(await mine.get("/api/exports/exp_00000000000000000000000000"), "export.not_found");
  await expect(connections(world.table(mine.id), mine.id).get(ConnectionId.parse(world.newId("connection")))).rejects.toMatchObject({
    code: "connection.not_found",
  });
  bank.failNext = { status: 500, times: 3 };
  expectRefusal(await mine.post("/api/sync/connections", { provider: "sandbox" }), "sync.provider_unreachable");
  for (let index = 0; index < 20; index += 1)
    await put(mine, "CONNECTIONS", `con_${index}`, {
      companyId: mine.id,
      id: world.newId("connection"),
      provider: "sandbox",
      userId: "u",
      connectUrl: "u",
      state: "active",
      createdAt: world.clock.now().toISOString(),
      version: 1,
    });
  expectRefusal(await mine.post("/api/sync/connections", { provider: "sandbox" }), "connection.limit_reached");
});

it("makes an export that failed again, and says so if it fails again", async () => {
  const mine = await company(world);
  await openAccount(mine);
  await put(mine, "LEDGER", `HEAD#${Object(((await mine.get("/api/ledger/years")).body["data"] as object[])[0]).id}`, {
    lastNumber: 1,
    lastHash: Buffer.alloc(32),
    lastValidDate: "2025-01-01",
  });
  const first = await mine.as("GET", "/api/exports/fec?year=2025", { headers: { accept: "application/json" } });
  expect(first).toMatchObject({ status: 202, body: { status: "queued" } });
  const store = exports(world.table(mine.id), mine.id);
  const id = ExportId.parse(first.body["id"]);
  await store.note(id, { status: "failed", updatedAt: world.clock.now().toISOString() });
  expect(await mine.get("/api/exports/fec?year=2025")).toMatchObject({ status: 202 });
  expect(await store.get(id)).toMatchObject({ status: "queued" });
  const waiting = mine.as("GET", "/api/exports/fec?year=2025", { headers: { prefer: "wait=5" } });
  const answered = { yet: false };
  void waiting.finally(() => {
    answered.yet = true;
  });
  while (!answered.yet) {
    await new Promise((resolve) => setTimeout(resolve, 30));
    await store.note(id, { status: "failed", updatedAt: world.clock.now().toISOString() });
  }
  expectRefusal(await waiting, "export.failed");
});

it("says a queue that does not answer is unavailable, so that the caller tries again", async () => {
  const unreachable = Environment.parse({ AWS_ENDPOINT_URL: "http://127.0.0.1:1", AWS_ACCESS_KEY_ID: "x", AWS_SECRET_ACCESS_KEY: "x" });
  const sent = senders(container(unreachable, world.clock.now))("sync").send([{}]);
  await expect(sent).rejects.toMatchObject({ code: "queue.unavailable", cause: expect.any(Error) });
});

it("every code of the table is provoked by a test", () => {
  const tests = readdirSync("test", { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".test.ts"));
  const text = tests.map((name) => readFileSync(join("test", name), "utf8")).join("\n");
  expect(Object.keys(REFUSALS).filter((code) => !text.includes(`"${code}"`))).toEqual([]);
});
