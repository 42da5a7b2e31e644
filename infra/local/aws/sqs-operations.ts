import * as z from "zod";
import type { Operation, Operations } from "./operation.ts";
import type { Sqs } from "./sqs.ts";
import { administrationOf } from "./sqs-administration.ts";
import { batchesOf } from "./sqs-batches.ts";
import { Draft, Names, onQueue, send, ToQueue, VisibilitySeconds } from "./sqs-inputs.ts";
import { messageOnWire } from "./sqs-message.ts";
import { RECEIVE_MAX } from "./sqs-queue.ts";

const Receive = ToQueue.extend({
  MaxNumberOfMessages: z.int().min(1).max(RECEIVE_MAX).exactOptional(),
  WaitTimeSeconds: z.int().min(0).max(20).exactOptional(),
  VisibilityTimeout: VisibilitySeconds.exactOptional(),
  AttributeNames: Names.exactOptional(),
  MessageSystemAttributeNames: Names.exactOptional(),
  MessageAttributeNames: Names.exactOptional(),
});

const Delete = ToQueue.extend({ ReceiptHandle: z.string() });
const ChangeVisibility = Delete.extend({ VisibilityTimeout: VisibilitySeconds });

/** SQS in its JSON 1.0 protocol, over the queues of this process. */
export const sqsOperations = (sqs: Sqs): Operations =>
  new Map([
    ...administrationOf(sqs),
    ...batchesOf(sqs),
    ["SendMessage", onQueue(sqs, { action: "SendMessage", input: Draft.extend(ToQueue.shape), run: send })],
    ["ReceiveMessage", receiveMessage(sqs)],
    ["DeleteMessage", onQueue(sqs, { action: "DeleteMessage", input: Delete, run: (queue, input) => queue.delete(input.ReceiptHandle) })],
    ["ChangeMessageVisibility", changeMessageVisibility(sqs)],
  ]);

const changeMessageVisibility = (sqs: Sqs): Operation =>
  onQueue(sqs, {
    action: "ChangeMessageVisibility",
    input: ChangeVisibility,
    run: (queue, { ReceiptHandle, VisibilityTimeout }) => queue.changeVisibility(ReceiptHandle, VisibilityTimeout),
  });

/** ReceiveMessage: at once, or by long poll until a message comes, the wait is over or the caller hangs up. */
const receiveMessage = (sqs: Sqs): Operation =>
  onQueue(sqs, {
    action: "ReceiveMessage",
    input: Receive,
    run: async (queue, input, { signal }) => {
      const { VisibilityTimeout: seconds, MaxNumberOfMessages: max = 1 } = input;
      const request = { max, ...(seconds === undefined ? {} : { visibilitySeconds: seconds }) };
      const wait = (input.WaitTimeSeconds ?? queue.settings().waitSeconds) * 1000;
      const found = wait === 0 ? queue.receive(request) : await queue.receiveWithin(wait, request, signal);
      const system = [...(input.AttributeNames ?? []), ...(input.MessageSystemAttributeNames ?? [])];
      const wanted = { system, custom: input.MessageAttributeNames ?? [] };
      return found.length === 0 ? {} : { Messages: found.map((message) => messageOnWire(message, wanted)) };
    },
  });
