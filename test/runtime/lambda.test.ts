import type { Context } from "aws-lambda";
import { expect, it, vi } from "vitest";
import type { DeclaredFunction } from "#runtime/functions";
import { lambda } from "#runtime/lambda";
import { schedule, stream } from "#runtime/worker";

const context: Context = {
  ...{
    callbackWaitsForEmptyEventLoop: true,
    functionName: "test",
    functionVersion: "1",
    invokedFunctionArn: "arn",
    memoryLimitInMB: "128",
  },
  ...{ awsRequestId: "r-1", logGroupName: "", logStreamName: "", getRemainingTimeInMillis: () => 30_000 },
  ...{ done: () => undefined, fail: () => undefined, succeed: () => undefined },
};
const boom = async (): Promise<never> => {
  throw new Error("boom");
};
const nightly = schedule({ name: "test/nightly", expression: "rate(1 day)", needs: [], errorImpact: "", handle: boom });
const projector = stream({ name: "test/projector", sortKeyPrefix: "E#", needs: [], errorImpact: "", handle: boom });
const record = { eventName: "INSERT", dynamodb: { SequenceNumber: "1", NewImage: { pk: { S: "P" }, sk: { S: "E#1" } } } };

it.each<[string, DeclaredFunction, unknown]>([
  ["a schedule whose work fails", nightly, { scheduledTime: "2026-11-25T02:00:00.000Z" }],
  ["a stream whose batch fails, which comes again", projector, { Records: [record] }],
  ["an event of another kind", nightly, { Records: [] }],
])("a function fails its invocation, once and in the log, on %s", async (_, declared, event) => {
  const lines: string[] = [];
  const written = vi.spyOn(process.stdout, "write").mockImplementation((line) => lines.push(String(line)) > 0);
  const outcome = await Promise.allSettled([lambda(declared)(event, context)]);
  written.mockRestore();
  expect(outcome).toMatchObject([{ status: "rejected" }]);
  expect(lines.filter((line) => line.includes("function.failed"))).toHaveLength(1);
});
