import * as z from "zod";
import { REFUSALS, type RefusalCode } from "#domain/refusals";
import { exampleOf, type Stage } from "./examples.ts";
import { problemExample } from "./examples-problems.ts";
import { isTagged, kitRefusals, problemHeadersOf, responseHeadersOf } from "./openapi-manners.ts";
import { type Components, type Json, published, wireSchema } from "./openapi-schema.ts";
import { TITLES } from "./problem.ts";
import { PROBLEMS_EN } from "./problems.en.ts";
import type { Route } from "./route.ts";

/** What a caller reads when it went well. */
const MEANINGS: Readonly<Record<number, string>> = {
  200: "OK",
  201: "Created",
  202: "Accepted: see `Location`",
  204: "Done",
  302: "The file is there, for a minute",
  303: "See the file",
  304: "Still the version you hold",
};

const STAGES: Readonly<Record<number, Stage>> = { 201: "created", 202: "under_way" };
const WITHOUT_BODY: ReadonlySet<number> = new Set([204, 302, 303, 304]);

/** Every good answer of a route. */
export function goodResponses(route: Route, components: Components): Json {
  const statuses = [route.status, ...route.also, ...(isTagged(route) ? [304] : [])];
  return Object.fromEntries(statuses.sort().map((status) => [String(status), goodResponse(route, status, components)]));
}

function goodResponse(route: Route, status: number, components: Components): Json {
  const headers = Object.fromEntries(responseHeadersOf(route, status).map((name) => [name, { $ref: `#/components/headers/${name}` }]));
  const content = WITHOUT_BODY.has(status) ? null : contentOf(route, STAGES[status] ?? "whole", components);
  return { description: MEANINGS[status] ?? "OK", headers, ...(content && { content }) };
}

/** A page tells its media types by `.meta({ content })`; everything else is JSON. */
function contentOf({ returns, alsoAs }: Route, stage: Stage, components: Components): Json | null {
  const pages = Pages.safeParse(returns.meta()?.["content"]);
  if (pages.success)
    return Object.fromEntries(pages.data.map((type) => [type, { schema: { type: type === "application/json" ? "object" : "string" } }]));
  if (returns.def.type === "null") return null;
  const schema = wireSchema(returns, "output", components);
  const others = Object.fromEntries(alsoAs.map((type) => [type, { schema: { type: "string" } }]));
  return { "application/json": { schema: published(schema), example: exampleOf(schema, components, "", stage) }, ...others };
}

const Pages = z.array(z.string());

/** Every refusal a route may give: its own, and those of the kit. */
export const refusalsOf = (route: Route): ReadonlySet<RefusalCode> => new Set([...kitRefusals(route), ...route.refuses]);

/** The problems of a route by status. Where only the kit speaks, routes share one response. */
export function problemResponses(route: Route, shared: Json): Json {
  const byStatus = new Map<number, RefusalCode[]>();
  for (const code of refusalsOf(route)) byStatus.set(REFUSALS[code], [...(byStatus.get(REFUSALS[code]) ?? []), code]);
  const entries = [...byStatus].sort(([left], [right]) => left - right);
  return {
    ...Object.fromEntries(entries.map(([status, codes]) => [String(status), sharedOr(status, codes.sort(), shared)])),
    "500": { $ref: "#/components/responses/Internal" },
  };
}

/** Responses that would stand in the document again and again stand in it once, named by status and codes. */
function sharedOr(status: number, codes: readonly RefusalCode[], shared: Json): Json {
  const name = codes.map((code) => code.split(/[._]/).map(capital).join("")).join("Or");
  if (codes.length > SHARED_CODES_MAX) return problemResponse(status, codes);
  shared[name] ??= problemResponse(status, codes);
  return { $ref: `#/components/responses/${name}` };
}

const SHARED_CODES_MAX = 3;
const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

const headersOf = (status: number): Json =>
  Object.fromEntries(problemHeadersOf(status).map((name) => [name, { $ref: `#/components/headers/${name}` }]));

const problemResponse = (status: number, codes: readonly RefusalCode[]): Json => ({
  description: [`${TITLES[status]?.en ?? "Refused"}.`, codes.map((code) => `- \`${code}\`: ${PROBLEMS_EN[code]}`).join("\n")].join("\n\n"),
  headers: headersOf(status),
  content: {
    "application/problem+json": {
      schema: { $ref: "#/components/schemas/Problem" },
      examples: Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }])),
    },
  },
});

/** Our own failure, on every route. */
export const internalResponse = (): Json => ({
  description: `\`internal\`: ${PROBLEMS_EN["internal"]}`,
  headers: headersOf(500),
  content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" }, example: problemExample("internal") } },
});

/** RFC 9457, with a code of the closed list. */
export const PROBLEM: Json = {
  type: "object",
  required: ["type", "title", "status", "detail", "code", "request_id"],
  properties: {
    type: { type: "string", description: "`urn:numma:problem:` and the code." },
    title: { type: "string", description: "The status in words." },
    status: { type: "integer" },
    detail: { type: "string", description: "What is wrong, in a sentence for people." },
    code: { type: "string", enum: [...Object.keys(REFUSALS), "internal"], description: "What is wrong, for programs." },
    errors: {
      type: "array",
      description: "What is wrong where in the request.",
      items: {
        type: "object",
        required: ["pointer", "code", "message"],
        properties: {
          pointer: { type: "string", description: "JSON pointer into the body; `/query/…` and `/path/…` for parameters." },
          code: { type: "string" },
          message: { type: "string" },
        },
        additionalProperties: false,
      },
    },
    request_id: { type: "string" },
  },
  additionalProperties: false,
};
