import { createHash, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { AwsError, type May } from "./aws-error.ts";
import { ANY_WIRE, type AwsServices, errorReply, type JsonReply, type JsonService, jsonServices } from "./json-services.ts";
import { readBody } from "./read-body.ts";
import { answerPreflight, corsHeaders } from "./s3-cors.ts";
import { errorDocument } from "./s3-xml.ts";
import { SES_BYTES_MAX, SES_PATH, takeMail } from "./ses.ts";
import { type Credentials, verifySignature } from "./sigv4.ts";

export type AwsServerOptions = {
  readonly credentials: Credentials;
  readonly services: AwsServices;
  readonly may: May;
  readonly now: () => Date;
  /** Names requests; a random UUID when absent. */
  readonly newId?: () => string;
  /** Sites whose pages may use the bucket, besides those of this machine. */
  readonly origins?: readonly string[];
  /** Told of every bug, once. */
  readonly onError?: (error: unknown) => void;
};

const KEEP_ALIVE_MILLISECONDS = 65_000;

type Arrival = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly path: string;
  readonly query: URLSearchParams;
};

/**
 * One HTTP endpoint for all local services, to be given to SDK clients as AWS_ENDPOINT_URL: DynamoDB, SQS and Secrets Manager
 * by `x-amz-target`, everything else is S3. Every request must be signed (a presigned URL counts as its signer) and `may`
 * decides whether the signer may. Not listening yet. The Date header tells `now`, so clients with another clock correct theirs.
 */
export function createAwsServer(options: AwsServerOptions): Server {
  const onError = options.onError ?? ((error: unknown) => console.error(error));
  const services = jsonServices(options.services, onError);
  // Longer than any SDK keeps an idle connection, so that none is closed under a request being sent.
  return createServer({ keepAliveTimeout: KEEP_ALIVE_MILLISECONDS }, (request, response) => {
    const [path = "/", search = ""] = (request.url ?? "/").split(/\?(.*)/s);
    const arrival: Arrival = { request, response, path, query: new URLSearchParams(search) };
    response.setHeader("date", options.now().toUTCString());
    response.setHeader("x-amzn-requestid", (options.newId ?? randomUUID)());
    if (request.method === "OPTIONS") return answerPreflight(request, response, options.origins ?? []);
    const target = request.headers["x-amz-target"];
    const answered =
      typeof target === "string"
        ? answerJson(options, services, arrival, target, onError)
        : path === SES_PATH && request.method === "POST"
          ? answerSes(options, arrival, onError)
          : answerS3(options, arrival, onError);
    answered.catch((error: unknown) => {
      onError(error);
      response.destroy();
    });
  });
}

async function answerJson(
  { credentials, may, now }: AwsServerOptions,
  services: readonly JsonService[],
  { request, response, path, query }: Arrival,
  target: string,
  onError: (error: unknown) => void,
): Promise<void> {
  const hangUp = new AbortController();
  response.on("close", () => hangUp.abort());
  const answer = async (): Promise<JsonReply> => {
    try {
      const [prefix, operation = ""] = target.split(".");
      const service = services.find((candidate) => candidate.prefix === prefix);
      if (!service) throw new AwsError(400, "UnknownOperationException", `${target} is not served here`);
      const body = await readBody(request, service.requestBytesMax);
      const bodySha256 = createHash("sha256").update(body).digest("hex");
      const signed = { method: request.method ?? "", path, query, headers: request.headers, bodySha256 };
      const { principal } = inJsonWords(request, () => verifySignature(signed, { credentials, now, service: service.signedAs }));
      const context = { origin: `http://${request.headers.host ?? "127.0.0.1"}`, signal: hangUp.signal };
      return await service.answer({ operation, body: body.toString(), principal, context }, may);
    } catch (error) {
      return errorReply(ANY_WIRE, error, onError);
    }
  };
  const { statusCode, headers, body } = await answer();
  response.writeHead(statusCode, { ...headers, ...closing(request), "content-length": Buffer.byteLength(body) });
  response.end(body);
}

/** SES speaks REST, not `x-amz-target`; its errors are named in a header. No bucket is called `v2`: a name has three letters or more. */
async function answerSes(
  { credentials, services, may, now }: AwsServerOptions,
  { request, response, path, query }: Arrival,
  onError: (error: unknown) => void,
): Promise<void> {
  const answer = async (): Promise<{ statusCode: number; headers: Record<string, string>; value: unknown }> => {
    try {
      if (!services.outbox) throw new AwsError(501, "NotImplementedException", "SES is not served here");
      const body = await readBody(request, SES_BYTES_MAX);
      const bodySha256 = createHash("sha256").update(body).digest("hex");
      const signed = { method: "POST", path, query, headers: request.headers, bodySha256 };
      const { principal } = verifySignature(signed, { credentials, now, service: "ses" });
      return { statusCode: 200, headers: {}, value: takeMail(services.outbox, body, principal, may) };
    } catch (error) {
      if (!(error instanceof AwsError)) onError(error);
      const { statusCode, code, message } =
        error instanceof AwsError ? error : new AwsError(500, "InternalServiceException", "An internal error occurred.");
      return { statusCode, headers: { "x-amzn-errortype": code }, value: { message } };
    }
  };
  const { statusCode, headers, value } = await answer();
  const text = JSON.stringify(value);
  const sized = { "content-type": "application/json", "content-length": Buffer.byteLength(text) };
  response.writeHead(statusCode, { ...headers, ...sized, ...closing(request) });
  response.end(text);
}

/** What is wrong with a signature, as the JSON services put it; S3 has words of its own. */
const JSON_WORDS: Readonly<Record<string, string>> = {
  AccessDenied: "InvalidSignatureException",
  AuthorizationHeaderMalformed: "IncompleteSignatureException",
  InvalidAccessKeyId: "UnrecognizedClientException",
  RequestTimeTooSkewed: "InvalidSignatureException",
  SignatureDoesNotMatch: "InvalidSignatureException",
  XAmzContentSHA256Mismatch: "InvalidSignatureException",
};

function inJsonWords<Verified>({ headers }: IncomingMessage, verify: () => Verified): Verified {
  if (!headers.authorization) throw new AwsError(400, "MissingAuthenticationTokenException", "Request is missing Authentication Token");
  try {
    return verify();
  } catch (error) {
    const code = error instanceof AwsError ? JSON_WORDS[error.code] : undefined;
    throw code !== undefined && error instanceof AwsError ? new AwsError(400, code, error.message) : error;
  }
}

async function answerS3(
  { credentials, services, may, now, origins = [] }: AwsServerOptions,
  { request, response, path, query }: Arrival,
  onError: (error: unknown) => void,
): Promise<void> {
  for (const [name, value] of Object.entries(corsHeaders(request, origins))) response.setHeader(name, value);
  try {
    const signed = { method: request.method ?? "", path, query, headers: request.headers };
    const { principal, payloadHash } = verifySignature(signed, { credentials, now, service: "s3" });
    if (!services.s3) throw new AwsError(501, "NotImplemented", "S3 is not served here");
    await services.s3.answer({ request, response, path, query, principal, payloadHash }, may);
  } catch (error) {
    if (response.destroyed) return;
    if (response.headersSent) throw error;
    if (!(error instanceof AwsError)) onError(error);
    const { statusCode, code, message } =
      error instanceof AwsError ? error : new AwsError(500, "InternalError", "We encountered an internal error. Please try again.");
    const body = request.method === "HEAD" ? "" : errorDocument(code, message);
    response.writeHead(statusCode, { "content-type": "application/xml", "content-length": Buffer.byteLength(body), ...closing(request) });
    response.end(body);
  }
}

/** A body refused before its end is not read on: the connection ends with the answer. */
const closing = (request: IncomingMessage): Record<string, string> => (request.complete ? {} : { connection: "close" });
