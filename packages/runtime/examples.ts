import { isRecord } from "./case.ts";
import { sampleNumber, sampleText, startsEmpty } from "./examples-samples.ts";
import { type Components, type Json, record, resolved } from "./openapi-schema.ts";

/** What stands around a place in a schema: the name it has, and the schemas references lead to. */
type Place = {
  readonly name: string;
  readonly parent: string;
  readonly components: Components;
  readonly stage: Stage;
  readonly depth: number;
};

/** What an answer shows: a thing as it is, one just created, or work under way. Of several examples the first is the whole thing, the last its beginning. */
export type Stage = "whole" | "created" | "under_way";

const DEPTH_MAX = 12;

/**
 * An example of a schema in wire spelling, the same at every call. What `.meta({ examples })` gives counts; of an object it may
 * give a part, and the rest is made from names, formats and patterns.
 */
export const exampleOf = (schema: Json, components: Components, name = "", stage: Stage = "whole"): unknown =>
  made(schema, undefined, { name, parent: "", components, stage, depth: 0 });

function made(schema: Json, given: unknown, place: Place): unknown {
  if (place.depth > DEPTH_MAX) return null;
  const whole = resolved(schema, place.components);
  const wanted = given === undefined ? ownExample(whole, place.stage) : given;
  if (wanted === null) return null;
  const options = optionsOf(whole);
  if (options) return made(chosen(options, wanted, place), wanted, place);
  const type = typeOf(whole);
  if (type === "object") return madeObject(whole, isRecord(wanted) ? wanted : null, place);
  if (type === "array") return madeArray(whole, wanted, place);
  if (wanted !== undefined) return wanted;
  if ("const" in whole) return whole["const"];
  if (allowsNull(whole) && startsEmpty(place.name)) return null;
  return madeScalar(whole, type, place);
}

function ownExample({ examples }: Json, stage: Stage): unknown {
  if (!Array.isArray(examples)) return undefined;
  return stage === "whole" ? examples[0] : examples.at(-1);
}

function optionsOf({ anyOf, oneOf }: Json): readonly Json[] | null {
  const options = Array.isArray(anyOf) ? anyOf : Array.isArray(oneOf) ? oneOf : null;
  return options === null ? null : options.map(record);
}

/** The option an example was given for, told by its names; else the first that is something (the one under way comes first, the result last). */
function chosen(options: readonly Json[], wanted: unknown, place: Place): Json {
  const somethings = options.filter((option) => option["type"] !== "null");
  const nothing = options.find((option) => option["type"] === "null");
  if (wanted === undefined && nothing && startsEmpty(place.name)) return nothing;
  const fitting = isRecord(wanted) ? somethings.find((option) => holds(resolved(option, place.components), wanted)) : undefined;
  const direct =
    place.depth === 0 && place.stage !== "under_way" && somethings.every((option) => "$ref" in option) ? somethings.at(-1) : undefined;
  return fitting ?? direct ?? somethings[0] ?? {};
}

function holds({ properties }: Json, wanted: Json): boolean {
  const known = record(properties);
  return Object.entries(wanted).every(([name, value]) => {
    const { const: only, enum: some } = record(known[name]);
    return name in known && (only === undefined || only === value) && (!Array.isArray(some) || some.includes(value));
  });
}

/** Of an object nothing was said of, everything it may hold; of one begun, what is missing and must be there. */
function madeObject({ properties, required, additionalProperties }: Json, given: Json | null, place: Place): Json {
  const needed: readonly unknown[] = Array.isArray(required) ? required : [];
  const shown = Object.entries(record(properties)).filter(([name]) => !given || name in given || needed.includes(name));
  const known = shown.map(([name, property]) => [
    name,
    made(record(property), given?.[name], { ...place, name, parent: place.name, depth: place.depth + 1 }),
  ]);
  return { ...(additionalProperties !== false && given), ...Object.fromEntries(known) };
}

function madeArray({ items, prefixItems, minItems }: Json, given: unknown, place: Place): unknown[] {
  const inside = { ...place, depth: place.depth + 1 };
  if (Array.isArray(given)) return given.map((one) => made(record(items), one, inside));
  if (Array.isArray(prefixItems)) return prefixItems.map((item) => made(record(item), undefined, inside));
  const one = made(record(items), undefined, inside);
  return Array.from({ length: Math.max(1, Number(minItems ?? 1)) }, () => one);
}

function typeOf({ type, properties }: Json): string {
  if (Array.isArray(type)) return String(type.find((one) => one !== "null") ?? "null");
  return typeof type === "string" ? type : properties ? "object" : "string";
}

const allowsNull = ({ type }: Json): boolean => type === "null" || (Array.isArray(type) && type.includes("null"));

function madeScalar(schema: Json, type: string, { name, parent }: Place): unknown {
  if (type === "null") return null;
  if (Array.isArray(schema["enum"])) return enumerated(schema["enum"], name);
  if (type === "boolean") return typeof schema["default"] === "boolean" ? schema["default"] : !startsEmpty(name);
  if (type === "integer" || type === "number") return sampleNumber(name, schema);
  return sampleText(name, schema, parent);
}

function enumerated(values: readonly unknown[], name: string): unknown {
  const wanted = sampleText(name, {});
  return values.includes(wanted) ? wanted : values[0];
}
