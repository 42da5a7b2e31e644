import * as z from "zod";
import { API_FUNCTIONS } from "#functions/all";
import { camel, fromWire, isRecord, snake } from "#runtime/case";
import { DEFAULT_ROUTE, type Route } from "#runtime/route";

/** Every route there is: what is declared later is tested by itself. */
export const ROUTES: readonly Route[] = API_FUNCTIONS.flatMap(({ routes }) => routes).filter(({ routeKey }) => routeKey !== DEFAULT_ROUTE);
export const NAMED = (all: readonly Route[]) => all.map((route) => [route.routeKey, route] as const);

/** Names of the parameters in a path, in wire spelling. */
export const paramsOf = ({ path }: Route): readonly string[] => [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);

/** The schema of one path parameter. */
export const paramSchema = ({ params }: Route, name: string): z.ZodType => schemaIn(params, camel(name));

function schemaIn(params: z.ZodObject | null, name: string): z.ZodType {
  const found: unknown = params?.shape[name];
  if (!(found instanceof z.ZodType)) throw new Error(`no schema for ${name}`);
  return found;
}

/** A path with its parameters filled in. */
export const filled = ({ path }: Route, values: Readonly<Record<string, string>>): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? "x"));

/** Values for names no schema explains. */
const KNOWN: Readonly<Record<string, unknown>> = {
  date: "2025-03-01",
  through: "2025-12-31",
  siren: "123456782",
  slug: "atelier-de-test",
  email: "someone@example.test",
  password: "un mot de passe assez long",
  code: "123456",
  file_name: "fichier.txt",
  content_type: "text/plain",
  account: "606400",
  number: "606401",
  name: "Compte de test",
  access_token: "b4nk1n-0000-0000-0000",
  ids: ["txn_00100000000000000000001"],
  counterpart_id: "txn_00100000000000000000002",
  iban: "FR7630006000011234567890189",
  currency: "USD",
  category_id: "a_categoriser",
  journal: "OD",
  closes_on: "12-31",
  closing_day: "12-31",
  day: "2025-03-01",
  department: "69",
  owner_initial: "M",
  cfe_liable: true,
  pays_fees: true,
  starts_on: "2027-01-01",
  ends_on: "2027-12-31",
  period: { from: "2026-03-01", to: "2026-03-31" },
  operations: [{ id: "F-1", kind: "sale_goods", base_cents: 1_000, delivered_on: "2026-03-10" }],
  parts: [
    { category_id: "a_categoriser", amount_cents: -500 },
    { category_id: "a_categoriser", amount_cents: -500 },
  ],
  lines: [
    { account: "606400", debit_cents: 1_000 },
    { account: "467000", credit_cents: 1_000 },
  ],
};

type JsonSchema = {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly minimum?: number;
  readonly minLength?: number;
  readonly format?: string;
  readonly pattern?: string;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
};
const isJsonSchema = (value: unknown): value is JsonSchema => typeof value === "object" && value !== null;

/** The smallest value a schema takes, in wire spelling, as far as a schema tells. */
function sampleOf(schema: z.ZodType): unknown {
  const json: unknown = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  return isJsonSchema(json) ? exampleOf(json, "", json.$defs) : null;
}

function exampleOf(schema: JsonSchema, name: string, defs: JsonSchema["$defs"] = {}): unknown {
  const named = defs[schema.$ref?.split("/").at(-1) ?? ""];
  if (named) return exampleOf(named, name, defs);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  if (name in KNOWN) return KNOWN[name];
  const [choice] = schema.anyOf ?? schema.oneOf ?? [];
  if (choice) return exampleOf(choice, name, defs);
  if (schema.type === "object") return objectOf(schema, defs);
  if (schema.type === "array") return Array.from({ length: schema.minItems ?? 0 }, () => exampleOf(schema.items ?? {}, "", defs));
  if (schema.type === "integer" || schema.type === "number") return Math.max(1, schema.minimum ?? 1);
  if (schema.type === "boolean") return false;
  const prefix = /^\^([a-z]{2,3})_/.exec(schema.pattern ?? "")?.[1];
  if (prefix) return `${prefix}_${"0".repeat(26)}`;
  return schema.format === "date" ? "2025-03-01" : schema.format === "date-time" ? "2026-11-25T11:00:00.000Z" : "texte";
}

const objectOf = ({ properties = {}, required = [] }: JsonSchema, defs: JsonSchema["$defs"]): Record<string, unknown> =>
  Object.fromEntries(required.map((key) => [snake(key), exampleOf(properties[key] ?? {}, snake(key), defs)]));

const bodies = new Map<string, Record<string, unknown> | null>();

/** A body the route takes, or null when its schema alone does not tell one; of a change that must say something, a note. */
export function bodyFor({ body, routeKey }: Route): Record<string, unknown> | null {
  const known = bodies.get(routeKey);
  if (known !== undefined || !body) return known ?? null;
  const takes = (sample: unknown) => isRecord(sample) && body.safeParse(fromWire(sample, [])).success;
  const made = [sampleOf(body), { note: "texte" }].filter(isRecord).find(takes) ?? null;
  bodies.set(routeKey, made);
  return made;
}
