import { lambda } from "#runtime/lambda";
import { webhooksApi } from "./routes.ts";

export const handler = lambda(webhooksApi);
