import { describe, expect, it } from "vitest";
import { REFUSALS } from "#domain/refusals";
import { API_FUNCTIONS, WORKERS } from "#functions/all";
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
