import { lambda } from "#runtime/lambda";
import { companiesApi } from "./routes.ts";

export const handler = lambda(companiesApi);
