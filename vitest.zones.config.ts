import { defineConfig } from "vitest/config";
import { plantedBug } from "./test/zones/planted.ts";

/**
 * What must be true in any time zone, run in one of them: `TZ=Pacific/Auckland npx vitest run --config vitest.zones.config.ts`. The zone is the
 * process's own (a thread cannot have another). With NUMMA_ZONES=all the whole suite, as `npm run soak` does; else what reckons with days.
 */
const DAYS = ["domain", "tax", "sync", "behaviours", "connectors", "documents/statements"];
/** No day in them, or the same days ten thousand times: they would double the price of a zone. */
const NO_DAYS = [
  ...["hostile", "law", "law-rows", "speed", "ingest-costs", "lettering-properties", "bridge", "bridge-faults", "bridge-paging"].map(
    (name) => `test/**/${name}.test.ts`,
  ),
  ...["tax/identifiers", "tax/analysis", "tax/is/properties", "tax/tva/properties"].map((place) => `test/${place}{/**,.test.ts}`),
];
const isWhole = process.env["NUMMA_ZONES"] === "all";

export default defineConfig({
  plugins: [plantedBug(process.env["NUMMA_PLANTED"])],
  test: {
    include: isWhole ? ["test/**/*.test.ts"] : DAYS.map((folder) => `test/${folder}/**/*.test.ts`),
    exclude: ["test/soak/**", "test/zones/**", ...(isWhole ? [] : NO_DAYS)],
    pool: "threads",
    isolate: false,
    maxWorkers: 2,
    testTimeout: 180_000,
    hookTimeout: 180_000,
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" },
    reporters: ["default", "./test/reporter.ts"],
  },
});
