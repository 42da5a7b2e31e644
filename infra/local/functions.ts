import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { NewId } from "#domain/ids";
import type { May } from "#infra/local/aws/aws-error";
import { dynamodbGrants } from "#infra/local/aws/dynamodb-grants";
import { handlerOf } from "#infra/local/aws/in-process";
import { type AwsServices, type JsonService, jsonServices, refuseUnallowed } from "#infra/local/aws/json-services";
import type { Engine } from "#infra/local/dynamodb/engine";
import { principalOf } from "#infra/local/roles";
import { container, once, type RetryStrategy } from "#runtime/container";
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
  /** The table's client of a function, where the SDK's own work is not what is looked at. */
  readonly documents?: DocumentsOver;
};

/** The table as one function may use it: an operation it has no right to is refused, as it would be over the SDK. */
export type AllowedTable = Pick<Engine, "exec">;
export type DocumentsOver = (table: AllowedTable) => DynamoDBDocumentClient;

/**
 * Every declared function in this process, each with its own environment and its own access key. The SDK clients inside are
 * the real ones; those of the JSON services skip the socket, S3 goes over HTTP.
 */
export function localFunctions(options: FunctionsOptions): ReadonlyMap<string, Handler> {
  const known = jsonServices(options.services, options.onError);
  return new Map(options.functions.map((declared) => [declared.name, localFunction(declared, options, known)]));
}

function localFunction(declared: DeclaredFunction, options: FunctionsOptions, known: readonly JsonService[]): Handler {
  const { may, settings, now, newId, log, onError, retryStrategy, documents } = options;
  const requestHandler = handlerOf(known, principalOf(declared), may, onError);
  const json = { requestHandler, ...(retryStrategy && { retryStrategy }) };
  const transport = { dynamodb: { ...json, signer: UNSIGNED }, json };
  const environment = Environment.parse({ ...settings, ...addressOf(declared, options) });
  const own = container(environment, now, transport, log);
  if (!documents) return host(declared, { container: own, newId, log });
  const documentClient = once(() => documents(allowedTable(options, principalOf(declared))));
  return host(declared, { container: { ...own, documentClient }, newId, log });
}

function allowedTable({ services: { dynamodb }, may }: FunctionsOptions, principal: string): AllowedTable {
  return {
    async exec(operation, input) {
      refuseUnallowed(dynamodbGrants(operation, input), principal, may);
      return dynamodb?.(operation, input);
    },
  };
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
