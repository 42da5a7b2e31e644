import { measureImports } from "./bench/statement-import.ts";

console.log(JSON.stringify(await measureImports(Number(process.argv[2]))));
process.exit(0);
