import type { May } from "./aws-error.ts";
import { AwsError } from "./aws-error.ts";
import { ANY_WIRE, type AwsServices, errorReply, type JsonService, jsonServices } from "./json-services.ts";

type Headers = Readonly<Record<string, string>>;

/** The part of a Smithy request that matters here. */
type JsonHttpRequest = { readonly headers: Headers; readonly body?: unknown };

/** A Smithy request handler: give it to an SDK client as `requestHandler`. */
export type JsonRequestHandler = {
  handle(request: JsonHttpRequest): Promise<{ response: { statusCode: number; headers: Record<string, string>; body: Uint8Array } }>;
  updateHttpClientConfig(): void;
  httpHandlerConfigs(): Record<string, never>;
  destroy(): void;
};

/**
 * Lets SDK clients of the JSON services call them without a socket, in the name of `principal`: the same operations, rights and
 * errors as over HTTP, only the signature is not looked at.
 */
export function inProcessJson(
  services: AwsServices,
  principal: string,
  may: May,
  onError: (error: unknown) => void = (error) => console.error(error),
): JsonRequestHandler {
  return handlerOf(jsonServices(services, onError), principal, may, onError);
}

/** The same over services made once for many principals. */
export function handlerOf(
  known: readonly JsonService[],
  principal: string,
  may: May,
  onError: (error: unknown) => void,
): JsonRequestHandler {
  return {
    async handle({ headers, body }) {
      const [prefix = "", operation = ""] = (headers["x-amz-target"] ?? "").split(".");
      const service = known.find((candidate) => candidate.prefix === prefix);
      const call = { operation, principal, body: textOf(body), context: { origin: "http://127.0.0.1" } };
      const reply = service ? await service.answer(call, may) : errorReply(ANY_WIRE, notServed(prefix), onError);
      return { response: { statusCode: reply.statusCode, headers: { ...reply.headers }, body: Buffer.from(reply.body) } };
    },
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
    destroy() {},
  };
}

const notServed = (prefix: string): AwsError => new AwsError(400, "UnknownOperationException", `${prefix} is not served here`);

function textOf(body: unknown): string {
  if (typeof body === "string") return body;
  if (body === undefined) return "";
  if (body instanceof Uint8Array) return new TextDecoder().decode(body);
  throw new TypeError("a JSON request has a body of text or bytes");
}
