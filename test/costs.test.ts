import { expect, it } from "vitest";
import { readCosts, syncCosts } from "../bench/costs.ts";

it("no operation costs more units than its budget", async () => {
  const costs = [...(await syncCosts()), ...(await readCosts())];
  expect(costs.length).toBeGreaterThan(10);
  expect(costs.filter(({ within }) => !within)).toEqual([]);
});
