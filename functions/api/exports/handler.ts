import { lambda } from "#runtime/lambda";
import { exportsApi } from "./routes.ts";

export const handler = lambda(exportsApi);
