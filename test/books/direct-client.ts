import { type AttributeValue, DynamoDBClient, TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { convertToAttr, convertToNative } from "@aws-sdk/util-dynamodb";
import type { Engine } from "#infra/local/dynamodb/engine";
import { ConnectionLost, EngineFault } from "#infra/local/dynamodb/engine-fault";

/**
 * A document client that hands its commands straight to an engine: the SDK's own work for a call costs more than the call, and a proof by
 * thousands of calls is not about the SDK. What the SDK would try again is tried `attempts` times, without waiting.
 */
export function directClient(engine: Pick<Engine, "exec">, attempts = 1): DynamoDBDocumentClient {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: "eu-west-3" }));
  const send = async (command: { readonly input: unknown; readonly constructor: { readonly name: string } }) => {
    const [operation, input] = [operationOf(command.constructor.name), into(command.input)];
    for (let attempt = 1; ; attempt += 1) {
      try {
        return outOf(await engine.exec(operation, input));
      } catch (error) {
        if (attempt < attempts && isPassing(error)) continue;
        throw error instanceof EngineFault ? asTheSdkSays(error) : error;
      }
    }
  };
  return Object.assign(client, { send });
}

/** What the SDK takes for a passing fault: too fast, a failure of the service, a reply that never came. */
const isPassing = (error: unknown): boolean =>
  error instanceof ConnectionLost || (error instanceof EngineFault && (error.statusCode >= 500 || PASSING.has(error.name)));
const PASSING = new Set(["ThrottlingException", "ProvisionedThroughputExceededException", "RequestLimitExceeded"]);

const operationOf = (command: string): string => {
  const name = command.replace(/Command$/, "");
  if (name === "TransactWrite") return "TransactWriteItems";
  if (name.startsWith("Batch")) return `${name}Item`;
  return name === "Query" ? name : `${name}Item`;
};

type Fields = Record<string, unknown>;
const fieldsOf = (value: unknown): (readonly [string, unknown])[] =>
  typeof value === "object" && value !== null ? Object.entries(value).filter(([, one]) => one !== undefined) : [];
const mapped = <To>(value: unknown, change: (one: unknown) => To): Record<string, To> =>
  Object.fromEntries(fieldsOf(value).map(([name, one]) => [name, change(one)]));
const listed = <To>(list: unknown, change: (one: unknown) => To): To[] => (Array.isArray(list) ? list.map(change) : []);

/** Where attribute values stand in a request, and what is done to reach them. */
const into = (input: unknown): Fields => Object.fromEntries(fieldsOf(input).map(([name, value]) => [name, intoField(name, value)]));

function intoField(name: string, value: unknown): unknown {
  if (VALUES.has(name)) return mapped(value, attribute);
  if (name === "TransactItems") return listed(value, (action) => mapped(action, into));
  if (name === "RequestItems") return mapped(value, into);
  if (name === "Keys") return listed(value, (key) => mapped(key, attribute));
  return value;
}

const VALUES = new Set(["Key", "Item", "ExpressionAttributeValues", "ExclusiveStartKey"]);

/** Bytes travel as base64. */
const attribute = (value: unknown): unknown =>
  value instanceof Uint8Array ? { B: Buffer.from(value).toString("base64") } : convertToAttr(value, { removeUndefinedValues: true });
const outOf = (reply: unknown): Fields => Object.fromEntries(fieldsOf(reply).map(([name, value]) => [name, outOfField(name, value)]));

function outOfField(name: string, value: unknown): unknown {
  if (name === "Item" || name === "Attributes" || name === "LastEvaluatedKey") return mapped(value, read);
  if (name === "Items") return listed(value, (item) => mapped(item, read));
  if (name === "Responses") return mapped(value, (items) => listed(items, (item) => mapped(item, read)));
  if (name === "UnprocessedKeys")
    return mapped(value, (one) => ({ ...mapped(one, same), Keys: listed(mapped(one, same)["Keys"], (key) => mapped(key, read)) }));
  return value;
}

const same = (value: unknown): unknown => value;

function read(value: unknown): unknown {
  const bytes = mapped(value, same)["B"];
  if (typeof bytes === "string") return Buffer.from(bytes, "base64");
  if (!isAttribute(value)) throw new TypeError("no attribute value");
  return convertToNative(value);
}

const isAttribute = (value: unknown): value is AttributeValue => fieldsOf(value).length === 1;

function asTheSdkSays({ name, message, body }: EngineFault): Error {
  if (name !== "TransactionCanceledException") return Object.assign(new Error(message), { name });
  const CancellationReasons = listed(body["CancellationReasons"], (reason) => ({ Code: String(mapped(reason, same)["Code"]) }));
  return new TransactionCanceledException({ message, CancellationReasons, $metadata: {} });
}
