import { measureFecSpeed } from "./speed.ts";

/** Prints the figures of as many lines as asked, measured in a process of its own. */
process.stdout.write(JSON.stringify(await measureFecSpeed(Number(process.argv[2]))));
