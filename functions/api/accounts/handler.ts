import { lambda } from "#runtime/lambda";
import { accountsApi } from "./routes.ts";

export const handler = lambda(accountsApi);
