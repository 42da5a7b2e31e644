import { lambda } from "#runtime/lambda";
import { transactionsApi } from "./routes.ts";

export const handler = lambda(transactionsApi);
