import { readBridgeEvent } from "./bridge-webhook.ts";
import type { ProviderEvent } from "./signed-webhook.ts";

/** Names of the version of 2019 and what the same thing is called since. Names of today pass as they are. */
const NAMES_SINCE: ReadonlyMap<string, string> = new Map([
  ["ITEM_CREATED", "item.created"],
  ["ITEM_REFRESHED", "item.refreshed"],
  ["ACCOUNT_CREATED", "item.account.created"],
  ["ACCOUNT_UPDATED", "item.account.updated"],
]);

/** One webhook of the Bankin' API: Bridge's envelope and signature under the event names of 2019, given here by their names of today. */
export function readBankinEvent(body: string): ProviderEvent | null {
  const event = readBridgeEvent(body);
  return event && { ...event, type: NAMES_SINCE.get(event.type) ?? event.type };
}
