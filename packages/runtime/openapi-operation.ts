import * as z from "zod";
import { exampleOf } from "./examples.ts";
import { requestHeadersOf } from "./openapi-manners.ts";
import { meaningOf } from "./openapi-parameters.ts";
import { goodResponses, problemResponses } from "./openapi-responses.ts";
import { type Components, type Json, published, record, wireSchema } from "./openapi-schema.ts";
import type { FileBody, Route, SignedBody } from "./route.ts";

/** What operations share, gathered while they are described. */
export type Shared = { readonly schemas: Components; readonly responses: Json };

/** One route as an operation of the document. */
export function operationOf(route: Route, tag: string, { schemas, responses }: Shared): Json {
  const summary = headline(route.summary);
  return {
    operationId: operationId(route),
    tags: [tag],
    summary,
    description: [...(summary === route.summary ? [] : [sentence(route.summary)]), needed(route)].join("\n\n"),
    ...(route.leaves && { deprecated: true }),
    security: securityOf(route),
    ...(route.may !== "public" && route.may !== "session" && { "x-permission": route.may }),
    parameters: [
      ...parametersOf(route.params, "path", schemas),
      ...parametersOf(route.query, "query", schemas),
      ...signatureOf(route),
      ...requestHeadersOf(route).map((name) => ({ $ref: `#/components/parameters/${name}` })),
    ],
    ...requestBody(route, schemas),
    responses: { ...goodResponses(route, schemas), ...problemResponses(route, responses) },
  };
}

const HEADLINE_MAX = 60;

/** The first words of a summary, short enough for a menu. */
function headline(summary: string): string {
  const [head = summary] = /^[^:;`]+(?=[:;] )/.exec(summary) ?? [];
  return head.length > HEADLINE_MAX ? (head.split(/, | \(/, 1)[0] ?? head) : head;
}

const sentence = (summary: string): string => (summary.endsWith(".") ? summary : `${summary}.`);

function needed({ may }: Route): string {
  if (may === "public") return "Open to everybody.";
  return may === "session" ? "For a person who is logged in." : `Needs the permission \`${may}\`.`;
}

function securityOf({ may }: Route): readonly Json[] {
  if (may === "public") return [];
  return [{ bearer: [] }, { cookie: [] }, ...(may === "session" ? [] : [{ api_key: [] }])];
}

const operationId = ({ method, path }: Route): string =>
  method.toLowerCase() +
  path
    .replace(/[{}]/g, "")
    .split(/[/_.-]/)
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join("");

function parametersOf(schema: z.ZodObject | null, place: "path" | "query", schemas: Components): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = ObjectSchema.parse(wireSchema(schema, "input", schemas));
  return Object.entries(properties).map(([name, inner]) => {
    const { description = meaningOf(name), ...described } = record(inner);
    return {
      ...{ name, in: place, required: place === "path" || required.includes(name) },
      ...(description !== undefined && { description }),
      schema: published(described),
      example: exampleOf(described, schemas, name),
    };
  });
}

const ObjectSchema = z.object({
  properties: z.record(z.string(), z.unknown()).exactOptional(),
  required: z.array(z.string()).exactOptional(),
});

function signatureOf({ signed }: Route): Json[] {
  if (!signed) return [];
  const { header, signature } = signed;
  const description = "HMAC-SHA256 under the shared secret, in hexadecimal; several while a secret is being changed.";
  return [{ name: header, in: "header", required: true, description, schema: { type: "string" }, example: signature }];
}

function requestBody({ body, file, signed }: Route, schemas: Components): Json {
  if (file) return { requestBody: { required: true, content: file === true ? FILE_CONTENT : fileContent(file, schemas) } };
  if (signed) return { requestBody: signedBody(signed) };
  if (!body) return {};
  return { requestBody: { required: true, content: { "application/json": jsonContent(body, schemas) } } };
}

function jsonContent(body: z.ZodType, schemas: Components): Json {
  const schema = wireSchema(body, "input", schemas);
  const kinds = kindsOf(schema);
  const ofKind = (kind: unknown) => ({ value: exampleOf({ ...schema, examples: [kind] }, schemas) });
  const shown =
    kinds.length > 1
      ? { examples: Object.fromEntries(kinds.map((kind) => [nameOf(kind, kinds), ofKind(kind)])) }
      : { example: exampleOf(schema, schemas) };
  return { schema: published(schema), ...shown };
}

/** What a route takes as a file, by media type, and its JSON form. */
const fileContent = ({ json, files }: FileBody, schemas: Components): Json => ({
  ...Object.fromEntries(Object.entries(files).map(([type, example]) => [type, { schema: { type: "string", format: "binary" }, example }])),
  "application/json": jsonContent(json, schemas),
});

const firstOf = (kind: unknown): readonly [string, unknown] => Object.entries(record(kind))[0] ?? ["", ""];

/** A form by what it begins with: the field, or its value where every form begins with the same one. */
function nameOf(kind: unknown, kinds: readonly unknown[]): string {
  const [field, value] = firstOf(kind);
  return kinds.every((other) => firstOf(other)[0] === field) ? String(value) : `by_${field}`;
}

/** A body that has several forms is given an example of each by `.meta({ examples })`. */
const kindsOf = ({ examples }: Json): readonly unknown[] => (Array.isArray(examples) ? examples : []);

const FEC_EXAMPLE = [
  "JournalCode\tJournalLib\tEcritureNum\tEcritureDate\tCompteNum\tCompteLib\tCompAuxNum\tCompAuxLib\tPieceRef\tPieceDate\tEcritureLib\tDebit\tCredit\tEcritureLet\tDateLet\tValidDate\tMontantdevise\tIdevise",
  "AC\tAchats\t1\t20260105\t613200\tLocations immobilières\t\t\tLOYER-01\t20260105\tLoyer janvier\t800,00\t0,00\t\t\t20260131\t\t",
  "AC\tAchats\t1\t20260105\t401000\tFournisseurs\tCANUTS\tSCI des Canuts\tLOYER-01\t20260105\tLoyer janvier\t0,00\t800,00\t\t\t20260131\t\t",
  "",
].join("\r\n");

/** A file as it is, or the name of one uploaded before (`POST /api/uploads`). */
const FILE_CONTENT: Json = {
  "text/plain": { schema: { type: "string", format: "binary" }, example: FEC_EXAMPLE },
  "application/octet-stream": { schema: { type: "string", format: "binary" }, example: FEC_EXAMPLE },
  "application/json": {
    schema: { type: "object", required: ["upload_id"], properties: { upload_id: { type: "string" } }, additionalProperties: false },
    example: { upload_id: "upl_01KB2Q7M4T9XE5RZ8V3NCW6HJD" },
  },
};

/** What a partner signs is taken as it is: its form is the partner's. */
const signedBody = ({ header, example }: SignedBody): Json => ({
  required: true,
  description: `The partner's event, signed in \`${header}\` over these very bytes.`,
  content: { "application/json": { schema: { type: "object", additionalProperties: true }, example } },
});
