import { lambda } from "#runtime/lambda";
import { alertsApi } from "./routes.ts";

export const handler = lambda(alertsApi);
