import { problemExamples } from "./examples-problems.ts";
import { GUIDE } from "./openapi-guide.ts";
import { REQUEST_HEADERS, RESPONSE_HEADERS } from "./openapi-manners.ts";
import { operationOf, type Shared } from "./openapi-operation.ts";
import { internalResponse, PROBLEM, refusalsOf } from "./openapi-responses.ts";
import { type Json, published } from "./openapi-schema.ts";
import { tagOrder, tagsOf } from "./openapi-tags.ts";
import { DEFAULT_ROUTE, type Route } from "./route.ts";

type Resource = { readonly name: string; readonly routes: readonly Route[] };

/** The whole API as OpenAPI 3.1, from the very declarations that serve it. */
export function openapi(resources: readonly Resource[], version: string): Json {
  const shared: Shared = { schemas: { Problem: PROBLEM }, responses: {} };
  const tagged = resources
    .flatMap(({ name, routes }) => routes.map((route) => ({ tag: tagOf(name), route })))
    .filter(({ route }) => route.routeKey !== DEFAULT_ROUTE)
    .sort((left, right) => tagOrder(left.tag) - tagOrder(right.tag));
  const paths: Record<string, Json> = {};
  for (const { tag, route } of tagged)
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operationOf(route, tag, shared) };
  const { tags, groups } = tagsOf(new Set(tagged.map(({ tag }) => tag)));
  return {
    openapi: "3.1.0",
    info: { title: "NUMMA", version, description: GUIDE },
    servers: [{ url: "/" }],
    tags,
    "x-tagGroups": groups,
    paths,
    components: {
      schemas: published(shared.schemas),
      responses: { ...sorted(shared.responses), Internal: internalResponse() },
      parameters: REQUEST_HEADERS,
      headers: RESPONSE_HEADERS,
      examples: problemExamples(tagged.flatMap(({ route }) => [...refusalsOf(route)])),
      securitySchemes: SECURITY,
    },
  };
}

/** A resource's name as a chapter: what partners send stands with what became of it. */
const tagOf = (name: string): string => name.replace(/^api\//, "").replace("webhooks/receive", "webhooks");

const sorted = (entries: Json): Json => Object.fromEntries(Object.entries(entries).sort(([left], [right]) => (left < right ? -1 : 1)));

const SECURITY = {
  bearer: {
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
    description: 'The `access_token` of a login with `"grant": "token"`.',
  },
  cookie: { type: "apiKey", in: "cookie", name: "__Host-session", description: "Set by a login without `grant`." },
  api_key: { type: "http", scheme: "bearer", bearerFormat: "nk_…", description: "A company's API key, for programs." },
};
