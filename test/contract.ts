import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import * as z from "zod";
import { API_FUNCTIONS } from "#functions/all";
import { openapi } from "#runtime/openapi";

const Media = z.object({ schema: z.unknown(), example: z.unknown().optional(), examples: z.record(z.string(), z.unknown()).optional() });
const Response = z.object({
  $ref: z.string().optional(),
  description: z.string().optional(),
  content: z.record(z.string(), Media).optional(),
});
const Operation = z.looseObject({ operationId: z.string(), responses: z.record(z.string(), Response) });
const Document = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.looseObject({ responses: z.record(z.string(), Response) }),
});
type Operation = z.infer<typeof Operation>;
type Response = z.infer<typeof Response>;

/** What came back for which request. */
export type Exchange = {
  readonly method: string;
  readonly url: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
};

type Located = { readonly at: string; readonly response: Response };
type Target = { readonly path: string; readonly method: string; readonly segments: readonly string[]; readonly operation: Operation };

/** Holds every answer of a test against the OpenAPI document, made from the declarations. Throws, saying what the document does not know. */
export type Contract = {
  readonly check: (exchange: Exchange) => void;
  readonly validator: (pointer: string) => ValidateFunction;
  readonly source: unknown;
};

/** One contract a process: reading the declarations and compiling a schema cost more than a hundred checks. */
export const contract = (): Contract => {
  made ??= contractOf(openapi(API_FUNCTIONS, "0.0.0"));
  return made;
};
let made: Contract | undefined;

/** The contract a document makes. */
function contractOf(source: unknown): Contract {
  const document = Document.parse(source);
  const ajv = new Ajv2020({
    allErrors: false,
    strict: true,
    strictRequired: false,
    strictTypes: false,
    allowUnionTypes: true,
    inlineRefs: false,
  });
  formats.default(ajv);
  ajv.addVocabulary(Object.keys(document));
  ajv.addSchema(JSON.parse(JSON.stringify(source)), ROOT, false, false);
  const targets = Object.entries(document.paths)
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method, segments: path.split("/"), operation })),
    )
    .sort(byPrecision);
  const validator = (pointer: string): ValidateFunction => {
    const found = ajv.getSchema(`${ROOT}#${pointer}`);
    if (!found) throw new Error(`the document has nothing at ${pointer}`);
    return found;
  };
  const located = (target: Target, status: number): Located | null => {
    const own = target.operation.responses[String(status)];
    const name = own?.$ref?.replace("#/components/responses/", "");
    if (name !== undefined) return { at: pointerOf("components", "responses", name), response: document.components.responses[name] ?? {} };
    return own ? { at: pointerOf("paths", target.path, target.method, "responses", String(status)), response: own } : null;
  };
  return { source, validator, check: (exchange) => checkExchange(exchange, targets, located, validator) };
}

const ROOT = "openapi.json";

/** JSON pointer (RFC 6901) of a place in the document, as the fragment of an address. */
export const pointerOf = (...parts: readonly string[]): string =>
  parts.map((part) => `/${encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1"))}`).join("");

/** Literal segments win over variables, from the left, as at the gateway. */
function byPrecision(left: Target, right: Target): number {
  const shape = ({ segments }: Target) => segments.map((segment) => (segment.startsWith("{") ? "1" : "0")).join("");
  return shape(left) < shape(right) ? -1 : 1;
}

function checkExchange(
  exchange: Exchange,
  targets: readonly Target[],
  located: (target: Target, status: number) => Located | null,
  validator: (pointer: string) => ValidateFunction,
): void {
  const { method, url, status, headers, body } = exchange;
  const fail = (problem: string): never => {
    throw new Error(`${method} ${url.split("?", 1)[0]} answered ${status}, ${problem}\n${body.toString("utf8").slice(0, 2_000)}`);
  };
  const target = targetOf(targets, method, url);
  if (!headers["x-request-id"] && method !== "OPTIONS") fail("without X-Request-Id");
  if (target) checkKnown(exchange, located(target, status), validator, fail);
  else checkNowhere(exchange, fail);
}

function checkKnown(
  exchange: Exchange,
  found: Located | null,
  validator: (pointer: string) => ValidateFunction,
  fail: (problem: string) => never,
): void {
  if (!found) fail("a status the document does not list for it: name it in `status`, `also` or `refuses`");
  else if (exchange.method !== "HEAD") checkContent(exchange, found, validator, fail);
  else if (exchange.body.byteLength > 0) fail("a HEAD, with a body");
}

const Nowhere = z.object({ code: z.enum(["route.not_found", "route.method_not_allowed"]), status: z.number() });

/** Where the document has no operation there is nothing but the two refusals of the fallback, and what OPTIONS tells. */
function checkNowhere({ method, status, headers, body }: Exchange, fail: (problem: string) => never): void {
  if (method === "OPTIONS" && status === 204) return;
  if (method === "HEAD" && (status === 404 || status === 405)) return;
  const problem = headers["content-type"]?.startsWith("application/problem+json")
    ? Nowhere.safeParse(JSON.parse(body.toString("utf8")))
    : null;
  if (!problem?.success || problem.data.status !== status) fail("and the document does not know this address");
}

function targetOf(targets: readonly Target[], method: string, url: string): Target | undefined {
  const given = (url.split("?", 1)[0] ?? "").split("/");
  const wanted = method === "HEAD" ? "get" : method.toLowerCase();
  return targets.find(
    (target) =>
      target.method === wanted &&
      target.segments.length === given.length &&
      target.segments.every((segment, index) => (segment.startsWith("{") ? isDecodable(given[index] ?? "") : segment === given[index])),
  );
}

function isDecodable(text: string): boolean {
  try {
    return decodeURIComponent(text) !== "";
  } catch {
    return false;
  }
}

function checkContent(
  { status, headers, body }: Exchange,
  { at, response }: Located,
  validator: (pointer: string) => ValidateFunction,
  fail: (problem: string) => never,
): void {
  const { content } = response;
  if (!content) {
    if (body.byteLength > 0) fail("with a body the document does not tell of");
    return;
  }
  const type = headers["content-type"]?.split(";", 1)[0] ?? "";
  const media = content[type] ?? fail(`as ${type || "no content type"}; the document says ${Object.keys(content).join(" or ")}`);
  if (!type.endsWith("json")) return;
  const json: unknown = JSON.parse(body.toString("utf8"));
  const validate = validator(`${at}${pointerOf("content", type, "schema")}`);
  if (!validate(json)) fail(`and its body is not what the document says: ${JSON.stringify(validate.errors)}`);
  if (type === "application/problem+json") checkProblem(json, status, media, fail);
}

const Problem = z.object({ code: z.string(), status: z.number() });

function checkProblem(json: unknown, status: number, media: z.infer<typeof Media>, fail: (problem: string) => never): void {
  const { code, status: told } = Problem.parse(json);
  if (told !== status) fail(`and its body says ${told}`);
  const listed = media.examples ? Object.keys(media.examples) : ["internal"];
  if (!listed.includes(code)) fail(`\`${code}\`, which the route does not list: name it in \`refuses\`. Listed are ${listed.join(", ")}`);
}
