import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { S3Client } from "@aws-sdk/client-s3";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { May } from "#infra/local/aws/aws-error";
import type { AwsServices } from "#infra/local/aws/json-services";
import { openS3 } from "#infra/local/aws/s3";
import { openSecrets } from "#infra/local/aws/secrets";
import { createAwsServer } from "#infra/local/aws/server";
import { openSqs } from "#infra/local/aws/sqs";

/** A clock that only moves when told. */
export function fixedClock(start = "2026-03-02T09:00:00.000Z") {
  const at = { milliseconds: Date.parse(start) };
  return {
    now: () => new Date(at.milliseconds),
    advance: (milliseconds: number) => {
      at.milliseconds += milliseconds;
    },
  };
}

export const OWNER = { accessKeyId: "AKIAOWNER", secretAccessKey: "owner-secret" };
export const READER = { accessKeyId: "function/reader", secretAccessKey: "reader-secret" };

/** The reader may do only this; the owner everything. */
const READER_GRANTS = [
  "s3:GetObject documents/shared/",
  "sqs:SendMessage inbox",
  "secretsmanager:GetSecretValue bank/bridge",
  "dynamodb:GetItem numma",
];
const may: May = (principal, action, resource) =>
  principal === "owner" || READER_GRANTS.some((grant) => `${action} ${resource}`.startsWith(grant));

const credentials = new Map([
  [OWNER.accessKeyId, { secret: OWNER.secretAccessKey, principal: "owner" }],
  [READER.accessKeyId, { secret: READER.secretAccessKey, principal: "reader" }],
]);

const directories = new Set<string>();

/** An empty directory that `removeDirectories` takes away. */
export function freshDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "numma-aws-"));
  directories.add(directory);
  return directory;
}

export function removeDirectories(): void {
  for (const directory of directories) rmSync(directory, { recursive: true, force: true });
  directories.clear();
}

/** The whole local endpoint on a free port, over a directory of its own. */
export async function startEndpoint(more: Pick<AwsServices, "dynamodb" | "streams"> = {}, clock = fixedClock()) {
  const directory = freshDirectory();
  const options = { directory, now: clock.now, newId: randomUUID };
  const sqs = openSqs(options);
  const secrets = openSecrets({ ...options, seed: { "bank/bridge": "first" } });
  const s3 = await openS3({ ...options, directory: join(directory, "buckets") });
  await s3.ensureBucket("documents");
  const services = { sqs, secrets, s3, ...more };
  const bugs: unknown[] = [];
  const server = createAwsServer({
    credentials,
    services,
    may,
    now: clock.now,
    origins: ["https://app.numma.test"],
    onError: (error) => bugs.push(error),
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const endpoint = `http://127.0.0.1:${portOf(server.address())}`;
  const config = (keys: typeof OWNER) => ({
    region: "eu-west-3",
    endpoint,
    credentials: keys,
    maxAttempts: 1,
    systemClockOffset: clock.now().getTime() - Date.now(),
  });
  return {
    directory,
    clock,
    services,
    may,
    endpoint,
    bugs,
    config,
    s3: (keys = OWNER) => new S3Client(config(keys)),
    sqs: (keys = OWNER) => new SQSClient(config(keys)),
    secrets: (keys = OWNER) => new SecretsManagerClient(config(keys)),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      sqs.close();
      removeDirectories();
    },
  };
}
export type Endpoint = Awaited<ReturnType<typeof startEndpoint>>;

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new Error("not listening on a port");
  return address.port;
}
