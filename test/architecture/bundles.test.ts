import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { API_FUNCTIONS, WORKERS } from "#functions/all";
import { buildFunctions } from "#infra/build";
import type { DeclaredFunction } from "#runtime/functions";
import { invoked } from "#test/architecture/lambda-process";
import { busyWorld, idsOf } from "#test/architecture/worker-events";
import { dataOf } from "#test/ledger";
import { company, testWorld } from "#test/world";

const outdir = mkdtempSync(join(tmpdir(), "numma-build-"));
const built = await buildFunctions({ outdir });
const { code, id, functions } = built;
afterAll(() => rmSync(outdir, { recursive: true }));
const DECLARED: readonly DeclaredFunction[] = [...API_FUNCTIONS, ...WORKERS];

type Budget = { readonly staticBytes: number; readonly reachableBytes: number };

/**
 * Minified bytes a function loads before its first line runs, and with all it may load later: the largest of its class when this was written,
 * and a twentieth more.
 */
const BUDGETS = {
  "writes documents": { staticBytes: 970_000, reachableBytes: 2_480_000 },
  "runs jobs": { staticBytes: 777_000, reachableBytes: 1_910_000 },
  "works behind a queue, the stream or the clock": { staticBytes: 885_000, reachableBytes: 1_480_000 },
  "answers about the books": { staticBytes: 900_000, reachableBytes: 1_540_000 },
  "computes tax": { staticBytes: 835_000, reachableBytes: 1_685_000 },
  "answers requests": { staticBytes: 858_000, reachableBytes: 1_545_000 },
} as const satisfies Readonly<Record<string, Budget>>;
type Class = keyof typeof BUDGETS;

function classOf(name: string): Class {
  const declared = DECLARED.find((one) => one.name === name);
  if (declared?.needs.includes("documents")) return "writes documents";
  if (declared?.needs.includes("archives")) return "runs jobs";
  if (declared?.kind !== "api") return "works behind a queue, the stream or the clock";
  if (name === "api/analyze" || name === "api/trial-balances") return "computes tax";
  return name === "api/ledger" || name === "api/exports" ? "answers about the books" : "answers requests";
}

describe("the bundles", () => {
  it("are one file a declared function, beside what the documentation pages and the documents need", () => {
    expect(functions.map(({ name }) => name)).toEqual(DECLARED.map(({ name }) => name));
    for (const { file } of functions) expect(existsSync(join(code, file)), file).toBe(true);
    expect(readdirSync(join(code, "assets")).sort()).toEqual([
      "dejavu-sans-condensed-bold.ttf",
      "dejavu-sans-condensed-regular.ttf",
      "openapi.json",
      "redoc.standalone.js",
      "routes.json",
      "swagger-ui-bundle.js",
      "swagger-ui.css",
    ]);
    expect(readdirSync(code, { recursive: true }).filter((name) => String(name).endsWith(".map"))).toEqual([]);
    expect(id).toMatch(/^[0-9a-f]{12}$/);
  });

  it.each(functions.map((one) => [one.name, one] as const))("%s stays small, with what it loads later too", (name, one) => {
    const budget = BUDGETS[classOf(name)];
    expect(one.staticBytes).toBeLessThanOrEqual(budget.staticBytes);
    expect(one.reachableBytes).toBeLessThanOrEqual(budget.reachableBytes);
    expect(one.staticBytes).toBeGreaterThan(10_000);
  });

  it.each(Object.entries(BUDGETS))("have a budget no larger than they need: %s", (name, budget) => {
    const own = functions.filter((one) => classOf(one.name) === name);
    for (const bytes of ["staticBytes", "reachableBytes"] as const)
      expect(Math.max(...own.map((one) => one[bytes])) / budget[bytes], bytes).toBeGreaterThan(0.9);
  });

  it("hold no tool, no test, no local runtime and no language of zod's", () => {
    const sources = [...new Set(functions.flatMap(({ reachableSources }) => reachableSources))];
    const strange =
      /node_modules\/(aws-cdk-lib|constructs|cdk-nag|vitest|dynalite|esbuild|fast-check|croner|tsx)\/|zod\/v4\/locales\/(?!en\.)|^(infra|test|bench)\//;
    expect(sources.filter((path) => strange.test(path))).toEqual([]);
    expect(sources.some((path) => path.startsWith("functions/api/accounts/"))).toBe(true);
  });

  it("load S3 when the first document is asked for, never before", () => {
    const holdsS3 = (sources: readonly string[]) => sources.some((path) => path.includes("node_modules/@aws-sdk/client-s3/"));
    expect(functions.filter(({ staticSources }) => holdsS3(staticSources)).map(({ name }) => name)).toEqual([]);
    expect(functions.some(({ reachableSources }) => holdsS3(reachableSources))).toBe(true);
  });
});

/** What a request looks like when API Gateway hands it over (payload format 2.0). */
const event = (routeKey: string) => {
  const [method = "", path = ""] = routeKey.split(" ");
  const http = { method, path, protocol: "HTTP/1.1", sourceIp: "127.0.0.1", userAgent: "test" };
  const requestContext = {
    accountId: "1",
    apiId: "a",
    domainName: "a.example",
    domainPrefix: "a",
    http,
    requestId: "r-1",
    routeKey,
    stage: "$default",
    time: "",
    timeEpoch: 0,
  };
  return {
    version: "2.0",
    routeKey,
    rawPath: path,
    rawQueryString: "",
    headers: { host: "a.example" },
    requestContext,
    isBase64Encoded: false,
  };
};

const Answer = z.object({
  statusCode: z.number(),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
  isBase64Encoded: z.boolean(),
});
const bodyOf = ({ body, isBase64Encoded }: z.infer<typeof Answer>): unknown =>
  JSON.parse(Buffer.from(body, isBase64Encoded ? "base64" : "utf8").toString());

describe("a bundled function, alone in a process", () => {
  it("exports the handler its function is deployed with", async () => {
    expect(
      await invoked(
        built,
        DECLARED.map(({ name }) => ({ name })),
      ),
    ).toEqual(DECLARED.map(() => "function"));
  });

  it("answers requests, refuses strangers, and finds its files", async () => {
    const wanted = [
      { name: "api/health", event: event("GET /health") },
      { name: "api/accounts", event: event("GET /api/accounts") },
      { name: "api/fallback", event: { ...event("GET /api/nothing"), routeKey: "$default" } },
    ];
    const [health, accounts, fallback] = z.tuple([Answer, Answer, Answer]).parse(await invoked(built, wanted));
    expect([health.statusCode, bodyOf(health)]).toEqual([200, { status: "ok", build: id, region: "eu-west-3", stage: "test" }]);
    expect([accounts.statusCode, accounts.headers["content-type"]?.split(";")[0]]).toEqual([401, "application/problem+json"]);
    expect(bodyOf(accounts)).toMatchObject({ code: "auth.required", status: 401, request_id: "r-1" });
    expect([fallback.statusCode, bodyOf(fallback)]).toEqual([404, expect.objectContaining({ code: "route.not_found" })]);
  });

  it("does its work over signed HTTP with its own access key, each one, and nothing with another function's", async () => {
    const world = await testWorld({ withoutWorkers: true, start: new Date().toISOString() });
    const mine = await company(world);
    await mine.post("/api/accounts", { name: "Caisse", bank_name: "Banque", account_type: "other" });
    const asked = event("GET /api/accounts");
    const calls = [{ name: "api/accounts", event: { ...asked, headers: { ...asked.headers, authorization: `Bearer ${mine.token}` } } }];
    const [allowed] = z.tuple([Answer]).parse(await invoked(built, calls, world.addressOf("api/accounts")));
    expect([allowed.statusCode, bodyOf(allowed)]).toEqual([
      200,
      { data: [expect.objectContaining({ name: "Caisse" })], next_cursor: null },
    ]);
    expect(allowed.headers["numma-cost"]).toBe("rru=0.5; wru=0; auth-rru=1; limit-wru=1");
    const [refused] = z.tuple([Answer]).parse(await invoked(built, calls, world.addressOf("api/health")));
    expect([refused.statusCode, bodyOf(refused)]).toEqual([500, expect.objectContaining({ code: "internal" })]);
    const called = DECLARED.filter(({ kind }) => kind === "api" || kind === "schedule");
    const asOwner = await invoked(
      built,
      called.map((declared) => callOf(declared, mine.token, world.addressOf(declared.name))),
    );
    const failed = called.flatMap(({ name }, index) => (worked(asOwner[index]) ? [] : [[name, asOwner[index]]]));
    expect(failed).toEqual([]);
    await world.end();
  });

  it("fails its invocation on what is no event of its kind, so that AWS tries again", async () => {
    const calls = ["sync/tick", "sync/connection", "events/project", "api/accounts"].map((name) => ({ name, event: { Records: "none" } }));
    for (const answer of await invoked(built, calls)) expect(answer).toEqual({ failed: expect.any(String) });
  });
});

/** One event of the function's kind: for an API function the first of its lists, or its first route; for a schedule the hour. */
function callOf(declared: DeclaredFunction, token: string, variables: Readonly<Record<string, string>>) {
  const { name, kind } = declared;
  if (kind === "schedule") return { name, variables, event: { scheduledTime: new Date().toISOString() } };
  const routes = kind === "api" ? declared.routes : [];
  const route = routes.find(({ method, params }) => method === "GET" && params === null) ?? routes[0];
  const asked = event(route?.routeKey ?? "");
  return { name, variables, event: { ...asked, headers: { ...asked.headers, authorization: `Bearer ${token}` } } };
}

/** Anything but a failure of ours, or a refusal of who asks; the receiver of webhooks has read its secret when it refuses a signature. */
function worked(answer: unknown): boolean {
  const reply = Answer.safeParse(answer).data;
  if (reply) return reply.statusCode < 500 && !/"code":"auth\./.test(reply.body);
  return answer === null;
}

describe("a bundled worker, alone in a process, given what the product queued", () => {
  let busy: Awaited<ReturnType<typeof busyWorld>>;
  beforeAll(async () => {
    busy = await busyWorld();
  });
  afterAll(() => busy.end());

  it("has something to do, whichever it is", () => {
    expect(busy.work.map(({ name }) => name)).toEqual(WORKERS.filter(({ kind }) => kind !== "schedule").map(({ name }) => name));
    for (const one of busy.work) expect(idsOf(one).length, one.name).toBeGreaterThan(0);
  });

  it("gives every message back while it holds another function's key", async () => {
    const variables = { ...busy.world.addressOf("api/health"), SANDBOX_BASE_URL: busy.bank.url };
    const answers = await invoked(
      built,
      busy.work.map(({ name, event }) => ({ name, event, variables })),
    );
    for (const [place, one] of busy.work.entries()) {
      const failed = one.name === "events/project" ? { failed: expect.any(String) } : { batchItemFailures: idsOf(one) };
      expect(answers[place], one.name).toEqual(failed);
    }
  });

  it("does its work with its own key alone, and gives nothing back", async () => {
    const { work, mine, world } = busy;
    for (const one of work) expect(await invoked(built, [one]), one.name).toEqual([{ batchItemFailures: [] }]);
    const statuses = async (path: string) => dataOf<{ status: string }>(await mine.get(path)).map(({ status }) => status);
    expect(dataOf(await mine.get("/api/accounts"))).toMatchObject([{ name: "Compte courant" }]);
    expect(dataOf(await mine.get("/api/transactions"))).toHaveLength(10);
    expect(await statuses("/api/jobs")).toEqual(["done", "done", "done"]);
    expect(await statuses("/api/exports")).toEqual(["done", "done"]);
    expect(dataOf(await mine.get("/api/webhooks/events"))).toMatchObject([{ outcome: "sync_requested" }]);
    expect(world.sqs.queue("sync").counts().visible).toBe(1);
    expect(dataOf(await mine.get("/api/audit")).length).toBeGreaterThan(0);
    expect(world.outbox.list()).toHaveLength(1);
  });
});
