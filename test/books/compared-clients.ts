import { AsyncLocalStorage } from "node:async_hooks";
import { isDeepStrictEqual } from "node:util";
import { ConditionalCheckFailedException, DynamoDBClient, TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { inProcessJson } from "#infra/local/aws/in-process";
import { ConnectionLost } from "#infra/local/dynamodb/engine-fault";
import type { AllowedTable } from "#infra/local/functions";
import { AWS_LIMITS } from "#runtime/container";
import { triedAtOnce } from "#test/tried-at-once";
import { directClient } from "./direct-client.ts";

/** One call as the table saw it, and how it answered. */
type Call = { readonly operation: string; readonly input: unknown; readonly answer: Answer };
type Answer = { readonly reply: unknown } | { readonly error: unknown };
type Command = { readonly input: unknown; readonly constructor: { readonly name: string } };

export type Compared = {
  /** How often each command was sent, and each of its errors, as `TransactWriteCommand TransactionCanceledException`. */
  readonly seen: ReadonlyMap<string, number>;
  /** Where the two clients did not ask or answer the same. */
  readonly differences: readonly string[];
  readonly documents: (table: AllowedTable) => DynamoDBDocumentClient;
};

/**
 * A client of the table that is the SDK's, and holds the direct one against it: every command, given to both, must reach the table as the same
 * calls and, from the same answers, come back as the same.
 */
export function comparedClients(): Compared {
  const seen = new Map<string, number>();
  const differences: string[] = [];
  const documents = (table: AllowedTable): DynamoDBDocumentClient => {
    const { client, calls } = recordedSdk(table);
    const sent = client.send.bind(client);
    const send = async (command: Command) => {
      const made: Call[] = [];
      const theirs = await answerOf(() => calls.run(made, () => Reflect.apply(sent, client, [command])));
      const ours = await repeated(command, made);
      const [name, told] = [command.constructor.name, visible(theirs)];
      for (const what of [name, `${name} ${told.name ?? "answered"}`]) seen.set(what, (seen.get(what) ?? 0) + 1);
      if (!isDeepStrictEqual(told, visible(ours))) differences.push(`${name}: ${JSON.stringify(told)} is ${JSON.stringify(visible(ours))}`);
      if ("error" in theirs) throw theirs.error;
      return theirs.reply;
    };
    return Object.assign(client, { send });
  };
  return { seen, differences, documents };
}

/** The SDK over the table, each call put down for whoever sent the command. */
function recordedSdk(table: AllowedTable) {
  const calls = new AsyncLocalStorage<Call[]>();
  const dynamodb = async (operation: string, input: unknown): Promise<unknown> => {
    const answer = await answerOf(() => table.exec(operation, input));
    calls.getStore()?.push({ operation, input, answer });
    if ("error" in answer) throw answer.error;
    return answer.reply;
  };
  const handler = inProcessJson(
    { dynamodb },
    "test",
    () => true,
    () => undefined,
  );
  const options = {
    ...{ region: "eu-west-3", endpoint: "http://dynamodb.local", credentials: { accessKeyId: "test", secretAccessKey: "test" } },
    ...{ retryStrategy: triedAtOnce(AWS_LIMITS.attempts), requestHandler: handler },
  };
  return { calls, client: DynamoDBDocumentClient.from(new DynamoDBClient(options), { marshallOptions: { removeUndefinedValues: true } }) };
}

/** The command once more, by the direct client, over a table that only says again what it said. */
async function repeated(command: Command, made: readonly Call[]): Promise<Answer> {
  const left = [...made];
  const exec = async (operation: string, input: unknown): Promise<unknown> => {
    const call = left.shift();
    if (!call || !isDeepStrictEqual([operation, plain(input)], [call.operation, plain(call.input)]))
      throw new Error(`asked for ${operation} ${JSON.stringify(input)} instead of ${JSON.stringify(call)}`);
    if ("error" in call.answer) throw call.answer.error;
    return plain(call.answer.reply);
  };
  const direct = directClient({ exec }, AWS_LIMITS.attempts);
  const answer = await answerOf(() => Reflect.apply(direct.send, direct, [command]));
  return left.length === 0 ? answer : { error: new Error(`${left.length} calls fewer than the SDK's`) };
}

async function answerOf(run: () => Promise<unknown>): Promise<Answer> {
  try {
    return { reply: await run() };
  } catch (error) {
    return { error };
  }
}

/** What the product may look at: a whole reply but its HTTP side, or an error's name and the codes of its reasons. */
function visible(answer: Answer): { readonly name?: string; readonly [field: string]: unknown } {
  if ("error" in answer) {
    const { error } = answer;
    if (!(error instanceof Error)) return { name: String(error) };
    // Over the SDK a connection that is lost in this process is a failure of the service.
    const name = error instanceof ConnectionLost ? "InternalFailure" : error.name;
    return { name, isTold: error instanceof ConditionalCheckFailedException, reasons: reasonsOf(error) };
  }
  const { $metadata: _, ...rest } = Object(answer.reply);
  return { reply: values(rest) };
}

const reasonsOf = (error: Error): readonly unknown[] | null =>
  error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []).map(({ Code }) => Code) : null;
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));

/** Whatever kind of bytes, and fields that are not there, stand the same. */
function values(value: unknown): unknown {
  if (value instanceof Uint8Array) return { bytes: Buffer.from(value).toString("base64") };
  if (value instanceof Set) return new Set([...value].map(values));
  if (Array.isArray(value)) return value.map(values);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).flatMap(([name, one]) => (one === undefined ? [] : [[name, values(one)]])));
}
