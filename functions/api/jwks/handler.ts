import { lambda } from "#runtime/lambda";
import { jwksApi } from "./routes.ts";

export const handler = lambda(jwksApi);
