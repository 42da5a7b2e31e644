import { expect, it } from "vitest";
import { FEATURES } from "#test/histories/life";
import { proveHistories } from "#test/histories/proof";

/** Beyond the seeds of the short proof: about an hour of one quiet core. `HISTORY_SEED` and `HISTORY_COUNT` share it out among several; `HISTORY_MINUTES` bounds it. */
const FIRST_SEED = Number(process.env["HISTORY_SEED"] ?? 1_001);
const COUNT = Number(process.env["HISTORY_COUNT"] ?? 10_000);
const MINUTES_MAX = Number(process.env["HISTORY_MINUTES"] ?? 150);

it(
  "ten thousand drawn histories lose nothing, double nothing and keep every id",
  async () => {
    const began = performance.now();
    const { line, broken } = await proveHistories(
      FIRST_SEED,
      COUNT,
      new Set(FEATURES),
      () => performance.now() - began > MINUTES_MAX * 60_000,
    );
    console.log(line);
    expect(broken.slice(0, 3)).toEqual([]);
    expect(line).toMatch(new RegExp(`^${COUNT} histories`));
  },
  (MINUTES_MAX + 5) * 60_000,
);
