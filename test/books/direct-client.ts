import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DynamoDBClient,
  TransactionCanceledException,
} from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { convertToAttr, convertToNative } from "@aws-sdk/util-dynamodb";
import { AwsError } from "#infra/local/aws/aws-error";
import { asFault } from "#infra/local/dynamodb/dynalite";
import type { Engine } from "#infra/local/dynamodb/engine";
import { ConnectionLost } from "#infra/local/dynamodb/engine-fault";
import { once } from "#runtime/container";

/**
 * A document client that hands its commands straight to an engine: the SDK's own work for a call costs more than the call, and a proof by
 * thousands of calls is not about the SDK. What the SDK would try again is tried `attempts` times, without waiting.
 */
export function directClient(engine: Pick<Engine, "exec">, attempts = 1): DynamoDBDocumentClient {
  const client = DynamoDBDocumentClient.from(unused());
  const send = async (command: { readonly input: unknown; readonly constructor: { readonly name: string } }) => {
    const [operation, input] = [operationOf(command.constructor.name), into(command.input)];
    for (let attempt = 1; ; attempt += 1) {
      try {
        return outOf(await engine.exec(operation, input));
      } catch (error) {
        if (attempt < attempts && isPassing(error)) continue;
        throw asTheSdkSays(error);
      }
    }
  };
  return Object.assign(client, { send });
}

/** Only its type is wanted, and making one costs more than many calls. */
const unused = once(() => new DynamoDBClient({ region: "eu-west-3" }));

/** What the SDK takes for a passing fault: too fast, a failure of the service, a reply that never came. */
function isPassing(error: unknown): boolean {
  if (error instanceof ConnectionLost) return true;
  const said = asFault(error);
  return said !== undefined && (said.statusCode >= 500 || PASSING.has(said.name));
}
const PASSING = new Set(["ThrottlingException", "ProvisionedThroughputExceededException", "RequestLimitExceeded"]);

const operationOf = (command: string): string => {
  const name = command.replace(/Command$/, "");
  if (name === "TransactWrite") return "TransactWriteItems";
  if (name.startsWith("Batch")) return `${name}Item`;
  return name === "Query" ? name : `${name}Item`;
};

type Fields = Record<string, unknown>;
const fieldsOf = (value: unknown): readonly (readonly [string, unknown])[] =>
  typeof value === "object" && value !== null ? Object.entries(value) : [];

/** A plain loop: most of what a call costs is done here. */
function mapped<To>(value: unknown, change: (one: unknown, name: string) => To): Record<string, To> {
  const all: Record<string, To> = {};
  for (const [name, one] of fieldsOf(value)) if (one !== undefined) all[name] = change(one, name);
  return all;
}
const listed = <To>(list: unknown, change: (one: unknown) => To): To[] => (Array.isArray(list) ? list.map(change) : []);

/** Where attribute values stand in a request, and what is done to reach them. */
const into = (input: unknown): Fields => mapped(input, intoField);

function intoField(value: unknown, name: string): unknown {
  if (VALUES.has(name)) return mapped(value, attribute);
  if (name === "TransactItems") return listed(value, (action) => mapped(action, into));
  if (name === "RequestItems") return mapped(value, into);
  if (name === "Keys") return listed(value, (key) => mapped(key, attribute));
  return value;
}

const VALUES = new Set(["Key", "Item", "ExpressionAttributeValues", "ExclusiveStartKey"]);

/** A value as it travels: bytes as base64, wherever they lie. */
function attribute(value: unknown): unknown {
  if (typeof value === "string") return { S: value };
  if (value instanceof Uint8Array) return { B: Buffer.from(value).toString("base64") };
  if (Array.isArray(value)) return { L: value.filter((one) => one !== undefined).map(attribute) };
  if (value instanceof Set && [...value].every((one) => one instanceof Uint8Array))
    return { BS: [...value].map((one) => Buffer.from(one).toString("base64")) };
  const isMap = typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  return isMap ? { M: mapped(value, attribute) } : convertToAttr(value, { removeUndefinedValues: true });
}

const outOf = (reply: unknown): Fields => mapped(reply, outOfField);

function outOfField(value: unknown, name: string): unknown {
  if (name === "Item" || name === "Attributes" || name === "LastEvaluatedKey") return mapped(value, read);
  if (name === "Items") return listed(value, (item) => mapped(item, read));
  if (name === "Responses") return mapped(value, (items) => listed(items, (item) => mapped(item, read)));
  if (name === "UnprocessedKeys")
    return mapped(value, (one) => ({ ...mapped(one, same), Keys: listed(mapped(one, same)["Keys"], (key) => mapped(key, read)) }));
  return value;
}

const same = (value: unknown): unknown => value;

function read(value: unknown): unknown {
  if (!isAttribute(value)) throw new TypeError("no attribute value");
  if (value.S !== undefined) return value.S;
  if (value.M !== undefined) return mapped(value.M, read);
  if (value.L !== undefined) return value.L.map(read);
  if (value.BS !== undefined) return new Set(value.BS.map(bytesOf));
  return value.B === undefined ? convertToNative(value) : bytesOf(value.B);
}

const bytesOf = (base64: unknown): Buffer => Buffer.from(String(base64), "base64");
const isAttribute = (value: unknown): value is AttributeValue => typeof value === "object" && value !== null;

/** A fault of the service by its name; what no service said passes as it is. */
function asTheSdkSays(error: unknown): unknown {
  if (error instanceof AwsError) return Object.assign(new Error(error.message), { name: error.code });
  const said = asFault(error);
  if (!said) return error;
  const { name, message, body } = said;
  if (name === "ConditionalCheckFailedException") return new ConditionalCheckFailedException({ message, $metadata: {} });
  if (name !== "TransactionCanceledException") return Object.assign(new Error(message), { name });
  const CancellationReasons = listed(body["CancellationReasons"], (reason) => ({ Code: String(mapped(reason, same)["Code"]) }));
  return new TransactionCanceledException({ message, CancellationReasons, $metadata: {} });
}
