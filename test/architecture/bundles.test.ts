import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { API_FUNCTIONS, WORKERS } from "#functions/all";
import { buildFunctions } from "#infra/build";
import type { DeclaredFunction } from "#runtime/functions";
import { company, testWorld } from "#test/world";

const run = promisify(execFile);
const outdir = mkdtempSync(join(tmpdir(), "numma-build-"));
const { code, id, functions } = await buildFunctions({ outdir });
afterAll(() => rmSync(outdir, { recursive: true }));
const DECLARED: readonly DeclaredFunction[] = [...API_FUNCTIONS, ...WORKERS];

/** Minified bytes a function loads before its first line runs; those that write documents may load more. */
const BYTES_MAX = 900_000;
const BYTES_MAX_WITH_DOCUMENTS = 1_050_000;

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

  it.each(functions.map(({ name, staticBytes }) => [name, staticBytes] as const))("%s stays small", (name, staticBytes) => {
    const writesDocuments = DECLARED.find((declared) => declared.name === name)?.needs.includes("documents");
    expect(staticBytes).toBeLessThanOrEqual(writesDocuments ? BYTES_MAX_WITH_DOCUMENTS : BYTES_MAX);
    expect(staticBytes).toBeGreaterThan(10_000);
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

/**
 * As on Lambda: a process of its own, nothing but variables, one import of `<name>.mjs`, one call of its `handler`. A function reads its
 * variables at its first event, so several can be called in turn, each with its own.
 */
const LAMBDA = `
const { calls } = JSON.parse(process.argv[1]);
const answers = [];
const context = { getRemainingTimeInMillis: () => 25000, callbackWaitsForEmptyEventLoop: true };
for (const { url, event, variables } of calls) {
  const { handler } = await import(url);
  Object.assign(process.env, variables);
  answers.push(event ? await handler(event, context).catch((error) => ({ failed: error.message })) : typeof handler);
}
process.stderr.write(JSON.stringify(answers));
`;

const ENVIRONMENT = {
  AWS_REGION: "eu-west-3",
  NUMMA_STAGE: "test",
  NUMMA_BUILD: id,
  NUMMA_ASSETS: join(code, "assets"),
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
};

type Called = { readonly name: string; readonly event?: unknown; readonly variables?: Readonly<Record<string, string>> };

async function invoked(calls: readonly Called[], variables: Readonly<Record<string, string>> = {}): Promise<unknown[]> {
  const located = calls.map(({ name, ...rest }) => ({ url: pathToFileURL(join(code, `${name}.mjs`)).href, ...rest }));
  const { stderr } = await run(process.execPath, ["--input-type=module", "--eval", LAMBDA, JSON.stringify({ calls: located })], {
    env: { ...ENVIRONMENT, ...variables },
  });
  return z.array(z.unknown()).parse(JSON.parse(stderr));
}

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
    expect(await invoked(DECLARED.map(({ name }) => ({ name })))).toEqual(DECLARED.map(() => "function"));
  });

  it("answers requests, refuses strangers, and finds its files", async () => {
    const wanted = [
      { name: "api/health", event: event("GET /health") },
      { name: "api/accounts", event: event("GET /api/accounts") },
      { name: "api/fallback", event: { ...event("GET /api/nothing"), routeKey: "$default" } },
    ];
    const [health, accounts, fallback] = z.tuple([Answer, Answer, Answer]).parse(await invoked(wanted));
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
    const [allowed] = z.tuple([Answer]).parse(await invoked(calls, world.addressOf("api/accounts")));
    expect([allowed.statusCode, bodyOf(allowed)]).toEqual([
      200,
      { data: [expect.objectContaining({ name: "Caisse" })], next_cursor: null },
    ]);
    expect(allowed.headers["numma-cost"]).toBe("rru=0.5; wru=0; auth-rru=1; limit-wru=1");
    const [refused] = z.tuple([Answer]).parse(await invoked(calls, world.addressOf("api/health")));
    expect([refused.statusCode, bodyOf(refused)]).toEqual([500, expect.objectContaining({ code: "internal" })]);
    const asOwner = await invoked(DECLARED.map((declared) => callOf(declared, mine.token, world.addressOf(declared.name))));
    const failed = DECLARED.flatMap(({ name }, index) => (worked(asOwner[index]) ? [] : [[name, asOwner[index]]]));
    expect(failed).toEqual([]);
    await world.end();
  });

  it("fails its invocation on what is no event of its kind, so that AWS tries again", async () => {
    const calls = ["sync/tick", "sync/connection", "events/project", "api/accounts"].map((name) => ({ name, event: { Records: "none" } }));
    for (const answer of await invoked(calls)) expect(answer).toEqual({ failed: expect.any(String) });
  });
});

/** One event of the function's kind: for an API function the first of its lists, or its first route; for a worker an empty batch, or the hour. */
function callOf(declared: DeclaredFunction, token: string, variables: Readonly<Record<string, string>>) {
  const { name, kind } = declared;
  if (kind === "schedule") return { name, variables, event: { scheduledTime: new Date().toISOString() } };
  if (kind !== "api") return { name, variables, event: { Records: [] } };
  const { routes } = declared;
  const route = routes.find(({ method, params }) => method === "GET" && params === null) ?? routes[0];
  const asked = event(route?.routeKey ?? "");
  return { name, variables, event: { ...asked, headers: { ...asked.headers, authorization: `Bearer ${token}` } } };
}

/** Anything but a failure of ours, or a refusal of who asks; the receiver of webhooks has read its secret when it refuses a signature. */
function worked(answer: unknown): boolean {
  const reply = Answer.safeParse(answer).data;
  if (reply) return reply.statusCode < 500 && !/"code":"auth\./.test(reply.body);
  return answer === null || z.object({ batchItemFailures: z.tuple([]) }).safeParse(answer).success;
}
