import { defineConfig } from "vitest/config";

/** The long proofs: big figures, many rounds. `npm run soak`. */
export default defineConfig({
  test: {
    include: ["test/soak/**/*.test.ts"],
    pool: "forks",
    maxWorkers: 1,
    testTimeout: 1_800_000,
    hookTimeout: 600_000,
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true", TZ: "UTC", NUMMA_SOAK: "1" },
    reporters: ["default", "./test/reporter.ts"],
  },
});
