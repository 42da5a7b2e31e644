import * as z from "zod";
import { AwsError } from "./aws-error.ts";
import type { Operation, Operations } from "./operation.ts";
import type { Sqs } from "./sqs.ts";
import { Draft, onQueue, send, ToQueue, VisibilitySeconds } from "./sqs-inputs.ts";
import type { Queue } from "./sqs-queue.ts";

const ENTRIES_MAX = 10;
const BATCH_BYTES_MAX = 1_048_576;

const Entry = z.object({ Id: z.string().regex(/^[A-Za-z0-9_-]{1,80}$/) });
type Entry = z.infer<typeof Entry>;

const SendEntry = Entry.extend(Draft.shape);
const DeleteEntry = Entry.extend({ ReceiptHandle: z.string() });
const VisibilityEntry = DeleteEntry.extend({ VisibilityTimeout: VisibilitySeconds });

/** The batch operations: each entry succeeds or fails alone. IAM knows them by the name of the single operation. */
export const batchesOf = (sqs: Sqs): Operations =>
  new Map([
    ["SendMessageBatch", batch(sqs, { action: "SendMessage", entry: SendEntry, run: send })],
    [
      "DeleteMessageBatch",
      batch(sqs, { action: "DeleteMessage", entry: DeleteEntry, run: (queue, { ReceiptHandle }) => queue.delete(ReceiptHandle) }),
    ],
    [
      "ChangeMessageVisibilityBatch",
      batch(sqs, {
        action: "ChangeMessageVisibility",
        entry: VisibilityEntry,
        run: (queue, { ReceiptHandle, VisibilityTimeout }) => queue.changeVisibility(ReceiptHandle, VisibilityTimeout),
      }),
    ],
  ]);

function batch<Of extends Entry>(
  sqs: Sqs,
  of: { readonly action: string; readonly entry: z.ZodType<Of>; readonly run: (queue: Queue, entry: Of) => unknown },
): Operation {
  return onQueue(sqs, {
    action: of.action,
    input: ToQueue.extend({ Entries: z.array(of.entry) }),
    run: (queue, { Entries }) => {
      refuseBadBatch(Entries);
      const answers = Entries.map((entry) => answerTo(entry, () => of.run(queue, entry)));
      return { Successful: answers.filter((answer) => !("Code" in answer)), Failed: answers.filter((answer) => "Code" in answer) };
    },
  });
}

function answerTo({ Id }: Entry, run: () => unknown): object {
  try {
    const answer = run();
    return { Id, ...(typeof answer === "object" ? answer : {}) };
  } catch (error) {
    if (error instanceof AwsError) return { Id, Code: error.code, Message: error.message, SenderFault: error.statusCode < 500 };
    throw error;
  }
}

function refuseBadBatch(entries: readonly Entry[]): void {
  if (entries.length === 0) throw new AwsError(400, "EmptyBatchRequest", "There should be at least one entry in the request.");
  if (entries.length > ENTRIES_MAX) {
    throw new AwsError(400, "TooManyEntriesInBatchRequest", `Maximum number of entries per request are ${ENTRIES_MAX}.`);
  }
  if (new Set(entries.map(({ Id }) => Id)).size < entries.length)
    throw new AwsError(400, "BatchEntryIdsNotDistinct", "Ids must be distinct.");
  const bytes = entries.reduce((sum, entry) => sum + ("MessageBody" in entry ? Buffer.byteLength(String(entry.MessageBody)) : 0), 0);
  if (bytes > BATCH_BYTES_MAX)
    throw new AwsError(400, "BatchRequestTooLong", `Batch requests cannot be longer than ${BATCH_BYTES_MAX} bytes.`);
}
