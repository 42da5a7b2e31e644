import { deliver } from "#test/faults/switchable";
import type { TestWorld } from "#test/world";

/** Hands every waiting message to the worker, as its queue does; gives the messages. */
export async function workMails(world: TestWorld): Promise<unknown[]> {
  const messages: unknown[] = [];
  for (;;) {
    const [message] = world.sqs.queue("mail").receive({ max: 1 });
    if (!message) return messages;
    messages.push(JSON.parse(message.body));
    await deliver(world, "mail/send", JSON.parse(message.body));
    world.sqs.queue("mail").delete(message.receipt);
  }
}

/** The mails somebody got, newest first. */
export const mailsTo = (world: TestWorld, address: string) => world.outbox.list().filter(({ to }) => to.includes(address));

/** The code an invitation's mail shows. */
export const codeIn = (text: string | undefined): string => /^[\w-]{43}$/m.exec(text ?? "")?.[0] ?? "";

/** What opens an invitation: the newest mail to its address holds it, and nothing else. */
export async function mailedToken(world: TestWorld, address: string): Promise<string> {
  await workMails(world);
  return codeIn(mailsTo(world, address)[0]?.text);
}
