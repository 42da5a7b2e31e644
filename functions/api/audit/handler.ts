import { lambda } from "#runtime/lambda";
import { auditApi } from "./routes.ts";

export const handler = lambda(auditApi);
