import { createInterface } from "node:readline";
import { monotonicFactory } from "ulid";
import { CompanyId, idMaker } from "#domain/ids";
import { booksAt, tableThrough } from "./company-books.ts";

/** A process that validates the books of a company over HTTP when it is told to, and says how many entries it booked. */
const [endpoint = "", company, at = ""] = process.argv.slice(2);
const now = () => new Date(at);
const next = monotonicFactory();
const table = tableThrough({ endpoint, credentials: { accessKeyId: "local", secretAccessKey: "local" } });
const companyId = CompanyId.parse(company);
const books = booksAt({ time: { now }, newId: idMaker(() => next(now().getTime())) }, table(companyId), companyId);
await books.years();
process.stdout.write("ready\n");
for await (const _ of createInterface({ input: process.stdin })) break;
const { entries } = await books.validate();
process.stdout.write(`${entries}\n`, () => process.exit(0));
