import { lambda } from "#runtime/lambda";
import { usersApi } from "./routes.ts";

export const handler = lambda(usersApi);
