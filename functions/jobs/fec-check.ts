import { FEC_LINES_MAX } from "#documents/fec/import/reader";
import { instantOf, parisDate } from "#domain/dates";
import { checkedFec } from "#runtime/fec-check";
import type { FecCheck, JobInput } from "#store/jobs";
import { UPLOAD_BYTES_MAX, uploads } from "#store/uploads";
import { factsOf } from "./fec-facts.ts";
import type { FileTools } from "./tools.ts";

/** Checks an uploaded FEC as it streams out of the bucket. */
export async function checkUploadedFec(
  input: Extract<JobInput, { kind: "fec_check" }>,
  { table, companyId, uploadLinks, now }: FileTools,
): Promise<FecCheck> {
  const upload = await uploads(table, companyId).get(input.uploadId, instantOf(now()), uploadLinks.size);
  const source = uploadLinks.read(upload.key, { bytesMax: UPLOAD_BYTES_MAX });
  const options = { ...factsOf(input, upload.fileName), today: parisDate(now()), linesMax: FEC_LINES_MAX };
  return checkedFec(source, options);
}
