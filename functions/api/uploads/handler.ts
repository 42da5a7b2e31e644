import { lambda } from "#runtime/lambda";
import { uploadsApi } from "./routes.ts";

export const handler = lambda(uploadsApi);
