import { randomUUID } from "node:crypto";
import { S3Client } from "@aws-sdk/client-s3";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll } from "vitest";
import { type RemoteAddress, remoteAddress } from "#infra/local/remote/address";
import { OWNER, startEndpoint } from "#test/local/aws/endpoint";

type Clients = { readonly s3: S3Client; readonly sqs: SQSClient; readonly secrets: SecretsManagerClient; readonly region: string };

/** Clients of the local endpoint, or of whatever `NUMMA_AWS_ENDPOINT` names, while a file's tests run; names nobody else has. */
export function contractAt(): { readonly clients: Clients; readonly name: (what: string) => string } {
  const external = process.env["NUMMA_AWS_ENDPOINT"];
  const run = randomUUID().slice(0, 13);
  const opened: { clients?: Clients; stop?: () => Promise<void> } = {};
  beforeAll(async () => {
    if (external === undefined) {
      const endpoint = await startEndpoint();
      opened.stop = endpoint.stop;
      opened.clients = clientsOf(endpoint.config(OWNER));
    } else opened.clients = clientsOf(remoteAddress(external, given(process.env)).sdk);
  });
  afterAll(() => opened.stop?.());
  return {
    get clients() {
      if (!opened.clients) throw new Error("clients are there only while tests run");
      return opened.clients;
    },
    name: (what) => `numma-contract-${run}-${what}`,
  };
}

const clientsOf = (config: RemoteAddress["sdk"]): Clients => ({
  s3: new S3Client(config),
  sqs: new SQSClient(config),
  secrets: new SecretsManagerClient(config),
  region: config.region,
});

const given = (environment: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(Object.entries(environment).flatMap(([name, value]) => (value ? [[name, value]] : [])));
