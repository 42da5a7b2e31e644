import { lambda } from "#runtime/lambda";
import { nightlySync } from "./tick.ts";

export const handler = lambda(nightlySync);
