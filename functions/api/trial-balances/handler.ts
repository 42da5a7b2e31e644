import { lambda } from "#runtime/lambda";
import { trialBalancesApi } from "./routes.ts";

export const handler = lambda(trialBalancesApi);
