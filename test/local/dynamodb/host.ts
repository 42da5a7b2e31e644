import { openEngine } from "#infra/local/dynamodb/engine";
import { listening, portOf } from "./serve.ts";

/** A process that serves the directory it is given over HTTP and says on which port; it is there to be killed. */
const [path = ""] = process.argv.slice(2);
const engine = await openEngine({ path, now: () => new Date() });
process.stdout.write(`${portOf(await listening(engine))}\n`);
