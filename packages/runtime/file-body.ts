import type * as z from "zod";
import { type Flaw, Refusal } from "#domain/refusals";
import { fromWire } from "./case.ts";
import { parsedBy, parseJson } from "./input.ts";
import type { HttpRequest } from "./request.ts";

/** A file sent in the request itself (Lambda's event limit); a larger one comes by `POST /api/uploads`. */
const FILE_BYTES_MAX = 4_194_304;

/** The bytes of a request that carries a file, and whether it says that they are JSON. Refuses none, and too many. */
export function fileBody({ body, headers }: HttpRequest): { readonly bytes: Uint8Array; readonly isJson: boolean } {
  if (body.byteLength > FILE_BYTES_MAX) throw new Refusal("request.body_too_large");
  if (body.byteLength === 0) throw new Refusal("request.invalid", { flaws: [{ pointer: "", message: "empty" }] });
  const type = (headers["content-type"] ?? "").split(";", 1)[0]?.trim().toLowerCase();
  return { bytes: body, isJson: type === "application/json" };
}

/** What such a request says in JSON instead of sending a file. Refuses what is no JSON, and what does not fit the schema. */
export const jsonInstead = <Schema extends z.ZodType>(bytes: Uint8Array, schema: Schema): z.output<Schema> =>
  parsedBy(schema, wireInstead(bytes));

/** Its JSON in code case, before any schema. Refuses what is no JSON, and names that have no spelling here. */
export function wireInstead(bytes: Uint8Array): unknown {
  const flaws: Flaw[] = [];
  const wire = fromWire(parseJson(bytes), flaws);
  if (flaws.length > 0) throw new Refusal("request.invalid", { flaws });
  return wire;
}
