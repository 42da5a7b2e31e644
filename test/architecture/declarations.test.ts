import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { REFUSALS } from "#domain/refusals";
import { API_FUNCTIONS, WORKERS } from "#functions/all";
import { OPENAPI_FILE, openapiText } from "#infra/build/openapi-text";
import { snake } from "#runtime/case";
import { DEFAULT_ROUTE } from "#runtime/route";

const ALL = [...API_FUNCTIONS, ...WORKERS];
const ROUTES = API_FUNCTIONS.flatMap(({ routes }) => routes);
const PATHS = ROUTES.filter(({ routeKey }) => routeKey !== DEFAULT_ROUTE);

/** How addresses begin: a new one is a decision about the API, not a detail. */
const FIRST_WORDS = new Set(
  "api auth users health docs redoc openapi.json .well-known share analyze invoices alerts overdue cashflow bank employees tasks pointages chat email-import".split(
    " ",
  ),
);

describe("every declaration", () => {
  it("has a name of its own, and an entry at the place its name says", () => {
    expect(new Set(ALL.map(({ name }) => name)).size).toBe(ALL.length);
    for (const { name, entry } of ALL) expect([`functions/${name}/handler.ts`, `functions/${name}.handler.ts`], name).toContain(entry);
  });

  it("asks for a need once", () => {
    for (const { name, needs } of ALL) expect(new Set(needs).size, name).toBe(needs.length);
  });
});

describe("every route", () => {
  it("has a method and a path of its own", () => {
    const shapes = ROUTES.map(({ routeKey }) => routeKey.replace(/\{\w+\}/g, "{}"));
    expect(shapes.filter((shape, index) => shapes.indexOf(shape) !== index)).toEqual([]);
  });

  it("starts with one of the API's first words, and is never versioned", () => {
    const strange = PATHS.filter(({ path }) => !FIRST_WORDS.has(path.split("/")[1] ?? "") || /\/v\d/.test(path) || path.endsWith("/"));
    expect(strange.map(({ path }) => path)).toEqual([]);
  });

  it("parses exactly the parameters its path names, in snake_case", () => {
    for (const { path, params } of PATHS) {
      const named = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name = ""]) => name);
      for (const name of named) expect(name, path).toMatch(/^[a-z][a-z_]*$/);
      expect(Object.keys(params?.shape ?? {}).map(snake), path).toEqual(named);
    }
  });

  it("reads nothing from the body of a GET or a DELETE, but the proof of who ends a second factor: it may stand in no address", () => {
    const silent = PATHS.filter(({ method, path }) => method === "GET" || (method === "DELETE" && path !== "/auth/totp"));
    expect(silent.filter(({ body, raw }) => body !== null || raw).map(({ routeKey }) => routeKey)).toEqual([]);
  });

  it("refuses only with codes of the one table, each once", () => {
    for (const { refuses, routeKey } of ROUTES) {
      expect(
        refuses.filter((code) => !(code in REFUSALS)),
        routeKey,
      ).toEqual([]);
      expect(new Set(refuses).size, routeKey).toBe(refuses.length);
    }
  });

  it("is one of at most three hundred, the gateway's limit", () => expect(ROUTES.length).toBeLessThanOrEqual(300));
});

describe("docs/openapi.json", () => {
  const text = readFileSync(OPENAPI_FILE, "utf8");

  it("is what the declarations say (npm run openapi writes it)", () => expect(text).toBe(openapiText()));

  it("has every route and no other", () => {
    const { paths }: { paths: Record<string, Record<string, unknown>> } = JSON.parse(text);
    const documented = Object.entries(paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(documented.sort()).toEqual(PATHS.map(({ routeKey }) => routeKey).sort());
  });

  it("refers only to schemas it has, and has only schemas it refers to", () => {
    const { components }: { components: { schemas: Record<string, unknown> } } = JSON.parse(text);
    const wanted = new Set([...text.matchAll(/"\$ref": "#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name));
    expect([...text.matchAll(/"\$ref": "(?!#\/components\/schemas\/)[^"]*"/g)].map(([match]) => match)).toEqual([]);
    for (const [name, schema] of Object.entries(components.schemas)) expect(schema, name).not.toHaveProperty("$ref");
    expect(Object.keys(components.schemas).sort()).toEqual([...wanted].sort());
  });

  it("gives every operation an id of its own, and every path parameter a declaration", () => {
    const {
      paths,
    }: { paths: Record<string, Record<string, { operationId: string; parameters: { in: string; name: string; required: boolean }[] }>> } =
      JSON.parse(text);
    const operations = Object.entries(paths).flatMap(([path, methods]) =>
      Object.values(methods).map((operation) => ({ path, ...operation })),
    );
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
    for (const { path, parameters } of operations) {
      const named = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name);
      expect(
        parameters
          .filter((parameter) => parameter.in === "path" && parameter.required)
          .map(({ name }) => name)
          .sort(),
        path,
      ).toEqual(named.sort());
    }
  });
});
