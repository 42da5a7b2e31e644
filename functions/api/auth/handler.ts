import { lambda } from "#runtime/lambda";
import { authApi } from "./routes.ts";

export const handler = lambda(authApi);
