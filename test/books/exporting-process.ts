import { createFecValidator } from "#documents/fec/validator";
import { fecFile } from "#documents/fec/writer";
import { CompanyId } from "#domain/ids";
import { companies } from "#store/companies";
import { entries } from "#store/entries";
import { letterings, withLettering } from "#store/letterings";
import { newMeter } from "#store/meter";
import { tableThrough } from "./company-books.ts";

/** A process that writes the file of a company's first year out of a table over HTTP, checks it, and says what that took. */
const [endpoint = "", company, last = "0"] = process.argv.slice(2);
const ENTRIES_A_SAMPLE = 500;
const meter = newMeter();
const directory = tableThrough({ endpoint, credentials: { accessKeyId: "local", secretAccessKey: "local" } });
const companyId = CompanyId.parse(company);
const [year] = await companies(directory(companyId), companyId).years();
if (!year) throw new Error("no year");
const table = directory(companyId, meter);
const validator = createFecValidator({ startsOn: year.startsOn, endsOn: year.endsOn });
const source = withLettering(entries(table, companyId, year.id).through(Number(last)), letterings(table, companyId, year.id).all());
const rss: number[] = [];
let [bytes, pieces] = [0, 0];
for await (const piece of fecFile(source)) {
  validator.push(piece);
  bytes += Buffer.byteLength(piece);
  pieces += 1;
  if (pieces % ENTRIES_A_SAMPLE === 0) rss.push(process.memoryUsage().rss);
}
const { verdict, lines } = validator.finish();
process.stdout.write(`${JSON.stringify({ verdict, lines, bytes, rss, rru: meter.rru })}\n`, () => process.exit(0));
