import { lambda } from "#runtime/lambda";
import { connectionsApi } from "./routes.ts";

export const handler = lambda(connectionsApi);
