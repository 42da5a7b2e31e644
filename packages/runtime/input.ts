import * as z from "zod";
import { type Flaw, Refusal } from "#domain/refusals";
import { camel, fromWire } from "./case.ts";
import { flawsOf } from "./flaws.ts";
import type { HttpRequest } from "./request.ts";

/** A request body is at most 1 MB; larger files come by presigned upload. */
const BODY_BYTES_MAX = 1_048_576;

/** The raw parts of a request in code case, before their schemas. */
export type RawInput = { readonly params: unknown; readonly query: unknown; readonly body: unknown };

/**
 * Reads path, query and body. Refuses malformed JSON, a wrong content type, repeated parameters, unknown spellings. A query that takes anything is what
 * others write into our address: what we do not know of it is not looked at.
 */
export function readInput(request: HttpRequest, hasBody: boolean, { shape, def }: z.ZodObject): RawInput {
  const flaws: Flaw[] = [];
  const query: Record<string, string> = {};
  const takesAnything = def.catchall instanceof z.ZodUnknown;
  for (const [name, value] of request.query) {
    const key = camel(name);
    if (takesAnything && (/[A-Z]/.test(name) || !Object.hasOwn(shape, key))) continue;
    if (key === name && /[A-Z]/.test(name)) flaws.push({ pointer: `/query/${name.slice(0, 60)}`, message: "unknown_field" });
    else if (Object.hasOwn(query, key)) flaws.push({ pointer: `/query/${name.slice(0, 60)}`, message: "repeated" });
    else query[key] = value;
  }
  if (flaws.length > 0) throw new Refusal("request.unknown_parameter", { flaws });
  const params = Object.fromEntries(Object.entries(request.params).map(([name, value]) => [camel(name), value]));
  return { params, query, body: hasBody ? readBody(request) : undefined };
}

function readBody({ body, headers }: HttpRequest): unknown {
  if (body.byteLength > BODY_BYTES_MAX) throw new Refusal("request.body_too_large");
  const type = (headers["content-type"] ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
  if (body.byteLength > 0 && type !== "application/json" && !/^application\/[\w.-]+\+json$/.test(type))
    throw new Refusal("request.unsupported_media_type");
  const flaws: Flaw[] = [];
  const value = fromWire(parseJson(body), flaws);
  if (flaws.length > 0) throw new Refusal("request.invalid", { flaws });
  return value;
}

/** JSON in UTF-8; nothing at all is `undefined`. Refuses what is neither. */
export function parseJson(body: Uint8Array): unknown {
  if (body.byteLength === 0) return undefined;
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    throw new Refusal("request.malformed_json", { flaws: [{ pointer: "", message: "malformed_json" }] });
  }
}

/** Parses one part by its schema, collecting what is wrong with it. Without a schema the part is `undefined`. */
export function parsePart<Schema extends z.ZodType>(
  schema: Schema | undefined,
  value: unknown,
  prefix: string,
  flaws: Flaw[],
): z.output<Schema>;
export function parsePart(schema: z.ZodType | undefined, value: unknown, prefix: string, flaws: Flaw[]): unknown {
  if (!schema) return undefined;
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  flaws.push(...flawsOf(result.error.issues, prefix));
  return undefined;
}

/** A whole value by its schema. Refuses what does not fit, each flaw at its place. */
export function parsedBy<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const flaws: Flaw[] = [];
  const parsed = parsePart(schema, value, "", flaws);
  if (flaws.length > 0) throw new Refusal("request.invalid", { flaws });
  return parsed;
}
