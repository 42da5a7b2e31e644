import { lambda } from "#runtime/lambda";
import { syncApi } from "./routes.ts";

export const handler = lambda(syncApi);
