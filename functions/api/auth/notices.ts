import { instantOf } from "#domain/dates";
import type { NewId, PersonId } from "#domain/ids";
import type { MessageOn } from "#runtime/messages";
import type { Sender } from "#runtime/services";

type Notice = "password_changed" | "totp_enabled" | "totp_disabled";
type Tools = { readonly mailQueue: Sender<MessageOn<"mail">>; readonly newId: NewId; readonly now: () => Date };

/**
 * Tells a person by mail that their way in changed (ASVS 6.3.7). It has changed by then: a queue that does not answer costs the notice,
 * never the answer, which the person needs to know what is true now.
 */
export async function notify(purpose: Notice, personId: PersonId, { mailQueue, newId, now }: Tools): Promise<void> {
  await mailQueue.send([{ purpose, mailId: newId("mail"), personId, at: instantOf(now()) }]).catch(() => undefined);
}
