import { expect, it } from "vitest";
import { FEATURES, type Feature } from "./life.ts";
import { proveHistories } from "./proof.ts";

const SEED = process.env["HISTORY_SEED"];
const COUNT = Number(process.env["HISTORY_COUNT"] ?? (SEED === undefined ? 200 : 1));
const WITH = new Set<Feature>(FEATURES.filter((one) => (process.env["HISTORY_WITH"] ?? FEATURES.join(",")).split(",").includes(one)));

/** A busy machine takes its time. */
const TIMEOUT_MS = 600_000;

it(
  "every drawn history ends with the bank's rows, each once, under the ids they had, with balances to the cent and totals that are their sum",
  async () => {
    const { line, broken } = await proveHistories(Number(SEED ?? 1), COUNT, WITH);
    console.log(line);
    expect(broken.slice(0, 3)).toEqual([]);
  },
  TIMEOUT_MS,
);
