import { lambda } from "#runtime/lambda";
import { receiveWebhooks } from "./receive.ts";

export const handler = lambda(receiveWebhooks);
