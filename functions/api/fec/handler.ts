import { lambda } from "#runtime/lambda";
import { fecApi } from "./routes.ts";

export const handler = lambda(fecApi);
