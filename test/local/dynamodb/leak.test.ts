import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { newLevel, walk } from "#infra/local/dynamodb/level";

const QUERIES = 5000;
/** Iterators left open would hold about 4 KB each: 20 MB in all. */
const GROWTH_BYTES_MAX = 10 * 1024 * 1024;
/** So that what the collector has not got round to is not counted. */
const STEADY = ["--expose-gc", "--max-semi-space-size=1"];

it(`memory stays flat over ${QUERIES} queries that stop before the end of their range`, () => {
  const probe = fileURLToPath(new URL("./leak-probe.ts", import.meta.url));
  const growth = Number(execFileSync(process.execPath, [...STEADY, "--import", "tsx", probe, String(QUERIES)], { encoding: "utf8" }));
  console.info(`${QUERIES} queries: memory grew by ${Math.round(growth / 1024)} KB`);
  expect(growth).toBeLessThan(GROWTH_BYTES_MAX);
});

it("an iterator is closed whether a walk ends, stops or fails", async () => {
  const level = newLevel();
  await level.open();
  await level.batch(["a", "b", "c"].map((key) => ({ type: "put", key, value: key })));
  const iterators = { opened: 0, closed: 0 };
  const counted = new Proxy(level, {
    get(target, name) {
      if (name !== "iterator") return Reflect.get(target, name);
      return (range: Parameters<typeof level.iterator>[0]) => {
        const iterator = target.iterator(range);
        iterators.opened += 1;
        const close = () => {
          iterators.closed += 1;
          return iterator.close();
        };
        return { nextv: (size: number) => iterator.nextv(size), close };
      };
    },
  });
  await walk(counted, {}, () => true);
  await walk(counted, {}, () => false);
  const failing = walk(counted, {}, () => {
    throw new Error("stop");
  });
  await expect(failing).rejects.toThrow("stop");
  expect(iterators).toEqual({ opened: 3, closed: 3 });
  await level.close();
});
