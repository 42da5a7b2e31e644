import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { APIGatewayProxyEventV2, DynamoDBStreamEvent, SQSBatchResponse, SQSEvent } from "aws-lambda";
import * as z from "zod";
import { type Dispatch, dispatcher, type Surroundings, type Workshop } from "./dispatch.ts";
import type { ApiFunction, ConsumerFunction, DeclaredFunction, ScheduleFunction, StreamFunction, StreamItem } from "./functions.ts";
import { requestOf, resultOf } from "./http-event.ts";
import { failure } from "./log.ts";
import { provider } from "./provide.ts";

/** The part of Lambda's context a function uses. */
export type Invocation = { readonly getRemainingTimeInMillis: () => number };

/** One function as Lambda calls it: an event of its kind in, its kind's answer out. */
export type Handler = (event: unknown, invocation: Invocation) => Promise<unknown>;

/** Turns a declaration into its handler. The same on Lambda, on a laptop and in tests. */
export function host(declared: DeclaredFunction, surroundings: Surroundings): Handler {
  const workshop: Workshop = { ...surroundings, provide: provider(surroundings.container) };
  switch (declared.kind) {
    case "api":
      return apiHandler(declared, surroundings);
    case "consumer":
      return consumerHandler(declared, workshop);
    case "schedule":
      return scheduleHandler(declared, workshop);
    case "stream":
      return streamHandler(declared, workshop);
  }
}

function apiHandler(declared: ApiFunction, surroundings: Surroundings): Handler {
  const dispatch: Dispatch = dispatcher(declared.routes, surroundings);
  return async (event, invocation) => {
    if (!isHttpEvent(event)) throw new Error("not an HTTP API event");
    return resultOf(await dispatch(requestOf(event, () => invocation.getRemainingTimeInMillis())));
  };
}

const HttpShape = z.looseObject({
  version: z.literal("2.0"),
  routeKey: z.string(),
  rawPath: z.string(),
  requestContext: z.looseObject({ http: z.looseObject({}) }),
});
const isHttpEvent = (event: unknown): event is APIGatewayProxyEventV2 => HttpShape.safeParse(event).success;

function consumerHandler(declared: ConsumerFunction, workshop: Workshop): Handler {
  return async (event, invocation): Promise<SQSBatchResponse> => {
    if (!isQueueEvent(event)) throw new Error("not a queue event");
    const batchItemFailures: { itemIdentifier: string }[] = [];
    for (const { messageId, body, attributes } of event.Records) {
      const receiveCount = Number(attributes.ApproximateReceiveCount);
      try {
        const delivery = { body: JSON.parse(body), messageId, receiveCount, remainingMs: () => invocation.getRemainingTimeInMillis() };
        await declared.handle(delivery, workshop);
      } catch (error) {
        workshop.log(failure("message.failed", error, { worker: declared.name, messageId, receiveCount }));
        batchItemFailures.push({ itemIdentifier: messageId });
      }
    }
    return { batchItemFailures };
  };
}

const QueueShape = z.looseObject({
  Records: z.array(z.looseObject({ messageId: z.string(), body: z.string(), attributes: z.looseObject({}) })),
});
const isQueueEvent = (event: unknown): event is SQSEvent => QueueShape.safeParse(event).success;

function scheduleHandler(declared: ScheduleFunction, workshop: Workshop): Handler {
  return async (event) => {
    const { scheduledTime } = ScheduleEvent.parse(event);
    await declared.handle(new Date(scheduledTime), workshop);
  };
}

/** What the scheduler sends: its own time, so that a second firing carries the same one. */
const ScheduleEvent = z.object({ scheduledTime: z.iso.datetime() });

function streamHandler(declared: StreamFunction, workshop: Workshop): Handler {
  return async (event) => {
    if (!isStreamEvent(event)) throw new Error("not a stream event");
    const items = event.Records.flatMap(itemOf).filter(({ keys }) => keys.sk.startsWith(declared.sortKeyPrefix));
    if (items.length > 0) await declared.handle(items, workshop);
    return { batchItemFailures: [] };
  };
}

const StreamShape = z.looseObject({ Records: z.array(z.looseObject({ eventName: z.string(), dynamodb: z.looseObject({}) })) });
const isStreamEvent = (event: unknown): event is DynamoDBStreamEvent => StreamShape.safeParse(event).success;

const Keys = z.object({ pk: z.string(), sk: z.string() });

function itemOf({ eventName, dynamodb }: DynamoDBStreamEvent["Records"][number]): StreamItem[] {
  if (eventName !== "INSERT" || !dynamodb?.NewImage || !dynamodb.SequenceNumber) return [];
  const image = unmarshall(plain(dynamodb.NewImage));
  return [{ sequence: dynamodb.SequenceNumber, keys: Keys.parse(image), image }];
}

/** Lambda's attribute type and the SDK's differ in name only. */
const plain = (image: object): Parameters<typeof unmarshall>[0] => JSON.parse(JSON.stringify(image));
