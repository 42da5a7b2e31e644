import { lambda } from "#runtime/lambda";
import { transfersApi } from "./routes.ts";

export const handler = lambda(transfersApi);
