import * as z from "zod";
import { nameIn, queueArn } from "./arn.ts";
import { AwsError } from "./aws-error.ts";
import { type Operation, type Operations, operation } from "./operation.ts";
import type { Move, Sqs } from "./sqs.ts";
import { INVALID, may } from "./sqs-inputs.ts";

/** `MaxNumberOfMessagesPerSecond` only spares the destination of a real move; here the whole move is one moment. */
const Start = z.object({
  SourceArn: z.string(),
  DestinationArn: z.string().exactOptional(),
  MaxNumberOfMessagesPerSecond: z.int().min(1).max(500).exactOptional(),
});

/** Dead letters on their way back: start, list, cancel. */
export const moveTasksOf = (sqs: Sqs): Operations =>
  new Map([
    ["StartMessageMoveTask", startMessageMoveTask(sqs)],
    ["ListMessageMoveTasks", listMessageMoveTasks(sqs)],
    ["CancelMessageMoveTask", cancelMessageMoveTask(sqs)],
  ]);

/** The queues whose dead letters a queue takes. */
export const sourcesOf = (sqs: Sqs, name: string): readonly string[] =>
  sqs.names().filter((source) => sqs.queue(source).settings().redrive?.deadLetterQueue === name);

/** The whole move is done when the answer goes out. */
const startMessageMoveTask = (sqs: Sqs): Operation =>
  operation({
    input: Start,
    refusal: INVALID,
    grants: ({ SourceArn }) => may("StartMessageMoveTask", nameIn(SourceArn)),
    run: ({ SourceArn, DestinationArn }) => {
      const from = sqs.queue(nameIn(SourceArn)).name;
      if (sourcesOf(sqs, from).length === 0) throw new AwsError(400, INVALID, "Source queue must be configured as a Dead Letter Queue.");
      const { handle } = sqs.redrive(from, DestinationArn === undefined ? undefined : nameIn(DestinationArn));
      return { TaskHandle: handleOf(handle, from) };
    },
  });

const listMessageMoveTasks = (sqs: Sqs): Operation =>
  operation({
    input: z.object({ SourceArn: z.string(), MaxResults: z.int().min(1).max(10).default(1) }),
    refusal: INVALID,
    grants: ({ SourceArn }) => may("ListMessageMoveTasks", nameIn(SourceArn)),
    run: ({ SourceArn, MaxResults }) => ({
      Results: sqs
        .moves(sqs.queue(nameIn(SourceArn)).name)
        .slice(0, MaxResults)
        .map(taskOnWire),
    }),
  });

/** A task done at once has nothing left to cancel, which AWS answers as it does for one it never knew. */
const cancelMessageMoveTask = (sqs: Sqs): Operation =>
  operation({
    input: z.object({ TaskHandle: z.string() }),
    refusal: INVALID,
    grants: ({ TaskHandle }) => may("CancelMessageMoveTask", queueOf(TaskHandle)),
    run: ({ TaskHandle }) => {
      sqs.queue(queueOf(TaskHandle));
      throw new AwsError(404, "ResourceNotFoundException", "The task handle does not name a running task.");
    },
  });

/** AWS's handles name their source too; a task that is over is listed without one. */
const handleOf = (taskId: string, from: string): string =>
  Buffer.from(JSON.stringify({ taskId, sourceArn: queueArn(from) })).toString("base64");

function queueOf(handle: string): string {
  try {
    return nameIn(z.object({ sourceArn: z.string() }).parse(JSON.parse(Buffer.from(handle, "base64").toString())).sourceArn);
  } catch {
    throw new AwsError(400, INVALID, "Value for parameter TaskHandle is invalid.");
  }
}

const taskOnWire = ({ from, to, moved, startedAt }: Move) => ({
  Status: "COMPLETED",
  SourceArn: queueArn(from),
  ...(to !== undefined && { DestinationArn: queueArn(to) }),
  ApproximateNumberOfMessagesMoved: moved,
  ApproximateNumberOfMessagesToMove: moved,
  StartedTimestamp: startedAt,
});
