import { DynamoDBClient, type DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";
import type { SQSClientConfig } from "@aws-sdk/client-sqs";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { Environment } from "./env.ts";
import { consoleLog, type Log } from "./log.ts";
import type { SecretReader } from "./secrets.ts";

/** How AWS is reached. Empty on Lambda; the local runtime gives handlers that skip the socket. */
export type Transport = {
  readonly dynamodb?: Pick<DynamoDBClientConfig, "requestHandler" | "signer">;
  readonly json?: Pick<SQSClientConfig, "requestHandler">;
};

/** What one warm function holds: its environment, its clock, its clients. Each is built on first use. */
export type Container = {
  readonly environment: Environment;
  readonly now: () => Date;
  readonly aws: AwsConfig;
  readonly transport: Transport;
  readonly documentClient: () => DynamoDBDocumentClient;
  readonly secret: SecretReader;
};

type AwsConfig = {
  readonly region: string;
  readonly maxAttempts: number;
  readonly endpoint?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string };
};

/** One retry layer for AWS: the SDK's own, four attempts. */
const AWS_ATTEMPTS_MAX = 4;

export function container(environment: Environment, now: () => Date, transport: Transport = {}, log: Log = consoleLog): Container {
  const aws = { region: environment.AWS_REGION, maxAttempts: AWS_ATTEMPTS_MAX, ...endpointOf(environment) };
  const reader = once(async () => {
    const [{ SecretsManagerClient }, { secretReader }] = await Promise.all([
      import("@aws-sdk/client-secrets-manager"),
      import("./secrets.ts"),
    ]);
    return secretReader(new SecretsManagerClient({ ...aws, ...VAULT, ...transport.json }), now, log);
  });
  return {
    environment,
    now,
    aws,
    transport,
    documentClient: once(() =>
      DynamoDBDocumentClient.from(new DynamoDBClient({ ...aws, ...transport.dynamodb }), {
        marshallOptions: { removeUndefinedValues: true },
      }),
    ),
    secret: async (name, wanted) => (await reader())(name, wanted),
  };
}

function endpointOf({ AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN }: Environment) {
  if (!AWS_ENDPOINT_URL || !AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) return {};
  const sessionToken = AWS_SESSION_TOKEN === undefined ? {} : { sessionToken: AWS_SESSION_TOKEN };
  return {
    endpoint: AWS_ENDPOINT_URL,
    credentials: { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY, ...sessionToken },
  };
}

/** Requests wait for the vault, so it has two tries of two seconds; an old value then serves better than a late one. */
const VAULT = { maxAttempts: 2, requestHandler: { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true } };

/** Runs a builder at the first call and remembers its result. */
export function once<Result>(build: () => Result): () => Result {
  let built: { readonly value: Result } | undefined;
  return () => {
    built ??= { value: build() };
    return built.value;
  };
}
