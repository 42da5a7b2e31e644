import { lambda } from "#runtime/lambda";
import { shareApi } from "./routes.ts";

export const handler = lambda(shareApi);
