import * as z from "zod";
import { BusinessDate, instantOf, parisDate } from "#domain/dates";
import type { UploadId } from "#domain/ids";
import { AccountNumber } from "#domain/ledger/entry";
import { Refusal } from "#domain/refusals";
import type { Actor } from "#runtime/actor";
import { bookingOf } from "#runtime/booking-of";
import { JobView } from "#runtime/job-view";
import { Flag } from "#runtime/list";
import { answer } from "#runtime/reply";
import { resource } from "#runtime/resource";
import { routesNeeding } from "#runtime/route";
import type { Services } from "#runtime/services";
import { startJob } from "#runtime/start-job";
import type { Booking } from "#store/booking";
import { FecCheck } from "#store/jobs";
import { uploadKey, uploads } from "#store/uploads";
import { factsOf, fileOf } from "./fec-file.ts";

const route = routesNeeding("table", "jobsQueue", "uploadLinks", "randomness");

/** What is known of the file: without it, what cannot be judged is not judged. A legal file name tells the closing day and the SIREN. */
const Facts = {
  fileName: z.string().min(1).max(200).exactOptional(),
  startsOn: BusinessDate.exactOptional(),
  endsOn: BusinessDate.exactOptional(),
  siren: z
    .string()
    .regex(/^\d{9}$/)
    .exactOptional(),
} as const;

const REFUSES = [
  "request.invalid",
  "request.malformed_json",
  "request.body_too_large",
  "upload.not_found",
  "upload.not_finished",
  "queue.unavailable",
] as const;

const ODD = { code: "S17", level: "anomaly" };
const CHECKED = {
  ...{ verdict: "conforme_avec_anomalies", debitCents: 184_213_505, creditCents: 184_213_505 },
  counts: [{ ...ODD, count: 1 }],
  findings: [{ ...ODD, line: 1_204, message: "Le fichier mélange plusieurs fins de ligne (CR LF, LF ou CR)." }],
};

const check = route({
  method: "POST",
  path: "/api/ledger/fec/check",
  may: "books:read",
  summary: "Check any FEC: the file itself (4 MB at most), or `{upload_id}` of an uploaded one as a job. Nothing of it is kept",
  query: z.strictObject(Facts),
  file: true,
  returns: z.union([JobView, FecCheck.meta({ id: "FecCheck", examples: [CHECKED] })]),
  also: [202],
  refuses: REFUSES,
  async handle({ query, ...call }) {
    const { request, table, actor, uploadLinks, now } = call;
    const file = fileOf(request);
    if ("bytes" in file) {
      const { checkedFec } = await import("#runtime/fec-check");
      return answer(200, await checkedFec([file.bytes], { ...query, today: parisDate(now()) }));
    }
    await uploads(table, actor.companyId).get(file.uploadId, instantOf(now()), uploadLinks.size);
    return startJob({ kind: "fec_check", uploadId: file.uploadId, ...factsOf(query) }, call);
  },
});

const ACCOUNTS_MAX = 100;
/** `512000:512001,411DUPONT:411000` */
const AccountMap = z
  .string()
  .max(4_000)
  .transform((text) => text.split(",").map((pair) => pair.split(":")))
  .pipe(z.array(z.tuple([z.string(), z.string()])).max(ACCOUNTS_MAX))
  .transform((pairs) => pairs.map(([from, to]) => ({ from: padded(from), to: padded(to) })))
  .pipe(z.array(z.object({ from: AccountNumber, to: AccountNumber })));
const padded = (number: string): string => number.trim().toUpperCase().padEnd(6, "0");

const importing = route({
  method: "POST",
  path: "/api/ledger/import/fec",
  claims: true,
  may: "books:write",
  summary:
    "Take over another program's FEC: the whole year (`history`), or the balances it closed with (`opening`). All of it or nothing; `dry_run` only reports",
  query: z.strictObject({
    ...Facts,
    mode: z.enum(["history", "opening"]),
    dryRun: Flag.default(false),
    /** Accounts of the file to be kept under another number, `from:to`, comma between pairs. */
    accounts: AccountMap.exactOptional(),
  }),
  file: true,
  returns: JobView,
  status: 202,
  also: [200],
  refuses: REFUSES,
  async handle({ query, ...call }) {
    const { request, table, actor, uploadLinks, now } = call;
    const file = fileOf(request);
    const uploadId = "bytes" in file ? await kept(file.bytes, query.fileName, bookingOf(call), call) : file.uploadId;
    if (!("bytes" in file)) {
      const upload = await uploads(table, actor.companyId).get(uploadId, instantOf(now()), uploadLinks.size);
      if (upload.purpose !== "fec_import") throw new Refusal("upload.not_found");
    }
    const { mode, dryRun, accounts = [] } = query;
    return startJob({ kind: "fec_import", uploadId, ...factsOf(query), mode, dryRun, accounts }, call);
  },
});

/** A file sent in the request is put where uploads lie, for the job to read. */
async function kept(
  bytes: Uint8Array,
  fileName: string | undefined,
  { table, companyId, now, newId, requestId, doer }: Booking,
  { uploadLinks, randomness, actor }: Pick<Services, "uploadLinks" | "randomness"> & { readonly actor: Actor },
): Promise<UploadId> {
  const id = newId("upload");
  const at = instantOf(now());
  const key = uploadKey(companyId, id, randomness);
  const upload = {
    id,
    purpose: "fec_import",
    fileName: fileName ?? "",
    contentType: "text/plain",
    bytes: bytes.byteLength,
    key,
    createdBy: actor.id,
    createdAt: at,
  } as const;
  await uploads(table, companyId).add(upload, { id: newId("event"), at, doer, requestId });
  await uploadLinks.put(key, upload.contentType, bytes);
  return id;
}

export const fecApi = resource("fec", [check, importing], { memoryMb: 1_024 });
