import * as z from "zod";
import { isRecord, snake, toWire } from "./case.ts";

export type Json = Record<string, unknown>;

/** Schemas the document names, by id, with their examples still in them. */
export type Components = Record<string, unknown>;

/** A schema in wire spelling; named ones move to the components. Examples of `.meta({ examples })` come along, in wire spelling. */
export function wireSchema(schema: z.ZodType, io: "input" | "output", components: Components): Json {
  const { $defs, $schema: _, ...root } = z.toJSONSchema(schema, { io, target: "draft-2020-12", unrepresentable: "any" });
  for (const [name, definition] of Object.entries($defs ?? {})) components[name] = renamed(withoutId(definition));
  const { id, examples } = schema.meta() ?? {};
  // Where a value is transformed on its way in, zod drops the examples: they are ours to check.
  if (id === undefined) return record(renamed({ ...root, ...(Array.isArray(examples) && { examples }) }));
  if (!("$ref" in root)) components[id] = renamed(withoutId(root));
  return { $ref: `${COMPONENT}${id}` };
}

const COMPONENT = "#/components/schemas/";

/** The schema behind a reference, or the schema itself. */
export function resolved(schema: Json, components: Components): Json {
  const { $ref } = schema;
  return typeof $ref === "string" ? record(components[$ref.slice(COMPONENT.length)]) : schema;
}

export const record = (value: unknown): Json => (isRecord(value) ? value : {});

const withoutId = (schema: object): object => Object.fromEntries(Object.entries(schema).filter(([name]) => name !== "id"));

/** Property names to snake_case, references to the components, unsafe-integer bounds and what is no JSON Schema out of sight. */
function renamed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(renamed);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) => {
      if (name === "properties" && isRecord(inner))
        return [[name, Object.fromEntries(Object.entries(inner).map(([key, property]) => [snake(key), renamed(property)]))]];
      if (name === "required" && Array.isArray(inner)) return [[name, inner.map((key) => snake(String(key)))]];
      if (name === "examples" || name === "default") return [[name, toWire(inner)]];
      if (name === "$ref" && typeof inner === "string") return [[name, inner.replace("#/$defs/", COMPONENT)]];
      if (name === "pattern" && "format" in value) return [];
      if ((name === "minimum" || name === "maximum") && Math.abs(Number(inner)) >= Number.MAX_SAFE_INTEGER) return [];
      return [[name, renamed(inner)]];
    }),
  );
}

/** A schema as it is published: examples of objects stand beside the schema, whole, and not in it. */
export function published(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(published);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) => {
      if (name === "properties" && isRecord(inner))
        return [[name, Object.fromEntries(Object.entries(inner).map(([key, property]) => [key, published(property)]))]];
      if (name === "examples" && Array.isArray(inner) && inner.some((one) => typeof one === "object" && one !== null)) return [];
      return [[name, published(inner)]];
    }),
  );
}
