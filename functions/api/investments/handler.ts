import { lambda } from "#runtime/lambda";
import { investmentsApi } from "./routes.ts";

export const handler = lambda(investmentsApi);
