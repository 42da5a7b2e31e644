import { measureIs } from "#test/tax/is/speed";
import { booksCosts, fecRatio } from "./books.ts";
import { calibrate, inCalibrators, median, perCalibrator, rates } from "./calibrator.ts";
import { type Cost, ingestRate, readCosts, syncCosts } from "./costs.ts";
import { IMPORT_RATIO_MAX, importCosts } from "./imports.ts";
import { ingestCosts, pureIngestRate } from "./ingest.ts";
import { startCost } from "./start.ts";
import { measureImports } from "./statement-import.ts";
import { webhookCosts } from "./webhooks.ts";

process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";

/**
 * `npm run bench`: what things cost, in units first, then in CPU beside the calibrator. Exits 1 when a budget is passed. `npm run bench -- ingest start`
 * measures those sections alone.
 */
async function main(names: readonly string[]): Promise<void> {
  const sections = { units, ingest, statements, computations, imports, start };
  for (const [name, section] of Object.entries(sections)) {
    if (names.length > 0 && !names.includes(name)) continue;
    if (!(await section())) process.exitCode = 1;
  }
}

/** Prints a line with what came of its budget. */
function tell(id: string, what: string, within: boolean): boolean {
  console.log(`${id.padEnd(4)} ${what}   ${within ? "ok" : "OVER"}`);
  return within;
}

async function units(): Promise<boolean> {
  const costs: Cost[] = [];
  for (const measure of [syncCosts, webhookCosts, ingestCosts, readCosts, booksCosts]) costs.push(...(await measure()));
  const line = ({ what, rru, wru, limit }: Cost): string =>
    `${what.padEnd(48)} ${String(rru).padStart(8)} RRU ${String(wru).padStart(8)} WRU   ${limit.padEnd(20)}`;
  return costs.filter((cost) => !tell(cost.id, line(cost), cost.within)).length === 0;
}

/** P1 and P2. */
const PURE_RATE_MIN = perCalibrator(20_000);
const RATE_MIN = perCalibrator(800);

async function ingest(): Promise<boolean> {
  const line = (what: string, { aSecond, aCalibrator }: Awaited<ReturnType<typeof rates>>, least: number): string =>
    `${what}: ${Math.round(aSecond)} rows a CPU-second, ${Math.round(aCalibrator)} a calibrator (>= ${least})`;
  const pure = await rates(async () => pureIngestRate());
  const isPureFast = tell("P1", line("ingest without the table", pure, PURE_RATE_MIN), pure.aCalibrator >= PURE_RATE_MIN);
  const all = await rates(() => ingestRate());
  return tell("P2", line("ingest, bank page to table", all, RATE_MIN), all.aCalibrator >= RATE_MIN) && isPureFast;
}

/** P6: as many as a file may have. */
const STATEMENT_ROWS = 100_000;
const STATEMENT_MB_MAX = 200;

async function statements(): Promise<boolean> {
  const { first, again } = await measureImports(STATEMENT_ROWS);
  const peak = Math.max(first.peakMb, again.peakMb);
  const figures = `${first.seconds.toFixed(1)} CPU-s, ${first.peakMb.toFixed(0)} MB at most (<= ${STATEMENT_MB_MAX}; ${first.idleMb.toFixed(0)} idle)`;
  const more = `one row more: ${again.seconds.toFixed(1)} CPU-s, ${again.peakMb.toFixed(0)} MB`;
  return tell("P6", `import of a statement of ${STATEMENT_ROWS} rows, a process of its own: ${figures}; ${more}`, peak <= STATEMENT_MB_MAX);
}

async function computations(): Promise<boolean> {
  const fec = await fecRatio();
  tell(
    "FEC",
    `100 000 lines formatted and checked: ${fec.ratio.toFixed(2)} x writing them from memory (aim 3), ${fec.formatAndCheckSeconds.toFixed(2)} CPU-s`,
    true,
  );
  const calibrator = await median(async () => calibrate());
  const is = (await median(async () => measureIs())) / calibrator;
  return tell("IS", `10 000 computations of corporate tax: ${is.toFixed(2)} calibrators (<= ${inCalibrators(1)})`, is <= inCalibrators(1));
}

async function imports(): Promise<boolean> {
  const { bareMs, costs } = await importCosts();
  const worst = costs[0]?.ratio ?? Number.NaN;
  const all = costs.map(({ name, ratio }) => `${name} ${ratio.toFixed(2)}`).join(", ");
  const what = `loading an API function, in bare table clients (${bareMs.toFixed(0)} CPU-ms; aim 2, <= ${IMPORT_RATIO_MAX}): ${all}`;
  return tell("IMP", what, worst <= IMPORT_RATIO_MAX);
}

/** Until it listens, and until the demo is synced, booked and validated. */
const [LISTENING_MAX, SUMMARY_MAX] = [inCalibrators(5), inCalibrators(15)];

async function start(): Promise<boolean> {
  const before = await median(async () => calibrate(), 3);
  const cost = await startCost();
  const calibrator = (before + (await median(async () => calibrate(), 3))) / 2;
  const [listening, summary] = [cost.listening / calibrator, cost.summary / calibrator];
  const figures = `listening after ${cost.listening} CPU-s, ${listening.toFixed(1)} calibrators (<= ${LISTENING_MAX.toFixed(1)})`;
  const demo = `demo synced, booked and validated after ${cost.summary}, ${summary.toFixed(1)} (<= ${SUMMARY_MAX.toFixed(1)})`;
  return tell("RUN", `npm start: ${figures}, ${demo}`, listening <= LISTENING_MAX && summary <= SUMMARY_MAX);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
