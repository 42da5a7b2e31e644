import { lambda } from "#runtime/lambda";
import { ledgerApi } from "./routes.ts";

export const handler = lambda(ledgerApi);
