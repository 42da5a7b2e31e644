import { randomUUID } from "node:crypto";
import { createReadStream, statSync } from "node:fs";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { monotonicFactory } from "ulid";
import { instantOf } from "#domain/dates";
import { AccountId, CompanyId, idMaker, PersonId } from "#domain/ids";
import { importStatement } from "#functions/jobs/import-statement";
import { db } from "#store/db";
import { companyScope, joined, SYSTEM_SCOPE } from "#store/guard";
import { newMeter } from "#store/meter";
import { type Upload, uploads } from "#store/uploads";
import { cpuSeconds } from "./calibrator.ts";

/**
 * A process that does the job of importing an uploaded file, and says what it took: `npm run bench` bundles and starts it, so that neither the table
 * nor a compiler is in its memory.
 */
const [endpoint = "", company, account, person, path = ""] = process.argv.slice(2);
const [companyId, accountId, createdBy] = [CompanyId.parse(company), AccountId.parse(account), PersonId.parse(person)];
const now = () => new Date();
const next = monotonicFactory();
const newId = idMaker(() => next());
const client = new DynamoDBClient({ region: "eu-west-3", endpoint, credentials: { accessKeyId: "local", secretAccessKey: "local" } });
const table = db(DynamoDBDocumentClient.from(client), "numma", joined(SYSTEM_SCOPE, companyScope(companyId)), newMeter());
const [doer, requestId, createdAt] = [{ kind: "person", id: createdBy } as const, randomUUID(), instantOf(now())];
const upload: Upload = {
  ...{ id: newId("upload"), purpose: "statement", fileName: "releve", contentType: "application/octet-stream", key: path },
  ...{ bytes: statSync(path).size, createdBy, createdAt },
};
await uploads(table, companyId).add(upload, { id: newId("event"), at: createdAt, doer, requestId });
const unasked = (): never => {
  throw new Error("an import writes no file");
};
const idleMb = process.memoryUsage.rss() / 1_048_576;
const started = process.cpuUsage();
const report = await importStatement(
  { kind: "statement_import", uploadId: upload.id, accountId, isConfirmed: false, dryRun: false },
  {
    ...{ table, companyId, now, newId, requestId, doer, progress: async () => undefined },
    uploadLinks: { size: async (key) => statSync(key).size, read: (key) => createReadStream(key), put: unasked, linkToPut: unasked },
  },
);
const told = { rows: report.rows, seconds: cpuSeconds(started), idleMb, peakMb: process.resourceUsage().maxRSS / 1_024 };
process.stdout.write(`${JSON.stringify(told)}\n`);
