import { lambda } from "#runtime/lambda";
import { docsApi } from "./routes.ts";

export const handler = lambda(docsApi);
