import { measureIs } from "#test/tax/is/speed";
import { booksCosts, fecRatio } from "./books.ts";
import { calibrate, median } from "./calibrator.ts";
import { ingestRate, readCosts, syncCosts } from "./costs.ts";
import { IMPORT_RATIO_MAX, importCosts } from "./imports.ts";
import { ingestCosts, pureIngestRate } from "./ingest.ts";
import { startCost } from "./start.ts";
import { measureImports } from "./statement-import.ts";

process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";

/** `npm run bench`: what things cost, in units first, then in CPU beside the calibrator. Exits 1 when a budget is passed. */
async function main(): Promise<void> {
  const costs = [...(await syncCosts()), ...(await ingestCosts()), ...(await readCosts()), ...(await booksCosts())];
  for (const { id, what, rru, wru, limit, within } of costs)
    console.log(
      `${id.padEnd(4)} ${what.padEnd(48)} ${String(rru).padStart(8)} RRU ${String(wru).padStart(8)} WRU   ${limit.padEnd(20)} ${within ? "ok" : "OVER"}`,
    );
  const calibrator = await median(async () => calibrate());
  const pure = await median(async () => pureIngestRate());
  console.log(
    `P1   ingest without the table: ${Math.round(pure)} rows per CPU-second (aim 20000); ${(1_000 / pure / calibrator).toFixed(3)} calibrators per 1 000 rows`,
  );
  const rate = await median(() => ingestRate());
  console.log(
    `P2   ingest, bank page to table: ${Math.round(rate)} rows per CPU-second (must 800); ${(1_000 / rate / calibrator).toFixed(3)} calibrators per 1 000 rows (calibrator ${calibrator.toFixed(2)} CPU-s)`,
  );
  const statements = await measureImports(STATEMENT_ROWS);
  console.log(
    `P6   import of a statement of ${STATEMENT_ROWS} rows, in a process of its own: ${statements.first.seconds.toFixed(1)} CPU-s, ${statements.first.peakMb.toFixed(0)} MB at most (${statements.first.idleMb.toFixed(0)} idle); one row more: ${statements.again.seconds.toFixed(1)} CPU-s`,
  );
  const fec = await fecRatio();
  console.log(
    `FEC  100 000 lines formatted and checked: ${fec.ratio.toFixed(2)} x writing them from memory (aim 3), ${fec.formatAndCheckSeconds.toFixed(2)} CPU-s; ${(fec.formatAndCheckSeconds / calibrator).toFixed(2)} calibrators`,
  );
  const is = await median(async () => measureIs());
  console.log(`IS   10 000 computations of corporate tax: ${is.toFixed(2)} CPU-s (must 1), ${(is / calibrator).toFixed(2)} calibrators`);
  const imports = await importCosts();
  const worst = imports.costs[0]?.ratio ?? Number.NaN;
  console.log(
    `IMP  loading an API function, in bare table clients (${imports.bareMs.toFixed(0)} CPU-ms; aim 2, <= ${IMPORT_RATIO_MAX}): ${imports.costs.map(({ name, ratio }) => `${name} ${ratio.toFixed(2)}`).join(", ")}`,
  );
  const start = await startCost();
  console.log(
    `     npm start: listening after ${start.listening} CPU-s (<= 5), demo synced, booked and validated after ${start.summary} (<= 15)`,
  );
  if (start.listening > 5 || start.summary > 15) process.exitCode = 1;
  if (!(worst <= IMPORT_RATIO_MAX)) process.exitCode = 1;
  if (costs.some(({ within }) => !within) || rate < 800 || is > 1) process.exitCode = 1;
}

/** More would be the table's cost, which lies in this process. */
const STATEMENT_ROWS = 10_000;

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
