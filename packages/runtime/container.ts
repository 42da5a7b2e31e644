import { DynamoDBClient, type DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";
import type { SQSClientConfig } from "@aws-sdk/client-sqs";
import type { STSClientConfig } from "@aws-sdk/client-sts";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { CompanyId } from "#domain/ids";
import type { Environment } from "./env.ts";
import { lastUsed } from "./last-used.ts";
import { consoleLog, type Log } from "./log.ts";
import type { SecretReader } from "./secrets.ts";

/** How AWS is reached. Empty on Lambda; the local runtime gives handlers that skip the socket, and tests a patience of their own. */
export type Transport = {
  readonly dynamodb?: Pick<DynamoDBClientConfig, "requestHandler" | "signer" | "retryStrategy">;
  readonly json?: Pick<SQSClientConfig, "requestHandler" | "retryStrategy">;
  readonly sts?: Pick<STSClientConfig, "requestHandler">;
};
export type RetryStrategy = NonNullable<DynamoDBClientConfig["retryStrategy"]>;

/** What one warm function holds: its environment, its clock, its clients. Each is built on first use. */
export type Container = {
  readonly environment: Environment;
  readonly now: () => Date;
  readonly aws: AwsConfig;
  readonly transport: Transport;
  /** The table's client for one company's partitions, or for the function's own: two of them only where a tenant role is given. */
  readonly documentClient: (companyId?: CompanyId) => DynamoDBDocumentClient;
  readonly secret: SecretReader;
};

type AwsConfig = {
  readonly region: string;
  readonly maxAttempts: number;
  readonly requestHandler: ReturnType<typeof limitsOf>;
  readonly endpoint?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string };
};

/**
 * One retry layer for AWS: the SDK's own. All its tries end before an API function is stopped, so that whoever asked is answered. An object
 * takes longer than an item; there one try does.
 */
export const AWS_LIMITS = { attempts: 4, connectMs: 1_000, requestMs: 4_000, objectMs: 10_000 } as const;

/** The SDK only warns of a late answer unless told to throw. */
export const limitsOf = (requestTimeout: number) => ({
  ...{ connectionTimeout: AWS_LIMITS.connectMs, requestTimeout, throwOnRequestTimeout: true },
});

export function container(environment: Environment, now: () => Date, transport: Transport = {}, log: Log = consoleLog): Container {
  const requestHandler = limitsOf(AWS_LIMITS.requestMs);
  const aws = { region: environment.AWS_REGION, maxAttempts: AWS_LIMITS.attempts, requestHandler, ...endpointOf(environment) };
  const reader = once(async () => {
    const [{ SecretsManagerClient }, { secretReader }] = await Promise.all([
      import("@aws-sdk/client-secrets-manager"),
      import("./secrets.ts"),
    ]);
    return secretReader(new SecretsManagerClient({ ...aws, ...VAULT, ...transport.json }), now, log, environment.NUMMA_VAULT);
  });
  return {
    environment,
    now,
    aws,
    transport,
    documentClient: documentClients(environment, aws, transport),
    secret: async (name, wanted) => (await reader())(name, wanted),
  };
}

/** Clients of the table share their connections; a company's signs with credentials that open its partitions alone (ADR 15). */
function documentClients({ NUMMA_TENANT_ROLE }: Environment, aws: AwsConfig, transport: Transport): Container["documentClient"] {
  const own = once(() => new DynamoDBClient({ ...aws, ...transport.dynamodb }));
  const shared = once(() => documents(own()));
  if (NUMMA_TENANT_ROLE === undefined) return shared;
  const credentials = once(async () => {
    const [{ STSClient }, { tenantCredentials }] = await Promise.all([import("@aws-sdk/client-sts"), import("./tenant-credentials.ts")]);
    return tenantCredentials(new STSClient({ ...aws, ...transport.sts }), NUMMA_TENANT_ROLE);
  });
  const ofCompany = lastUsed((companyId: CompanyId) => {
    const { requestHandler } = own().config;
    const client = { ...aws, ...transport.dynamodb, requestHandler, credentials: async () => (await credentials())(companyId) };
    return documents(new DynamoDBClient(client));
  });
  return (companyId) => (companyId === undefined ? shared() : ofCompany(companyId));
}

const documents = (client: DynamoDBClient): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });

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
