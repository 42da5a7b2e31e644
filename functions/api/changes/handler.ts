import { lambda } from "#runtime/lambda";
import { changesApi } from "./routes.ts";

export const handler = lambda(changesApi);
