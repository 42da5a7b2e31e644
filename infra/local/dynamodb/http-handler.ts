import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { ConnectionLost, EngineFault, Killed, protocolFault } from "./engine-fault.ts";

type Exec = (operation: string, input: unknown) => Promise<unknown>;

const REQUEST_BYTES_MAX = 16 * 1024 * 1024;
const TARGET = /^DynamoDB_20120810\.(\w+)$/;
const CONTENT_TYPE = "application/x-amz-json-1.0";

/** Answers one AWS JSON 1.0 request. A lost connection, or a dead process, is a connection closed without an answer. */
export function answerHttp(exec: Exec, request: IncomingMessage, response: ServerResponse): void {
  bodyOf(request)
    .then((body) => run(exec, request, body))
    .then(
      (result) => send(response, 200, result),
      (error: unknown) => {
        if (error instanceof EngineFault) return send(response, error.statusCode, error.body);
        if (error instanceof ConnectionLost || error instanceof Killed) return void response.destroy();
        send(response, 500, internalError(error));
      },
    );
}

async function run(exec: Exec, { headers }: IncomingMessage, body: string): Promise<unknown> {
  const operation = TARGET.exec(String(headers["x-amz-target"] ?? ""))?.[1];
  if (operation === undefined) throw protocolFault("UnknownOperationException", "");
  if (!headers.authorization?.startsWith("AWS4-"))
    throw protocolFault("MissingAuthenticationTokenException", "Request is missing Authentication Token");
  return exec(operation, parsed(body));
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw protocolFault("SerializationException", "The request body is not JSON");
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  const read = { bytes: 0 };
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    read.bytes += bytes.length;
    if (read.bytes > REQUEST_BYTES_MAX) throw protocolFault("RequestEntityTooLargeException", "The request is larger than 16 MB");
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function send(response: ServerResponse, statusCode: number, value: unknown): void {
  const body = JSON.stringify(value);
  response.writeHead(statusCode, {
    "content-type": CONTENT_TYPE,
    "content-length": Buffer.byteLength(body),
    "x-amzn-requestid": randomUUID(),
  });
  response.end(body);
}

/** A bug of ours: the SDK takes it for a server error and tries again. */
const internalError = (error: unknown) => ({
  __type: "com.amazonaws.dynamodb.v20120810#InternalServerError",
  message: error instanceof Error ? error.message : String(error),
});
