import { type Simulation, simulation } from "#test/simulator/simulation";
import { type Lived, live } from "./history.ts";
import type { Feature } from "./life.ts";

/** What so many histories came to: the line to print, and the stories of those that broke. */
export type Proof = { readonly line: string; readonly broken: readonly string[] };

/** More companies in one table would only make it slower. */
const HISTORIES_A_WORLD = 400;

/**
 * Lives through the histories of so many seeds, from the first on. The same seed lives the same history, whatever came before it. Stops early when
 * `enough` says so.
 */
export async function proveHistories(
  from: number,
  count: number,
  features: ReadonlySet<Feature>,
  enough: () => boolean = () => false,
): Promise<Proof> {
  const all: Lived[] = [];
  const traces = Error.stackTraceLimit;
  // Processes are killed on purpose: where a death was thrown from is half of its price.
  Error.stackTraceLimit = 0;
  try {
    for (let at = from; at < from + count && !enough(); at += HISTORIES_A_WORLD) {
      const simulated = await simulation({ byHand: true });
      const seeds = Array.from({ length: Math.min(HISTORIES_A_WORLD, from + count - at) }, (_, index) => at + index);
      for (const seed of seeds) if (!enough()) all.push(await lived(simulated, seed, features));
      await simulated.end();
    }
  } finally {
    Error.stackTraceLimit = traces;
  }
  return { line: lineOf(all), broken: all.filter(({ wrong }) => wrong.length > 0).map(storyOf) };
}

async function lived(simulated: Simulation, seed: number, features: ReadonlySet<Feature>): Promise<Lived> {
  try {
    return await live(simulated, seed, features);
  } catch (error) {
    throw new Error(`HISTORY_SEED=${seed}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function lineOf(all: readonly Lived[]): string {
  const total = (of: (one: Lived) => number): number => all.reduce((sum, one) => sum + of(one), 0);
  const saying = (word: string) => total(({ wrong }) => wrong.filter((text) => text.includes(word)).length);
  const counts = `${total(({ operations }) => operations)} operations, ${total(({ syncs }) => syncs)} syncs, ${total(({ takeovers }) => takeovers)} takeovers (${total(({ finary }) => finary)} to Finary)`;
  const rest = `${total(({ imports }) => imports)} imports, ${total(({ crashes }) => crashes)} crashes`;
  return `${all.length} histories, ${counts}, ${rest}, ${saying("too many") + saying("two live rows")} duplicates, ${saying("lost")} losses`;
}

const storyOf = ({ seed, story }: Lived): string => [`HISTORY_SEED=${seed} npx vitest run test/histories`, ...story].join("\n");
