import { afterAll, beforeAll, expect, it } from "vitest";
import { type Simulation, simulation } from "#test/simulator/simulation";
import { live } from "./history.ts";
import { FEATURES, type Feature } from "./life.ts";

const FIRST_SEED = Number(process.env["HISTORY_SEED"] ?? 1);
const COUNT = Number(process.env["HISTORY_COUNT"] ?? (process.env["HISTORY_SEED"] ? 1 : 200));

const WITH = new Set<Feature>(FEATURES.filter((one) => (process.env["HISTORY_WITH"] ?? "currencies").split(",").includes(one)));

let simulated: Simulation;
beforeAll(async () => {
  simulated = await simulation({ byHand: true });
});
afterAll(() => simulated.end());

it("every drawn history ends with the bank's rows, each once, under the ids they had, and balances to the cent", async () => {
  const sums = { syncs: 0, crashes: 0, operations: 0 };
  const broken: string[] = [];
  const cpu = process.cpuUsage();
  for (let seed = FIRST_SEED; seed < FIRST_SEED + COUNT; seed += 1) {
    const lived = await live(simulated, seed, WITH);
    sums.syncs += lived.syncs;
    sums.crashes += lived.crashes;
    sums.operations += lived.operations;
    if (lived.wrong.length > 0) broken.push(`HISTORY_SEED=${seed}\n${lived.story.join("\n")}`);
  }
  const { user, system } = process.cpuUsage(cpu);
  console.log(
    `${COUNT} histories of ${sums.operations} operations, ${sums.syncs} syncs, ${sums.crashes} crashes, ${broken.length} broken, ${((user + system) / 1e6).toFixed(1)} CPU-s`,
  );
  console.log(
    broken
      .map((one) =>
        one
          .split("\n")
          .filter((line) => /SEED|!!/.test(line))
          .slice(0, 3)
          .join(" | "),
      )
      .slice(0, 30)
      .join("\n"),
  );
  expect(broken.slice(0, 1)).toEqual([]);
});
