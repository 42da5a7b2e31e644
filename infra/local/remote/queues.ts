import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  QueueDoesNotExist,
  SetQueueAttributesCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { DEAD_LETTER_DAYS, VISIBILITY_TIMES_TIMEOUT } from "#infra/parts/delivery";
import type { ConsumerFunction } from "#runtime/functions";

/** A queue as it is reached: its address, its ARN, and those of its dead letters. */
export type RemoteQueue = {
  readonly url: string;
  readonly arn: string;
  readonly deadLetters: { readonly url: string; readonly arn: string };
};

type Wanted = Pick<ConsumerFunction, "queue" | "timeoutSeconds" | "receivesMax">;

/** Makes a worker's queue and its dead-letter queue when they are absent, and gives them the settings its declaration asks for. */
export async function ensureRemoteQueue(
  client: SQSClient,
  prefix: string,
  { queue, timeoutSeconds, receivesMax }: Wanted,
): Promise<RemoteQueue> {
  const deadLetters = await ensure(client, `${prefix}${queue}-dlq`, { MessageRetentionPeriod: String(DEAD_LETTER_DAYS * 86_400) });
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: deadLetters.arn, maxReceiveCount: receivesMax });
  const own = await ensure(client, `${prefix}${queue}`, {
    VisibilityTimeout: String(timeoutSeconds * VISIBILITY_TIMES_TIMEOUT),
    RedrivePolicy,
  });
  return { ...own, deadLetters };
}

async function ensure(client: SQSClient, QueueName: string, Attributes: Record<string, string>): Promise<{ url: string; arn: string }> {
  const known = await urlOf(client, QueueName);
  if (known !== undefined) await client.send(new SetQueueAttributesCommand({ QueueUrl: known, Attributes }));
  const url = known ?? (await client.send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl;
  const asked = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["QueueArn"] });
  const { QueueArn: arn } = (await client.send(asked)).Attributes ?? {};
  if (url === undefined || arn === undefined) throw new Error(`the queue ${QueueName} does not say where it is`);
  return { url, arn };
}

async function urlOf(client: SQSClient, QueueName: string): Promise<string | undefined> {
  try {
    return (await client.send(new GetQueueUrlCommand({ QueueName }))).QueueUrl;
  } catch (error) {
    if (error instanceof QueueDoesNotExist) return undefined;
    throw error;
  }
}
