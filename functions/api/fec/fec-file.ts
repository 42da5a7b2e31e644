import * as z from "zod";
import type { BusinessDate } from "#domain/dates";
import { UploadId } from "#domain/ids";
import { fileBody, jsonInstead } from "#runtime/file-body";
import type { HttpRequest } from "#runtime/request";

const Named = z.strictObject({ uploadId: UploadId });

/** The file of a request: its own bytes, or the upload its JSON names. Refuses an empty body and one that is too large. */
export function fileOf(request: HttpRequest): { readonly bytes: Uint8Array } | { readonly uploadId: UploadId } {
  const { bytes, isJson } = fileBody(request);
  return isJson ? jsonInstead(bytes, Named) : { bytes };
}

type Facts = { readonly startsOn?: BusinessDate; readonly endsOn?: BusinessDate; readonly siren?: string };

/** What a query says of a file, as a job keeps it. */
export const factsOf = ({ startsOn, endsOn, siren }: Facts) => ({
  startsOn: startsOn ?? null,
  endsOn: endsOn ?? null,
  siren: siren ?? null,
});
