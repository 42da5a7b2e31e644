import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { REFUSALS } from "#domain/refusals";
import { API_FUNCTIONS } from "#functions/all";
import { OPENAPI_FILE, openapiText } from "#infra/build/openapi-text";
import { isRecord } from "#runtime/case";
import { refusalsOf } from "#runtime/openapi-responses";
import { DEFAULT_ROUTE } from "#runtime/route";

const Operation = z.looseObject({
  operationId: z.string(),
  tags: z.tuple([z.string()]),
  summary: z.string(),
  description: z.string(),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  "x-permission": z.string().optional(),
  parameters: z.array(
    z.looseObject({
      name: z.string().optional(),
      in: z.string().optional(),
      required: z.boolean().optional(),
      $ref: z.string().optional(),
    }),
  ),
  requestBody: z.unknown().optional(),
  responses: z.record(z.string(), z.looseObject({ $ref: z.string().optional(), description: z.string().optional() })),
});
const Document = z.looseObject({
  openapi: z.literal("3.1.0"),
  info: z.object({ title: z.string(), version: z.string(), description: z.string() }),
  tags: z.array(z.looseObject({ name: z.string(), "x-displayName": z.string().optional(), description: z.string().optional() })),
  "x-tagGroups": z.array(z.object({ name: z.string(), tags: z.array(z.string()) })),
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.record(z.string(), z.record(z.string(), z.unknown())),
});

const text = readFileSync(OPENAPI_FILE, "utf8");
const document = Document.parse(JSON.parse(text));
const PATHS = API_FUNCTIONS.flatMap(({ routes }) => routes).filter(({ routeKey }) => routeKey !== DEFAULT_ROUTE);
const OPERATIONS = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ key: `${method.toUpperCase()} ${path}`, path, method, ...operation })),
);

describe("docs/openapi.json", () => {
  it("is what the declarations say (npm run openapi writes it)", () => expect(text).toBe(openapiText()));

  it("has every route and no other", () => {
    expect(OPERATIONS.map(({ key }) => key).sort()).toEqual(PATHS.map(({ routeKey }) => routeKey).sort());
  });

  it("refers only to components it has, and has only components it refers to", () => {
    const wanted = new Set([...text.matchAll(/"\$ref": "#\/components\/([^"]+)"/g)].map(([, name]) => name));
    expect([...text.matchAll(/"\$ref": "(?!#\/components\/)[^"]*"/g)].map(([match]) => match)).toEqual([]);
    const { securitySchemes, ...components } = document.components;
    const had = Object.entries(components).flatMap(([kind, named]) => Object.keys(named).map((name) => `${kind}/${name}`));
    expect(had.sort()).toEqual([...wanted].sort());
    for (const [name, schema] of Object.entries(components["schemas"] ?? {})) expect(schema, name).not.toHaveProperty("$ref");
    const schemes = OPERATIONS.flatMap(({ security }) => security.flatMap((one) => Object.keys(one)));
    expect([...new Set(schemes)].sort()).toEqual(Object.keys(securitySchemes ?? {}).sort());
  });
});

/** Every object schema inside a value. */
function objectsIn(value: unknown): Record<string, unknown>[] {
  if (Array.isArray(value)) return value.flatMap(objectsIn);
  if (!isRecord(value)) return [];
  return [...(value["type"] === "object" ? [value] : []), ...Object.values(value).flatMap(objectsIn)];
}

describe("what is said of lists before the operations", () => {
  it("names the ones that come whole, and no list that is paged", () => {
    const lists = PATHS.filter(({ method, returns }) => method === "GET" && returns instanceof z.ZodObject && "data" in returns.shape);
    const whole = lists.filter(({ query }) => !("cursor" in query.shape)).map(({ path }) => path);
    const [, named = ""] = /Some lists are short and come whole(.*?)\n\n/s.exec(document.info.description) ?? [];
    const told = [...named.matchAll(/`(\/[^`]+)`/g)].map(([, path]) => path);
    expect(told.sort()).toEqual(whole.sort());
    for (const { path, returns } of lists)
      if (!whole.includes(path)) expect(Object.keys(returns instanceof z.ZodObject ? returns.shape : {}), path).toContain("nextCursor");
  });
});

describe("every operation", () => {
  it("has an id of its own, and declares every parameter of its path", () => {
    expect(new Set(OPERATIONS.map(({ operationId }) => operationId)).size).toBe(OPERATIONS.length);
    for (const { key, path, parameters } of OPERATIONS) {
      const named = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name);
      const declared = parameters.filter((parameter) => parameter.in === "path" && parameter.required).map(({ name }) => name);
      expect(declared.sort(), key).toEqual(named.sort());
    }
  });

  it("names each parameter once", () => {
    for (const { key, parameters } of OPERATIONS) {
      const names = parameters.map(({ name, in: where, $ref }) => $ref ?? `${where} ${name}`);
      expect(new Set(names).size, key).toBe(names.length);
    }
  });

  it("is told in a line for menus and in whole sentences", () => {
    for (const { key, summary, description } of OPERATIONS) {
      expect(summary, key).toMatch(/^[A-Z][^\n]{2,89}$/);
      expect(summary, key).not.toMatch(/[.:;]$/);
      expect(description, key).toMatch(/\.$/);
    }
  });

  it("stands in one described chapter, and chapters stand in one group, in the order they are read", () => {
    for (const { name, description, "x-displayName": title } of document.tags) {
      expect(title, `${name}: give the chapter a title in openapi-tags.ts`).toBeDefined();
      expect(description, name).toMatch(/\.$/);
    }
    const names = document.tags.map(({ name }) => name);
    expect(document["x-tagGroups"].flatMap(({ tags }) => tags)).toEqual(names);
    expect([...new Set(OPERATIONS.map(({ tags: [tag] }) => tag))]).toEqual(names);
  });

  it("says who may: anybody, whoever is logged in, or who holds a permission; keys act where permissions count", () => {
    for (const { routeKey, may } of PATHS) {
      const { security, "x-permission": permission } = Operation.parse(OPERATIONS.find(({ key }) => key === routeKey));
      const schemes = security.flatMap((one) => Object.keys(one));
      expect(schemes, routeKey).toEqual(may === "public" ? [] : may === "session" ? ["bearer", "cookie"] : ["bearer", "cookie", "api_key"]);
      expect(permission, routeKey).toBe(may === "public" || may === "session" ? undefined : may);
    }
  });

  it("lists every refusal it may give under its status, and our own failure", () => {
    for (const route of PATHS) {
      const { responses } = Operation.parse(OPERATIONS.find(({ key }) => key === route.routeKey));
      const statuses = new Set([...refusalsOf(route)].map((code) => String(REFUSALS[code])));
      const listed = Object.keys(responses).filter((status) => status.startsWith("4") || status === "503");
      expect(listed.sort(), route.routeKey).toEqual([...statuses].sort());
      expect(responses["500"], route.routeKey).toEqual({ $ref: "#/components/responses/Internal" });
    }
  });

  it("may refuse what the kit refuses: strangers, roles, other sites, bad JSON, bad cursors", () => {
    const codesOf = (key: string) => {
      const route = PATHS.find(({ routeKey }) => routeKey === key);
      return route ? [...refusalsOf(route)] : [];
    };
    expect(codesOf("GET /api/transactions")).toEqual(
      expect.arrayContaining(["auth.required", "auth.invalid_token", "auth.forbidden", "request.bad_cursor", "request.unknown_parameter"]),
    );
    expect(codesOf("POST /api/accounts")).toEqual(
      expect.arrayContaining(["auth.cross_site", "request.malformed_json", "request.body_too_large", "request.unsupported_media_type"]),
    );
    expect(codesOf("GET /health").filter((code) => code.startsWith("auth."))).toEqual([]);
    expect(codesOf("GET /docs")).not.toContain("request.not_acceptable");
    expect(codesOf("GET /health")).toEqual(expect.arrayContaining(["request.not_acceptable", "request.too_many", "request.timed_out"]));
    expect(codesOf("PUT /api/accounts/{account_id}")).toContain("request.precondition_failed");
  });

  it("may refuse a key as its route keeps answers", () => {
    const keyed = PATHS.filter(({ method, may }) => method === "POST" && may !== "public");
    for (const route of keyed) {
      const codes = refusalsOf(route);
      expect(codes.has("idempotency.other_request"), route.routeKey).toBe(true);
      expect(codes.has("idempotency.in_progress"), route.routeKey).toBe(route.claims);
      expect(codes.has("idempotency.answer_not_kept"), route.routeKey).toBe(route.secret);
    }
    expect(keyed.some(({ claims }) => claims) && keyed.some(({ secret }) => secret)).toBe(true);
  });

  it("takes strict bodies: what is not named is refused", () => {
    const objects = OPERATIONS.flatMap(({ key, requestBody }) => objectsIn(requestBody).map((object) => ({ key, object })));
    expect(objects.length).toBeGreaterThan(10);
    expect(objects.filter(({ object }) => !("additionalProperties" in object)).map(({ key }) => key)).toEqual([]);
    const loose = objects.filter(({ object }) => object["additionalProperties"] !== false).map(({ key }) => key);
    expect(loose, "what a partner signs is the only body taken as it comes").toEqual([
      "POST /api/webhooks/bridge",
      "POST /api/webhooks/bankin",
      "POST /api/webhooks/finary",
    ]);
  });
});

describe("headers", () => {
  const parametersOf = (key: string) =>
    Operation.parse(OPERATIONS.find((one) => one.key === key)).parameters.map(({ $ref }) => $ref?.split("/").at(-1));
  const headersOf = (key: string, status: string) =>
    Object.keys(
      z.looseObject({ headers: z.record(z.string(), z.unknown()) }).parse(OPERATIONS.find((one) => one.key === key)?.responses[status])
        .headers,
    );

  it("make a POST safe to repeat, a change safe against another's, a reading cheap", () => {
    expect(parametersOf("POST /api/accounts")).toContain("IdempotencyKey");
    expect(parametersOf("POST /auth/login")).not.toContain("IdempotencyKey");
    expect(parametersOf("PUT /api/accounts/{account_id}")).toContain("IfMatch");
    expect(parametersOf("GET /api/accounts/{account_id}")).toContain("IfNoneMatch");
    expect(parametersOf("GET /docs")).not.toContain("IfNoneMatch");
    expect(parametersOf("POST /api/accounts")).not.toContain("IfNoneMatch");
    expect(parametersOf("GET /api/exports/fec")).toContain("Prefer");
    for (const { key, parameters } of OPERATIONS) expect(parameters.at(-1)?.$ref, key).toBe("#/components/parameters/AcceptLanguage");
  });

  it("tell what was found: version, next page, where to look, what is left", () => {
    expect(headersOf("GET /api/accounts/{account_id}", "200")).toContain("ETag");
    expect(headersOf("GET /api/transactions", "200")).toEqual(expect.arrayContaining(["Link", "RateLimit-Remaining", "Numma-Cost"]));
    expect(headersOf("GET /api/exports/fec", "202")).toEqual(expect.arrayContaining(["Location", "Retry-After"]));
    expect(headersOf("GET /api/exports/fec", "200")).toContain("Preference-Applied");
    expect(headersOf("GET /api/exports/fec", "304")).toContain("ETag");
    expect(headersOf("POST /api/accounts", "201")).toContain("Idempotent-Replayed");
    expect(headersOf("POST /auth/login", "200")).not.toContain("Idempotent-Replayed");
  });
});
