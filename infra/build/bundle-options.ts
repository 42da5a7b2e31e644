import type { BuildOptions } from "esbuild";

/** CommonJS dependencies call `require`, which an ES module does not have. */
const BANNER = 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';

/**
 * How every function is bundled. ES modules with splitting: what is imported later stays out of what is loaded first. pdfkit runs in
 * such a bundle as long as nobody asks it for a font of its own, which it would look for beside itself.
 */
export const BUNDLE_OPTIONS = {
  ...{ bundle: true, format: "esm", splitting: true, minify: true, platform: "node", target: "node22", mainFields: ["module", "main"] },
  ...{ outExtension: { ".js": ".mjs" }, chunkNames: "chunks/[hash]" },
  ...{ banner: { js: BANNER }, legalComments: "none", logLevel: "warning" },
} satisfies BuildOptions;
