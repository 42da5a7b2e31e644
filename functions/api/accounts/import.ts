import * as z from "zod";
import { STORED_STATEMENT_BYTES_MAX } from "#documents/statements/limits";
import { instantOf } from "#domain/dates";
import { AccountId, StatementImportId, type UploadId } from "#domain/ids";
import { Refusal } from "#domain/refusals";
import { humanText } from "#domain/text";
import { type Actor, doerOf } from "#runtime/actor";
import { bookingOf } from "#runtime/booking-of";
import { fileBody, jsonInstead } from "#runtime/file-body";
import { Flag, listOf, listQuery } from "#runtime/list";
import { answer, type Reply } from "#runtime/reply";
import type { HttpRequest, Language } from "#runtime/request";
import { routesNeeding } from "#runtime/route";
import type { Services } from "#runtime/services";
import { startJob } from "#runtime/start-job";
import type { Plan, SentFile } from "#runtime/statements/plan";
import { accounts } from "#store/accounts";
import { type StatementImport, statementImports } from "#store/statement-imports";
import { type Upload, uploadKey, uploads } from "#store/uploads";
import { STATEMENT_FILES, StatementImportAnswer, StatementImportView, UploadedStatement } from "./import-shapes.ts";

const params = z.object({ accountId: AccountId });

const Query = z.strictObject({
  fileName: humanText(200)
    .min(1)
    .exactOptional()
    .meta({ examples: ["releve-mars.ofx"] }),
  confirmAccount: Flag.default(false).meta({
    description: "`true`: the file's account number, which is not in the IBAN, is this account's.",
  }),
  dryRun: Flag.default(false),
});

type Call = Pick<Services, "table" | "jobsQueue" | "uploadLinks" | "randomness"> & {
  readonly actor: Actor;
  readonly request: HttpRequest;
  readonly language: Language;
  readonly now: () => Date;
  readonly newId: Parameters<typeof startJob>[1]["newId"];
};
type Asked = { readonly accountId: AccountId; readonly isConfirmed: boolean; readonly dryRun: boolean };

export const importRoute = routesNeeding(
  "table",
  "jobsQueue",
  "uploadLinks",
  "randomness",
)({
  method: "POST",
  path: "/api/accounts/{account_id}/import",
  claims: true,
  may: "transactions:write",
  summary:
    "Import a bank statement: the file itself (4 MB at most; OFX, CAMT.053, CFONB 120, MT940, QIF or a French bank's CSV, told by its content), or `{upload_id}`. All of it or nothing; the same file again changes nothing",
  params,
  query: Query,
  file: { json: UploadedStatement, files: STATEMENT_FILES },
  returns: StatementImportAnswer,
  speaks: true,
  also: [202],
  refuses: [
    ...(["account.not_found", "account.closed", "statement.unreadable", "statement.other_account"] as const),
    ...(["statement.several_accounts", "statement.other_currency", "conflict.changed_meanwhile"] as const),
    ...(["request.invalid", "request.malformed_json", "request.body_too_large"] as const),
    ...(["upload.not_found", "upload.not_finished", "queue.unavailable"] as const),
  ],
  async handle({ params: { accountId }, query: { fileName, confirmAccount, dryRun }, ...call }) {
    const asked = { accountId, isConfirmed: confirmAccount, dryRun };
    await accounts(call.table, call.actor.companyId).get(accountId);
    const { bytes, isJson } = fileBody(call.request);
    if (!isJson) return sentNow({ bytes, fileName: fileName ?? null }, asked, call);
    const { uploadId } = jsonInstead(bytes, UploadedStatement);
    const { table, actor, uploadLinks, now } = call;
    const upload = await uploads(table, actor.companyId).get(uploadId, instantOf(now()), uploadLinks.size);
    if (upload.purpose !== "statement") throw new Refusal("upload.not_found");
    if (upload.bytes > STORED_STATEMENT_BYTES_MAX) throw (await import("#runtime/statements/flaws")).tooLarge(STORED_STATEMENT_BYTES_MAX);
    return startJob({ kind: "statement_import", uploadId, ...asked }, call);
  },
});

/** A file sent in the request: what is short is done at once, what is long becomes a job. The readers are loaded once there is something to read. */
async function sentNow(file: SentFile, { accountId, isConfirmed, dryRun }: Asked, call: Call): Promise<Reply> {
  const { table, actor, language } = call;
  const [{ readFor }, { toBring }, { unreadable }, { knownReport, inLanguage }] = await Promise.all([
    import("#runtime/statements/plan"),
    import("#runtime/statements/to-bring"),
    import("#runtime/statements/flaws"),
    import("#runtime/statements/report"),
  ]);
  const read = await readFor(file, { table, companyId: actor.companyId, accountId, isConfirmed });
  if (read.kind === "unreadable") throw unreadable(read.reading);
  if (read.kind === "known") return answer(200, inLanguage(knownReport(read.report), language));
  const { plan } = read;
  const isLong = toBring(plan.rows, plan.digests).rows.length > ROWS_AT_ONCE;
  // Under a key everything is one transaction, with its answer: a job is.
  if (isLong || (!dryRun && call.request.headers["idempotency-key"] !== undefined)) {
    const uploadId = await stored(file, call);
    return startJob({ kind: "statement_import", uploadId, accountId, isConfirmed, dryRun }, call);
  }
  return answer(200, inLanguage(await done(plan, dryRun, call), language));
}

/** Rows written while the caller waits; more of them are a job. */
const ROWS_AT_ONCE = 2_000;

async function done(plan: Plan, dryRun: boolean, call: Call): Promise<StatementImport> {
  if (dryRun) return (await import("#runtime/statements/try-out")).tryOut(plan, bookingOf(call));
  return (await import("#runtime/statements/carry-out")).carryOut(plan, { ...bookingOf(call), createdBy: call.actor.id });
}

/** A file sent in the request is put where uploads lie, for the job to read. */
async function stored(file: SentFile, { table, actor, request, uploadLinks, randomness, now, newId }: Call): Promise<UploadId> {
  const id = newId("upload");
  const at = instantOf(now());
  const upload: Upload = {
    ...{ id, purpose: "statement", fileName: file.fileName ?? "releve", contentType: "application/octet-stream" },
    ...{ bytes: file.bytes.byteLength, key: uploadKey(actor.companyId, id, randomness), createdBy: actor.id, createdAt: at },
  };
  await uploadLinks.put(upload.key, upload.contentType, file.bytes);
  await uploads(table, actor.companyId).add(upload, { id: newId("event"), at, doer: doerOf(actor), requestId: request.requestId });
  return id;
}

export const importsRoute = routesNeeding("table")({
  method: "GET",
  path: "/api/accounts/{account_id}/imports",
  may: "transactions:read",
  summary: "Statements imported into the account, newest first",
  params,
  query: listQuery({}),
  returns: listOf(StatementImportView),
  speaks: true,
  refuses: ["account.not_found", "request.bad_cursor"],
  async handle({ params: { accountId }, query, actor, table, cursors, language }) {
    const before = cursors.open(StatementImportId);
    const [, page, { inLanguage }] = await Promise.all([
      accounts(table, actor.companyId).get(accountId),
      statementImports(table, actor.companyId, accountId).page(query.limit, before),
      import("#runtime/statements/report"),
    ]);
    return {
      data: page.imports.map((one) => inLanguage(one, language)),
      nextCursor: page.next === null ? null : cursors.seal(page.next),
    };
  },
});
