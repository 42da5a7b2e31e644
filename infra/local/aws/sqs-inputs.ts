import * as z from "zod";
import { nameIn } from "./arn.ts";
import type { Grant } from "./aws-error.ts";
import { type CallContext, type Operation, operation } from "./operation.ts";
import type { Sqs } from "./sqs.ts";
import type { Queue } from "./sqs-queue.ts";
import { MessageAttribute } from "./sqs-records.ts";

/** The code AWS gives an input it cannot use. */
export const INVALID = "InvalidParameterValue";

export const ToQueue = z.object({ QueueUrl: z.string() });
export const Names = z.array(z.string()).max(100);
export const VisibilitySeconds = z.int().min(0).max(43_200);

const ATTRIBUTES_MAX = 10;

/** The message of SendMessage and of an entry of SendMessageBatch. */
export const Draft = z.object({
  MessageBody: z.string().min(1),
  DelaySeconds: z.int().min(0).max(900).exactOptional(),
  MessageAttributes: z
    .record(z.string().min(1).max(256), MessageAttribute)
    .refine((attributes) => Object.keys(attributes).length <= ATTRIBUTES_MAX, `at most ${ATTRIBUTES_MAX} attributes`)
    .exactOptional(),
});
export type Draft = z.infer<typeof Draft>;

/** Stores one message and answers as SendMessage does. */
export function send(queue: Queue, { MessageBody: body, DelaySeconds, MessageAttributes: attributes = {} }: Draft) {
  const [sent] = queue.send([{ body, attributes, ...(DelaySeconds === undefined ? {} : { delaySeconds: DelaySeconds }) }]);
  return { MessageId: sent?.id, MD5OfMessageBody: sent?.md5 };
}

export const may = (action: string, resource: string): readonly Grant[] => [{ action: `sqs:${action}`, resource }];

/** An operation on the queue its input names by URL. `action` is the IAM action, without "sqs:". */
export function onQueue<Input extends z.infer<typeof ToQueue>>(
  sqs: Sqs,
  of: {
    readonly action: string;
    readonly input: z.ZodType<Input>;
    readonly run: (queue: Queue, input: Input, context: CallContext) => unknown;
  },
): Operation {
  return operation<Input>({
    input: of.input,
    refusal: INVALID,
    grants: ({ QueueUrl }) => may(of.action, nameIn(QueueUrl)),
    run: (input, context) => of.run(sqs.queue(nameIn(input.QueueUrl)), input, context),
  });
}
