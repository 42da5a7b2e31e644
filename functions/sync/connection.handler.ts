import { lambda } from "#runtime/lambda";
import { syncConnection } from "./connection.ts";

export const handler = lambda(syncConnection);
