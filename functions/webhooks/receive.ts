import type { ApiFunction } from "#runtime/functions";
import { resource } from "#runtime/resource";
import { RECEIVERS } from "./routes.ts";

/** The door for providers' webhooks: its own function, which holds the signing secrets and nothing else. */
export const receiveWebhooks: ApiFunction = {
  ...resource("webhooks-receive", RECEIVERS),
  name: "webhooks/receive",
  entry: "functions/webhooks/receive.handler.ts",
};
