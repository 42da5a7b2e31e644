import * as z from "zod";
import { AwsError, type Grant, type May } from "./aws-error.ts";
import { dynamodbGrants } from "./dynamodb-grants.ts";
import type { CallContext, Operations } from "./operation.ts";
import type { Outbox } from "./outbox.ts";
import type { S3 } from "./s3.ts";
import type { Secrets } from "./secrets.ts";
import { secretsOperations } from "./secrets-operations.ts";
import type { SignedService } from "./sigv4.ts";
import type { Sqs } from "./sqs.ts";
import { sqsOperations } from "./sqs-operations.ts";

/** What the endpoint serves. DynamoDB answers an operation or throws an Error or an object {statusCode, body}. */
export type AwsServices = {
  readonly dynamodb?: (operation: string, input: unknown) => Promise<unknown>;
  /** DynamoDB Streams. */
  readonly streams?: Operations;
  readonly sqs?: Sqs;
  readonly secrets?: Secrets;
  readonly s3?: S3;
  /** Where SES puts what it is given. */
  readonly outbox?: Outbox;
};

export type JsonReply = { readonly statusCode: number; readonly headers: Readonly<Record<string, string>>; readonly body: string };

type JsonCall = { readonly operation: string; readonly body: string; readonly principal: string; readonly context: CallContext };

/** A service spoken to with an `x-amz-target` header: `prefix.Operation`. */
export type JsonService = {
  readonly prefix: string;
  readonly signedAs: SignedService;
  readonly requestBytesMax: number;
  readonly answer: (call: JsonCall, may: May) => Promise<JsonReply>;
};

type Run = (operation: string, input: unknown, context: CallContext) => Promise<unknown>;
type Wire = { readonly version: "1.0" | "1.1"; readonly namespace: string };
type Door = { readonly grants: (operation: string, input: unknown) => readonly Grant[]; readonly run: Run; readonly wire: Wire };

const MEBIBYTE = 1024 * 1024;
const DYNAMODB: Wire = { version: "1.0", namespace: "com.amazonaws.dynamodb.v20120810" };
const SQS: Wire = { version: "1.0", namespace: "com.amazonaws.sqs" };
const SECRETS: Wire = { version: "1.1", namespace: "com.amazonaws.secretsmanager" };

/** The JSON services among the given ones. `onError` is told of every bug; the caller only sees InternalFailure. */
export function jsonServices(services: AwsServices, onError: (error: unknown) => void): readonly JsonService[] {
  const { dynamodb, streams, sqs, secrets } = services;
  const service = (prefix: string, signedAs: SignedService, mebibytes: number, door: Door): JsonService => ({
    prefix,
    signedAs,
    requestBytesMax: mebibytes * MEBIBYTE,
    answer: (call, may) => answer(door, call, { may, onError }),
  });
  return [
    ...(dynamodb ? [service("DynamoDB_20120810", "dynamodb", 24, { grants: dynamodbGrants, run: dynamodb, wire: DYNAMODB })] : []),
    ...(streams ? [service("DynamoDBStreams_20120810", "dynamodb", 1, doorTo(streams, DYNAMODB))] : []),
    ...(sqs ? [service("AmazonSQS", "sqs", 8, doorTo(sqsOperations(sqs), SQS))] : []),
    ...(secrets ? [service("secretsmanager", "secretsmanager", 1, doorTo(secretsOperations(secrets), SECRETS))] : []),
  ];
}

function doorTo(operations: Operations, wire: Wire): Door {
  const find = (name: string) => {
    const found = operations.get(name);
    if (!found) throw new AwsError(400, "UnknownOperationException", `${name} is not implemented here`);
    return found;
  };
  return { wire, grants: (name, input) => find(name).grants(input), run: (name, input, context) => find(name).run(input, context) };
}

async function answer(
  { grants, run, wire }: Door,
  { operation, body, principal, context }: JsonCall,
  { may, onError }: { readonly may: May; readonly onError: (error: unknown) => void },
): Promise<JsonReply> {
  try {
    const input = parseJson(body);
    refuseUnallowed(grants(operation, input), principal, may);
    return replyOf(wire, 200, await run(operation, input, context));
  } catch (error) {
    return errorReply(wire, error, onError);
  }
}

/** Throws AwsError AccessDeniedException when the principal lacks one of the rights. */
export function refuseUnallowed(grants: readonly Grant[], principal: string, may: May): void {
  const denied = grants.find(({ action, resource, leadingKeys }) => !may(principal, action, resource, leadingKeys));
  if (!denied) return;
  const sentence = `${principal} is not authorized to perform: ${denied.action} on resource: ${denied.resource}`;
  throw new AwsError(400, "AccessDeniedException", sentence);
}

const Passed = z.object({ statusCode: z.int().min(400).max(599), body: z.unknown() });

/** An error as the JSON protocols put it; a bug says nothing about itself. */
export function errorReply(wire: Wire, error: unknown, onError: (error: unknown) => void): JsonReply {
  if (error instanceof AwsError)
    return replyOf(wire, error.statusCode, { __type: `${wire.namespace}#${error.code}`, message: error.message });
  const passed = Passed.safeParse(error);
  if (passed.success) return replyOf(wire, passed.data.statusCode, passed.data.body);
  onError(error);
  return replyOf(wire, 500, { __type: `${wire.namespace}#InternalFailure`, message: "The request failed because of an unknown error." });
}

/** How errors are put before a service is known. */
export const ANY_WIRE: Wire = { version: "1.0", namespace: "com.amazonaws" };

const replyOf = ({ version }: Wire, statusCode: number, value: unknown): JsonReply => ({
  statusCode,
  headers: { "content-type": `application/x-amz-json-${version}` },
  body: typeof value === "string" ? value : JSON.stringify(value ?? {}),
});

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body || "{}");
  } catch {
    throw new AwsError(400, "SerializationException", "The request body is not JSON.");
  }
}
