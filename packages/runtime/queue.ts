import { SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs";
import { Refusal } from "#domain/refusals";
import type { Container } from "./container.ts";
import { queueUrl } from "./env.ts";
import type { Sender } from "./services.ts";

const SEND_BATCH_MAX = 10;

/** The queues' client of one warm function. A queue that does not accept is a 503, so that the caller retries. */
export function senders(container: Container): <Message>(queue: string) => Sender<Message> {
  const client = new SQSClient({ ...container.aws, ...container.transport.json });
  return (queue) => ({
    async send(messages, { delaySeconds = 0 } = {}) {
      for (let at = 0; at < messages.length; at += SEND_BATCH_MAX) {
        const Entries = messages
          .slice(at, at + SEND_BATCH_MAX)
          .map((message, index) => ({ Id: String(index), MessageBody: JSON.stringify(message), DelaySeconds: delaySeconds }));
        const command = new SendMessageBatchCommand({ QueueUrl: queueUrl(container.environment, queue), Entries });
        const { Failed = [] } = await client.send(command).catch(unavailable);
        if (Failed.length > 0) throw new Refusal("queue.unavailable");
      }
    },
  });
}

function unavailable(cause: unknown): never {
  throw new Refusal("queue.unavailable", { cause });
}
