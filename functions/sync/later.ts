import { DELAY_SECONDS_MAX } from "#domain/banking/sync-times";
import type { Instant } from "#domain/dates";
import type { SyncMessage } from "#runtime/messages";
import type { Services } from "#runtime/services";

/** Sends a message that is to be worked on at an instant. What is further away than a queue keeps a message comes back on the way, and waits on. */
export async function sendAt(at: Instant, message: SyncMessage, now: Instant, syncQueue: Services["syncQueue"]): Promise<void> {
  const seconds = Math.max(1, Math.ceil((Date.parse(at) - Date.parse(now)) / 1_000));
  const { notBefore: _, ...rest } = message;
  if (seconds <= DELAY_SECONDS_MAX) await syncQueue.send([rest], { delaySeconds: seconds });
  else await syncQueue.send([{ ...rest, notBefore: at }], { delaySeconds: DELAY_SECONDS_MAX });
}
