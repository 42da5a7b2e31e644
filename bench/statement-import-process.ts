import { readFileSync } from "node:fs";
import { monotonicFactory } from "ulid";
import { AccountId, CompanyId, idMaker, PersonId } from "#domain/ids";
import { carryOut } from "#runtime/statements/carry-out";
import { readFor } from "#runtime/statements/plan";
import { tableThrough } from "#test/books/company-books";
import { cpuSeconds } from "./calibrator.ts";

/** A process that imports a file into an account over HTTP, and says what it took: `npm run bench` starts it, so that the table is not in its memory. */
const [endpoint = "", company, account, person, path = ""] = process.argv.slice(2);
const [companyId, accountId, createdBy] = [CompanyId.parse(company), AccountId.parse(account), PersonId.parse(person)];
const now = () => new Date();
const next = monotonicFactory();
const table = tableThrough({ endpoint, credentials: { accessKeyId: "local", secretAccessKey: "local" } })(companyId);
const file = { bytes: readFileSync(path), fileName: null };
const idleMb = process.memoryUsage().rss / 1_048_576;
const started = process.cpuUsage();
const read = await readFor(file, { table, companyId, accountId, isConfirmed: false });
const readSeconds = cpuSeconds(started);
const doer = { kind: "person", id: createdBy } as const;
const report =
  read.kind === "plan"
    ? await carryOut(read.plan, { table, companyId, now, newId: idMaker(() => next()), requestId: "bench", doer, createdBy })
    : null;
const told = {
  rows: report?.rows ?? null,
  readSeconds,
  seconds: cpuSeconds(started),
  idleMb,
  peakMb: process.resourceUsage().maxRSS / 1_024,
};
process.stdout.write(`${JSON.stringify(told)}\n`);
