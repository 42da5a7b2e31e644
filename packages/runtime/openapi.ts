import * as z from "zod";
import { REFUSALS, type RefusalCode } from "#domain/refusals";
import { isRecord, snake } from "./case.ts";
import { PROBLEMS_EN } from "./problems.en.ts";
import { DEFAULT_ROUTE, type Route } from "./route.ts";

type Json = Record<string, unknown>;

/** The whole API as OpenAPI 3.1, from the very declarations that serve it. */
export function openapi(resources: readonly { readonly name: string; readonly routes: readonly Route[] }[], version: string): Json {
  const schemas: Json = { Problem: PROBLEM };
  const paths: Record<string, Json> = {};
  for (const { name, routes } of resources) {
    const tag = name.replace(/^api\//, "").replace("webhooks/receive", "webhooks");
    for (const route of routes) {
      if (route.routeKey === DEFAULT_ROUTE) continue;
      paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operationOf(route, tag, schemas) };
    }
  }
  return {
    openapi: "3.1.0",
    info: { title: "NUMMA", version, description: DESCRIPTION },
    servers: [{ url: "/" }],
    paths: Object.fromEntries(Object.entries(paths).sort(([left], [right]) => (left < right ? -1 : 1))),
    components: { schemas, securitySchemes: SECURITY },
  };
}

const DESCRIPTION =
  "Banks, categories, books and exports of French small companies. Amounts are integer minor units (`*_cents`), dates are `YYYY-MM-DD` in Europe/Paris, instants end in `_at` and are UTC. Lists carry `next_cursor`. Errors are RFC 9457 problems with a `code` from a closed list. Every answer tells what it cost in `Numma-Cost`.";

const SECURITY = {
  bearer: { type: "http", scheme: "bearer", bearerFormat: "JWT" },
  cookie: { type: "apiKey", in: "cookie", name: "__Host-session" },
};

const PROBLEM = {
  type: "object",
  required: ["type", "title", "status", "detail", "code", "request_id"],
  properties: {
    type: { type: "string" },
    title: { type: "string" },
    status: { type: "integer" },
    detail: { type: "string" },
    code: { type: "string", enum: [...Object.keys(REFUSALS), "internal"] },
    errors: {
      type: "array",
      items: { type: "object", properties: { pointer: { type: "string" }, code: { type: "string" }, message: { type: "string" } } },
    },
    request_id: { type: "string" },
  },
};

function operationOf(route: Route, tag: string, schemas: Json): Json {
  return {
    operationId: operationId(route),
    tags: [tag],
    summary: route.summary,
    security: route.may === "public" ? [] : [{ bearer: [] }, { cookie: [] }],
    ...(route.may !== "public" && route.may !== "session" && { "x-permission": route.may }),
    parameters: [
      ...parametersOf(route.params, "path", schemas),
      ...parametersOf(route.query, "query", schemas),
      ...(waits(route) ? [PREFER] : []),
    ],
    ...(route.body && { requestBody: { required: true, content: { "application/json": { schema: wire(route.body, "input", schemas) } } } }),
    ...(route.file && { requestBody: { required: true, content: FILE_CONTENT } }),
    responses: { ...good(route, schemas), ...refusalsOf(route) },
  };
}

/** A file as it is, or the name of one uploaded before (`POST /api/uploads`). */
const FILE_CONTENT: Json = {
  "text/plain": { schema: { type: "string", format: "binary" } },
  "application/octet-stream": { schema: { type: "string", format: "binary" } },
  "application/json": {
    schema: { type: "object", required: ["upload_id"], properties: { upload_id: { type: "string" } }, additionalProperties: false },
  },
};

const operationId = ({ method, path }: Route): string =>
  method.toLowerCase() +
  path
    .replace(/[{}]/g, "")
    .split(/[/_.-]/)
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join("");

const waits = ({ also, path }: Route): boolean => also.length > 0 || /^\/api\/(?:jobs|exports)\/\{\w+\}$/.test(path);
const PREFER = {
  name: "Prefer",
  in: "header",
  required: false,
  schema: { type: "string", examples: ["wait=20"] },
  description: "Seconds to wait for the result, at most 20.",
};

function parametersOf(schema: z.ZodObject | null, place: "path" | "query", schemas: Json): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = ObjectSchema.parse(wire(schema, "input", schemas));
  return Object.entries(properties).map(([name, inner]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    schema: inner,
  }));
}

const ObjectSchema = z.object({
  properties: z.record(z.string(), z.unknown()).exactOptional(),
  required: z.array(z.string()).exactOptional(),
});

function good(route: Route, schemas: Json): Json {
  const schema = wire(route.returns, "output", schemas);
  const isPage = route.returns instanceof z.ZodNull;
  const content = { content: { "application/json": { schema } } };
  const described = (status: number) => ({
    description: MEANINGS[status] ?? "OK",
    ...(status !== 302 && status !== 303 && status !== 204 && !isPage && content),
  });
  return Object.fromEntries([route.status, ...route.also].map((status) => [String(status), described(status)]));
}

const MEANINGS: Readonly<Record<number, string>> = {
  200: "OK",
  201: "Created",
  202: "Accepted: see Location",
  204: "Done",
  302: "The file is there, for a minute",
  303: "See the file",
};

/** Every refusal the route may give, and those its kind always may. */
function refusalsOf({ refuses, may, body, raw }: Route): Json {
  const always: RefusalCode[] = ["request.invalid", "request.unknown_parameter"];
  if (may !== "public") always.push("auth.required", "auth.invalid_token");
  if (may !== "public" && may !== "session") always.push("auth.forbidden");
  if (body && !raw) always.push("request.malformed_json", "request.body_too_large", "request.unsupported_media_type");
  const byStatus = new Map<number, RefusalCode[]>();
  for (const code of new Set([...refuses, ...always])) byStatus.set(REFUSALS[code], [...(byStatus.get(REFUSALS[code]) ?? []), code]);
  const entries = [...byStatus].sort(([left], [right]) => left - right).map(([status, codes]) => [String(status), problemResponse(codes)]);
  return Object.fromEntries(entries);
}

const problemResponse = (codes: readonly RefusalCode[]): Json => ({
  description: codes.map((code) => `\`${code}\`: ${PROBLEMS_EN[code]}`).join(" "),
  content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
});

/** A schema in wire spelling; named ones move to the components. */
function wire(schema: z.ZodType, io: "input" | "output", schemas: Json): unknown {
  const { $defs, $schema: _, ...root } = z.toJSONSchema(schema, { io, target: "draft-2020-12", unrepresentable: "any" });
  for (const [name, definition] of Object.entries($defs ?? {})) schemas[name] = renamed(withoutId(definition));
  const { id } = schema.meta() ?? {};
  if (id === undefined) return renamed(root);
  if (!("$ref" in root)) schemas[id] = renamed(withoutId(root));
  return { $ref: `#/components/schemas/${id}` };
}

const withoutId = (schema: object): object => Object.fromEntries(Object.entries(schema).filter(([name]) => name !== "id"));

/** Property names to snake_case, references to the components, unsafe-integer bounds out of sight. */
function renamed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(renamed);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) => {
      if (name === "properties" && isRecord(inner))
        return [[name, Object.fromEntries(Object.entries(inner).map(([key, property]) => [snake(key), renamed(property)]))]];
      if (name === "required" && Array.isArray(inner)) return [[name, inner.map((key) => snake(String(key)))]];
      if (name === "$ref" && typeof inner === "string") return [[name, inner.replace("#/$defs/", "#/components/schemas/")]];
      if (name === "pattern" && "format" in value) return [];
      if ((name === "minimum" || name === "maximum") && Math.abs(Number(inner)) >= Number.MAX_SAFE_INTEGER) return [];
      return [[name, renamed(inner)]];
    }),
  );
}
