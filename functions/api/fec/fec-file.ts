import * as z from "zod";
import type { BusinessDate } from "#domain/dates";
import { UploadId } from "#domain/ids";
import { type Flaw, Refusal } from "#domain/refusals";
import { fromWire } from "#runtime/case";
import { parsePart } from "#runtime/input";
import type { HttpRequest } from "#runtime/request";

/** A file sent in the request itself (Lambda's event limit); a larger one comes by `POST /api/uploads`. */
const FILE_BYTES_MAX = 4_194_304;

const Named = z.strictObject({ uploadId: UploadId });

/** The file of a request: its own bytes, or the upload its JSON names. Refuses an empty body and one that is too large. */
export function fileOf({ body, headers }: HttpRequest): { readonly bytes: Uint8Array } | { readonly uploadId: UploadId } {
  if (body.byteLength > FILE_BYTES_MAX) throw new Refusal("request.body_too_large");
  if (body.byteLength === 0) throw new Refusal("request.invalid", { flaws: [{ pointer: "", message: "empty" }] });
  const type = (headers["content-type"] ?? "").split(";", 1)[0]?.trim().toLowerCase();
  if (type !== "application/json") return { bytes: body };
  const flaws: Flaw[] = [];
  const named = parsePart(Named, fromWire(jsonOf(body), flaws), "", flaws);
  if (flaws.length > 0) throw new Refusal("request.invalid", { flaws });
  return named;
}

function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    throw new Refusal("request.malformed_json", { flaws: [{ pointer: "", message: "malformed_json" }] });
  }
}

type Facts = { readonly startsOn?: BusinessDate; readonly endsOn?: BusinessDate; readonly siren?: string };

/** What a query says of a file, as a job keeps it. */
export const factsOf = ({ startsOn, endsOn, siren }: Facts) => ({
  startsOn: startsOn ?? null,
  endsOn: endsOn ?? null,
  siren: siren ?? null,
});
