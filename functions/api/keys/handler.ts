import { lambda } from "#runtime/lambda";
import { keysApi } from "./routes.ts";

export const handler = lambda(keysApi);
