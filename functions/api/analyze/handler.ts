import { lambda } from "#runtime/lambda";
import { analyzeApi } from "./routes.ts";

export const handler = lambda(analyzeApi);
