import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isTagged } from "#runtime/openapi-manners";
import type { Route } from "#runtime/route";
import { type FakeBank, fakeBank } from "#test/bank";
import { comparedClients } from "#test/books/compared-clients";
import { booked, yearEnding } from "#test/ledger";
import { bodyFor, filled, NAMED, paramSchema, paramsOf, ROUTES } from "#test/security/declared";
import { type Tenant, tenant } from "#test/security/tenants";
import { type Answer, type TestWorld, testWorld } from "#test/world";

let bank: FakeBank;
let world: TestWorld;
let mine: Tenant;
const clients = comparedClients();
beforeAll(async () => {
  bank = await fakeBank();
  world = await testWorld({ documents: clients.documents, withoutWorkers: true, settings: { SANDBOX_BASE_URL: bank.url } });
  mine = await tenant(world, bank, "contrat");
  await lettered();
});
afterAll(async () => {
  await world.end();
  await bank.close();
});

/** What an address needs behind it to name something. */
const queries: Record<string, string> = {};

/** Two lines lettered by hand: the one object that is named by more than its path. */
async function lettered(): Promise<void> {
  const { id: yearId } = await yearEnding(mine, 2025);
  const sales = (await booked(mine, 2025)).filter(({ source }) => source.kind === "manual");
  const lines = sales.map(({ number }) => ({ entry_number: number, line: 0 }));
  const made = await mine.post("/api/ledger/lettering", { mode: "manual", year_id: yearId, lines });
  expect(made.status, made.text).toBe(201);
  const third = encodeURIComponent(String(made.body["third_party_code"]));
  queries["/api/ledger/lettering/{code}"] = `?year_id=${yearId}&account=${made.body["account"]}&third_party=${third}`;
  mine = { ...mine, ids: [...mine.ids, String(made.body["code"])] };
}

/** What every answer carries, whatever it says: the facts of the call, the caller's share, what a browser must know. */
const CARRIED = {
  "x-request-id": expect.stringMatching(/^[0-9A-Z]{26}$/),
  "numma-cost": expect.stringMatching(/^rru=[\d.]+; wru=[\d.]+; auth-rru=[\d.]+(; limit-wru=[\d.]+)?$/),
  "ratelimit-limit": expect.stringMatching(/^\d+$/),
  "ratelimit-remaining": expect.stringMatching(/^\d+$/),
  "ratelimit-reset": expect.stringMatching(/^\d+$/),
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "strict-transport-security": expect.stringContaining("includeSubDomains"),
  "content-security-policy": expect.stringContaining("frame-ancestors 'none'"),
} as const;

/** Objects of ours that a route's parameters may name; one empty choice for a route without any. */
const targets = (route: Route): readonly Record<string, string>[] =>
  paramsOf(route).reduce<readonly Record<string, string>[]>(
    (known, name) =>
      known.flatMap((one) => mine.ids.filter((id) => paramSchema(route, name).safeParse(id).success).map((id) => ({ ...one, [name]: id }))),
    [{}],
  );

const ask = (route: Route, path: string, headers: Record<string, string> = {}, method: string = route.method): Promise<Answer> => {
  const body = bodyFor(route);
  return world.request(method, path, { token: mine.token, headers, ...(body && method !== "GET" && method !== "HEAD" && { body }) });
};

/** Reads that only read: a share counts its openings, an export asks a worker. */
const READS = ROUTES.filter(({ method, path }) => method === "GET" && !/^\/share|\/exports\//.test(path));
const WRITES = ROUTES.filter(({ method, may }) => ["PUT", "PATCH", "DELETE"].includes(method) && may !== "public");

describe("a refusal", () => {
  it.each(NAMED(ROUTES.filter(({ may }) => may !== "public")))(
    "of a stranger at %s carries what every answer carries",
    async (_, route) => {
      const answer = await world.request(route.method, filled(route, {}));
      expect(answer).toMatchObject({ status: 401, headers: CARRIED });
      expect(answer.headers).not.toHaveProperty("etag");
    },
  );

  it.each(NAMED(READS.filter(({ may, also }) => may !== "public" && !also.includes(303))))(
    "of a type %s does not give is 406",
    async (_, route) => {
      const answer = await ask(route, filled(route, targets(route)[0] ?? {}), { accept: "application/pdf" });
      expect([answer.status, answer.body["code"]]).toEqual([406, "request.not_acceptable"]);
    },
  );
});

describe("a read", () => {
  it.each(NAMED(READS))("of %s is tagged, is not sent twice, and has a head like its body", async (_, route) => {
    const [values] = route.path === "/docs/assets/{name}" ? [{ name: "swagger-ui.css" }] : targets(route);
    if (!values) throw new Error(`nothing to read at ${route.path}`);
    const path = filled(route, values);
    const whole = await ask(route, path);
    expect(whole.headers, whole.text.slice(0, 200)).toMatchObject(CARRIED);
    const head = await ask(route, path, {}, "HEAD");
    expect({ status: head.status, text: head.text }).toEqual({ status: whole.status, text: "" });
    if (whole.status !== 200 || !isTagged(route)) return;
    expect(head.headers["content-length"]).toBe(String(Buffer.byteLength(whole.text)));
    const { etag = "" } = whole.headers;
    expect(etag).toMatch(/^"(\d+\.)?[\w-]{16}"$/);
    const again = await ask(route, path, { "if-none-match": etag });
    expect([again.status, again.text, again.headers["cache-control"]]).toEqual([304, "", whole.headers["cache-control"]]);
  });
});

describe("a change", () => {
  it.each(NAMED(WRITES))("by %s of something else than what is there is refused, and nothing changes", async (_, route) => {
    const before = await world.engine.exec("Scan", { TableName: "numma", Select: "COUNT" });
    const answers: Answer[] = [];
    for (const values of targets(route).slice(0, 12))
      answers.push(await ask(route, `${filled(route, values)}${queries[route.path] ?? ""}`, { "if-match": '"987654.AAAAAAAAAAAAAAAA"' }));
    const codes = answers.map(({ status, body }) => `${status} ${body["code"]}`);
    expect(codes, codes.join(", ")).toContain("412 request.precondition_failed");
    expect(answers.filter(({ status }) => status < 400)).toEqual([]);
    expect(Object(await world.engine.exec("Scan", { TableName: "numma", Select: "COUNT" })).Count).toBe(Object(before).Count);
  });
});

describe("the table's client of the tests", () => {
  it("asks and answers as the SDK does, command by command, on every route", () => {
    expect(clients.differences).toEqual([]);
    const sent = [...clients.seen.keys()];
    expect(sent).toEqual(
      expect.arrayContaining(["GetCommand", "QueryCommand", "BatchGetCommand", "UpdateCommand", "TransactWriteCommand"]),
    );
  });
});
