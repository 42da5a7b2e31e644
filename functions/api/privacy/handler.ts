import { lambda } from "#runtime/lambda";
import { privacyApi } from "./routes.ts";

export const handler = lambda(privacyApi);
