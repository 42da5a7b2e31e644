import { buildFunctions } from "#infra/build";

/** `npm run build`: bundles every function into `dist` and prints what each loads. */
const { code, id, functions } = await buildFunctions({ outdir: "dist" });
const kilobytes = (bytes: number): string => `${(bytes / 1_000).toFixed(0)} KB`.padStart(8);
for (const { name, staticBytes, reachableBytes } of functions)
  console.log(`${name.padEnd(24)}${kilobytes(staticBytes)} at once${kilobytes(reachableBytes)} in all`);
console.log(`${functions.length} functions in ${code}, build ${id}`);
