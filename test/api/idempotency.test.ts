import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { API_FUNCTIONS } from "#functions/all";
import { REPEATABLE } from "#test/api/repeatable";
import { type FakeBank, fakeBank } from "#test/bank";
import { dataOf, expectRefusal, type Mine, WAIT } from "#test/ledger";
import { type Answer, company, type TestWorld, testWorld, tokenFor } from "#test/world";

let bank: FakeBank;
let world: TestWorld;
beforeAll(async () => {
  bank = await fakeBank();
  world = await testWorld({ settings: { SANDBOX_BASE_URL: bank.url } });
});
afterAll(async () => {
  await world.end();
  await bank.close();
});

const routes = API_FUNCTIONS.flatMap((one) => one.routes).filter(({ method, may }) => method === "POST" && may !== "public");
/** Acts of a person upon their own session: doing them twice ends in the same state, and their answers are secrets. */
const ACCOUNT = { name: "Compte", bank_name: "Banque", account_type: "checking" };
const keyed = (key: string) => ({ headers: { "idempotency-key": key } });
const accountsOf = async (mine: Mine) => dataOf(await mine.get("/api/accounts"));
const isReplay = ({ headers }: Answer) => headers["idempotent-replayed"] === "true";
/** Business events of a company: what truly happened. */
const eventsOf = async (mine: Mine): Promise<number> => {
  const { items } = await world.table(mine.id).query({
    KeyConditionExpression: "#pk = :pk",
    ExpressionAttributeNames: { "#pk": "pk" },
    ExpressionAttributeValues: { ":pk": `COMPANY#${mine.id}#OUTBOX` },
  });
  return items.length;
};

it("has a request to repeat for every POST a key counts for", () => {
  const own = routes.filter(({ path }) => !path.startsWith("/auth/")).map(({ routeKey }) => routeKey);
  expect(Object.keys(REPEATABLE).sort()).toEqual(own.sort());
});

describe("the same key and request again", () => {
  it.each(Object.entries(REPEATABLE))("gets the stored answer of %s, and nothing happens a second time", async (routeKey, arrange) => {
    const mine = await company(world);
    const { path, headers = {}, ...rest } = await arrange(mine, world);
    await world.idle();
    const ask = () => mine.as("POST", path, { ...rest, headers: { ...headers, "idempotency-key": "again-1" } });
    const first = await ask();
    expect(first.status, first.text).toBeLessThan(300);
    expect(isReplay(first)).toBe(false);
    await world.idle();
    const events = await eventsOf(mine);
    const second = await ask();
    await world.idle();
    expect(await eventsOf(mine)).toBe(events);
    const route = routes.find((one) => one.routeKey === routeKey);
    if (route?.secret) {
      expectRefusal(second, "idempotency.answer_not_kept");
      expect(isReplay(second)).toBe(true);
      return;
    }
    expect({ status: second.status, body: second.body, replayed: isReplay(second) }).toEqual({
      ...{ status: first.status, body: first.body, replayed: true },
    });
    expect(second.headers["location"]).toBe(first.headers["location"]);
  });
});

describe("a key", () => {
  it("opens the same years for a validation as no key does", async () => {
    const late = await testWorld({ withoutWorkers: true, start: "2028-02-01T11:00:00.000Z" });
    const [plain, keyedOne] = [await company(late), await company(late)];
    const yearsOf = async (mine: Mine, headers: Record<string, string>) => {
      const job = await mine.as("POST", "/api/ledger/validate", { body: { through: "2028-01-31" }, headers });
      expect(job.status, job.text).toBe(202);
      const found = await late.table(mine.id).get({ Key: { pk: `COMPANY#${mine.id}#JOBS`, sk: String(job.body["id"]) } });
      return Object(found?.["input"]).yearIds.length;
    };
    await late.table(plain.id).delete({ Key: { pk: `COMPANY#${plain.id}#YEARS`, sk: "2028-01-01" } });
    await late.table(keyedOne.id).delete({ Key: { pk: `COMPANY#${keyedOne.id}#YEARS`, sk: "2028-01-01" } });
    expect(await yearsOf(keyedOne, { "idempotency-key": "y" })).toBe(await yearsOf(plain, {}));
    expect(dataOf(await keyedOne.get("/api/ledger/years"))).toHaveLength(2);
    await late.end();
  });

  it("used twenty times at once has one effect and one answer", async () => {
    const mine = await company(world);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => mine.as("POST", "/api/accounts", { body: ACCOUNT, ...keyed("twenty") })),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ body }) => body["id"])).size).toBe(1);
    expect(answers.filter((answer) => !isReplay(answer))).toHaveLength(1);
    expect(await accountsOf(mine)).toHaveLength(1);
  });

  it("used with another body, address or query is refused", async () => {
    const mine = await company(world);
    await mine.as("POST", "/api/accounts", { body: ACCOUNT, ...keyed("k") });
    expectRefusal(
      await mine.as("POST", "/api/accounts", { body: { ...ACCOUNT, name: "Autre" }, ...keyed("k") }),
      "idempotency.other_request",
    );
    expectRefusal(
      await mine.as("POST", "/api/ledger/validate", { body: { through: "2025-01-31" }, ...keyed("k") }),
      "idempotency.other_request",
    );
    expect(await accountsOf(mine)).toHaveLength(1);
  });

  it("is its caller's own: another company, or another person of this one, shares nothing with it", async () => {
    const [mine, theirs] = [await company(world), await company(world)];
    const colleague = await tokenFor(world, { personId: theirs.personId, companyId: mine.id, role: "accountant" });
    const [first, foreign] = [
      await mine.as("POST", "/api/accounts", { body: ACCOUNT, ...keyed("shared") }),
      await theirs.as("POST", "/api/accounts", { body: ACCOUNT, ...keyed("shared") }),
    ];
    expect(foreign.status).toBe(201);
    expect(isReplay(foreign)).toBe(false);
    expect(foreign.body["id"]).not.toBe(first.body["id"]);
    const year = { starts_on: "2027-01-01", ends_on: "2027-12-31" };
    await mine.as("POST", "/api/ledger/years", { body: year, ...keyed("year") });
    const other = await world.request("POST", "/api/ledger/years", { body: year, token: colleague, ...keyed("year") });
    expectRefusal(other, "year.not_contiguous");
  });

  it("is free again after a refusal, and after a day", async () => {
    const mine = await company(world);
    expectRefusal(await mine.as("POST", "/api/accounts", { body: { ...ACCOUNT, name: "" }, ...keyed("later") }), "request.invalid");
    const first = await mine.as("POST", "/api/accounts", { body: ACCOUNT, ...keyed("later") });
    expect(first.status).toBe(201);
    world.clock.pass(86_401);
    const { token } = { token: await tokenFor(world, { personId: mine.personId, companyId: mine.id, role: "owner" }) };
    const next = await world.request("POST", "/api/accounts", { body: ACCOUNT, token, ...keyed("later") });
    expect(next.status).toBe(201);
    expect(isReplay(next)).toBe(false);
    expect(next.body["id"]).not.toBe(first.body["id"]);
    world.clock.pass(-86_401);
  });

  it("is 1 to 255 visible ASCII characters, and means nothing on a read", async () => {
    const mine = await company(world);
    for (const key of ["", "é", "a b", "x".repeat(256)])
      expectRefusal(
        await mine.as("POST", "/api/accounts", { body: ACCOUNT, ...keyed(key) }),
        "request.invalid",
        "/headers/idempotency-key",
      );
    expect((await mine.as("GET", "/api/accounts", keyed("k"))).status).toBe(200);
    expect(await accountsOf(mine)).toHaveLength(0);
  });

  it("of a request that waits for its job gets the result, then the stored address", async () => {
    const mine = await company(world);
    const ask = () =>
      mine.as("POST", "/api/ledger/validate", { body: { through: "2025-01-31" }, headers: { ...WAIT, "idempotency-key": "job" } });
    const first = await ask();
    expect(first).toMatchObject({ status: 200, body: { status: "done" }, headers: { "preference-applied": "wait=20" } });
    const second = await ask();
    expect(second).toMatchObject({ status: 202, headers: { location: first.headers["location"], "idempotent-replayed": "true" } });
  });

  it("of a request that reaches a bank is told to wait while the first one runs, and asks the bank once", async () => {
    const mine = await company(world);
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => mine.as("POST", "/api/sync/connections", { body: { provider: "sandbox" }, ...keyed("bank") })),
    );
    const made = answers.filter(({ status }) => status === 201);
    expect(made.length).toBeGreaterThanOrEqual(1);
    expect(new Set(made.map(({ body }) => body["id"])).size).toBe(1);
    for (const answer of answers.filter(({ status }) => status !== 201)) {
      expectRefusal(answer, "idempotency.in_progress");
      expect(answer.headers["retry-after"]).toBe("2");
    }
    expect(dataOf(await mine.get("/api/sync/connections"))).toHaveLength(1);
  });

  it("of a request a bank refused may be used again", async () => {
    const mine = await company(world);
    const ask = () => mine.as("POST", "/api/sync/connections", { body: { provider: "sandbox" }, ...keyed("refused") });
    await world.idle();
    bank.failNext = { status: 500, times: 3 };
    expectRefusal(await ask(), "sync.provider_unreachable");
    expect((await ask()).status).toBe(201);
  });
});
