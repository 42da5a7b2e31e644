import { measureImports } from "./statement-import.ts";
const at = Date.now();
measureImports(Number(process.argv[2])).then((r) => { console.log(JSON.stringify(r, null, 1), (Date.now() - at) / 1000); process.exit(0); });
