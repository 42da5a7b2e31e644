import { lambda } from "#runtime/lambda";
import { processWebhook } from "./process.ts";

export const handler = lambda(processWebhook);
