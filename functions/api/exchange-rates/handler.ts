import { lambda } from "#runtime/lambda";
import { exchangeRatesApi } from "./routes.ts";

export const handler = lambda(exchangeRatesApi);
