import { lambda } from "#runtime/lambda";
import { healthApi } from "./routes.ts";

export const handler = lambda(healthApi);
