import { lambda } from "#runtime/lambda";
import { fallbackApi } from "./routes.ts";

export const handler = lambda(fallbackApi);
