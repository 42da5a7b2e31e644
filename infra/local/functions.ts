import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { NewId } from "#domain/ids";
import type { May } from "#infra/local/aws/aws-error";
import { inProcessJson } from "#infra/local/aws/in-process";
import type { AwsServices } from "#infra/local/aws/json-services";
import { principalOf } from "#infra/local/roles";
import { container, type RetryStrategy } from "#runtime/container";
import { Environment } from "#runtime/env";
import type { DeclaredFunction } from "#runtime/functions";
import { type Handler, host } from "#runtime/host";
import type { Log } from "#runtime/log";

export type FunctionsOptions = {
  readonly functions: readonly DeclaredFunction[];
  readonly services: AwsServices;
  readonly may: May;
  readonly endpoint: string;
  readonly secretFor: (principal: string) => string;
  readonly settings: Readonly<Record<string, string>>;
  readonly now: () => Date;
  readonly newId: NewId;
  readonly log: Log;
  readonly onError: (error: unknown) => void;
  /** How the SDK tries again; its own way when absent. */
  readonly retryStrategy?: RetryStrategy;
  /** The table's client of every function, where the SDK's own work is not what is looked at. */
  readonly documents?: DynamoDBDocumentClient;
};

/**
 * Every declared function in this process, each with its own environment and its own access key. The SDK clients inside are
 * the real ones; those of the JSON services skip the socket, S3 goes over HTTP.
 */
export function localFunctions(options: FunctionsOptions): ReadonlyMap<string, Handler> {
  return new Map(options.functions.map((declared) => [declared.name, localFunction(declared, options)]));
}

function localFunction(declared: DeclaredFunction, options: FunctionsOptions): Handler {
  const { services, may, settings, now, newId, log, onError, retryStrategy, documents } = options;
  const requestHandler = inProcessJson(services, principalOf(declared), may, onError);
  const json = { requestHandler, ...(retryStrategy && { retryStrategy }) };
  const transport = { dynamodb: { ...json, signer: UNSIGNED }, json };
  const environment = Environment.parse({ ...settings, ...addressOf(declared, options) });
  const own = container(environment, now, transport, log);
  return host(declared, { container: documents ? { ...own, documentClient: () => documents } : own, newId, log });
}

/** Where a function finds AWS, and as whom: variables a process of its own would be given. */
export function addressOf(
  declared: Pick<DeclaredFunction, "name">,
  { endpoint, secretFor }: Pick<FunctionsOptions, "endpoint" | "secretFor">,
): Readonly<Record<string, string>> {
  const principal = principalOf(declared);
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: principal,
    AWS_SECRET_ACCESS_KEY: secretFor(principal),
    NUMMA_QUEUE_URL: `${endpoint}/000000000000/`,
  };
}

/** In process there is nobody to convince: the principal is given, not claimed. */
const UNSIGNED = { sign: async <Request>(request: Request): Promise<Request> => request };
