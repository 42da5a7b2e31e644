import type { Engine } from "./engine.ts";
import { EngineFault, fault } from "./engine-fault.ts";

type HttpRequest = { readonly headers: Readonly<Record<string, string>>; readonly body?: unknown };
type HttpResponse = { readonly statusCode: number; readonly headers: Record<string, string>; readonly body: Uint8Array };

/** Decides whether a call may be made; no means AccessDeniedException, and no effect. */
export type Allow = (operation: string, input: unknown) => boolean;

/**
 * Settings for `new DynamoDBClient({ ...inProcess(engine), region })`: the client's requests are handed to the engine without a
 * socket and without a signature; everything above, retries included, is the real SDK.
 */
export function inProcess(engine: Engine, allow: Allow = () => true) {
  const handle = async ({ headers, body }: HttpRequest): Promise<{ response: HttpResponse }> => {
    try {
      const operation = headers["x-amz-target"]?.split(".")[1] ?? "";
      const input: unknown = JSON.parse(textOf(body));
      if (!allow(operation, input)) throw fault("AccessDeniedException", `User is not authorized to perform: dynamodb:${operation}`);
      return reply(200, await engine.exec(operation, input));
    } catch (error) {
      if (error instanceof EngineFault) return reply(error.statusCode, error.body);
      throw error;
    }
  };
  return {
    endpoint: "http://dynamodb.local",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    requestHandler: {
      handle,
      metadata: { handlerProtocol: "http/1.1" },
      updateHttpClientConfig() {},
      httpHandlerConfigs: () => ({}),
      destroy() {},
    },
    signer: { sign: async <Request>(request: Request): Promise<Request> => request },
  };
}

const reply = (statusCode: number, value: unknown): { response: HttpResponse } => ({
  response: { statusCode, headers: { "content-type": "application/x-amz-json-1.0" }, body: Buffer.from(JSON.stringify(value)) },
});

function textOf(body: unknown): string {
  if (typeof body === "string") return body;
  if (body instanceof Uint8Array) return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("utf8");
  throw new TypeError("a DynamoDB request has a body of text or bytes");
}
