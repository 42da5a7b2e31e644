import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { CreateSecretCommand, GetSecretValueCommand, PutSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { SendMessageBatchCommand } from "@aws-sdk/client-sqs";
import type { SQSEvent } from "aws-lambda";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WORKERS } from "#functions/all";
import { type Engine, openEngine } from "#infra/local/dynamodb/engine";
import { remoteAddress } from "#infra/local/remote/address";
import { pollRemoteQueue } from "#infra/local/remote/queue-source";
import { ensureRemoteQueue } from "#infra/local/remote/queues";
import { ensureRemoteSecrets } from "#infra/local/remote/secrets";
import { ensureRemoteTable } from "#infra/local/remote/table";
import { startRemoteWorkers } from "#infra/local/remote/workers";
import { localSettings } from "#infra/local/settings";
import { SECRET_NAMES, SECRETS } from "#runtime/secret-shapes";
import { type Endpoint, OWNER, startEndpoint } from "#test/local/aws/endpoint";

const opened: { engine?: Engine; endpoint?: Endpoint } = {};
const local = (): Endpoint => {
  if (!opened.endpoint) throw new Error("not open yet");
  return opened.endpoint;
};
beforeAll(async () => {
  const engine = await openEngine({ now: () => new Date() });
  opened.engine = engine;
  opened.endpoint = await startEndpoint({ dynamodb: (operation, input) => engine.exec(operation, input) });
});
afterAll(async () => {
  await opened.endpoint?.stop();
  await opened.engine?.close();
});

describe("secrets at another endpoint", () => {
  const read = async (name: string) =>
    (
      await local()
        .secrets()
        .send(new GetSecretValueCommand({ SecretId: name }))
    ).SecretString ?? "";

  it("are made where they are absent or empty, and never touched where they are", async () => {
    const client = local().secrets();
    await client.send(new CreateSecretCommand({ Name: "numma/envelope" }));
    await client.send(new CreateSecretCommand({ Name: "numma/webhooks", SecretString: '{"bridge":["mine"]}' }));
    const settings = { BRIDGE_WEBHOOK_SECRET: "of the settings", BRIDGE_CLIENT_ID: "id", BRIDGE_CLIENT_SECRET: "secret" };
    await ensureRemoteSecrets(client, settings, () => "made");
    const first = new Map<string, string>();
    for (const name of SECRET_NAMES) {
      first.set(name, await read(`numma/${name}`));
      expect(SECRETS[name].safeParse(JSON.parse(first.get(name) ?? "")).success, name).toBe(true);
    }
    expect(first.get("webhooks")).toBe('{"bridge":["mine"]}');
    expect(first.get("bank")).toContain('"clientId":"id"');
    await ensureRemoteSecrets(client, {}, () => "again");
    for (const name of SECRET_NAMES) expect(await read(`numma/${name}`)).toBe(first.get(name));
  });

  it("are not made up for a pair of which one half is gone", async () => {
    const other = await startEndpoint();
    await other.secrets().send(new CreateSecretCommand({ Name: "numma/signing", SecretString: "{}" }));
    await expect(ensureRemoteSecrets(other.secrets(), {}, () => "made")).rejects.toMatchObject({ name: "HalfPair" });
    await expect(other.secrets().send(new GetSecretValueCommand({ SecretId: "numma/verify" }))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
    await other.secrets().send(new PutSecretValueCommand({ SecretId: "numma/signing", SecretString: "{}" }));
    await other.stop();
  });
});

it("a table of the same name that is not ours is left alone", async () => {
  const client = new DynamoDBClient(local().config(OWNER));
  await client.send(
    new CreateTableCommand({
      TableName: "theirs",
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    }),
  );
  await expect(ensureRemoteTable(client, "theirs")).rejects.toMatchObject({ name: "OtherTable" });
});

describe("a queue at another endpoint", () => {
  const wanted = { queue: "sync" as const, timeoutSeconds: 30, receivesMax: 2 };

  it("gives a worker its batches, takes away what went well, and buries what never does", async () => {
    const client = local().sqs();
    const { url, arn, deadLetters } = await ensureRemoteQueue(client, "poll-", wanted);
    const Entries = ["good-1", "poison", "good-2"].map((MessageBody, index) => ({ Id: String(index), MessageBody }));
    await client.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }));
    const seen: string[] = [];
    const errors: unknown[] = [];
    const poisoned = { done: (): void => undefined };
    const twice = new Promise<void>((resolve) => {
      poisoned.done = resolve;
    });
    const handle = async ({ Records }: SQSEvent) => {
      seen.push(...Records.map(({ body, attributes }) => `${body} ${attributes.ApproximateReceiveCount}`));
      const failed = Records.filter(({ body }) => body === "poison");
      local().clock.advance(wanted.timeoutSeconds * 6_000);
      if (seen.includes("poison 2")) poisoned.done();
      return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
    };
    const source = {
      client,
      url,
      arn,
      region: "eu-west-3",
      functionName: "sync",
      functionTimeoutMs: 30_000,
      batchSize: 10,
      concurrency: 1,
    };
    const poller = pollRemoteQueue({
      ...source,
      handle,
      now: local().clock.now,
      newId: () => "call",
      onError: (error) => void errors.push(error),
    });
    await twice;
    await poller.stop();
    expect(seen.filter((text) => text.startsWith("poison"))).toEqual(["poison 1", "poison 2"]);
    expect(local().services.sqs.queue("poll-sync").receive({ max: 10 })).toEqual([]);
    expect(deadLetters.arn).toContain("poll-sync-dlq");
    expect(
      local()
        .services.sqs.queue("poll-sync-dlq")
        .receive({ max: 10 })
        .map(({ body }) => body),
    ).toContain("poison");
  });

  it("that does not answer is told, and stopping does not wait for it", async () => {
    const client = local().sqs();
    const told = { done: (_error: unknown): void => undefined };
    const first = new Promise<unknown>((resolve) => {
      told.done = resolve;
    });
    const nowhere = { client, url: `${local().endpoint}/000000000000/nowhere`, arn: "arn", region: "eu-west-3" };
    const limits = { functionName: "sync", functionTimeoutMs: 1_000, batchSize: 1, concurrency: 1, handle: async () => undefined };
    const poller = pollRemoteQueue({ ...nowhere, ...limits, now: () => new Date(), newId: () => "call", onError: told.done });
    expect(await first).toMatchObject({ name: "QueueDoesNotExist" });
    await poller.stop();
  });
});

it("an endpoint without DynamoDB Streams runs everything but the projector, and says so", async () => {
  const streamArn = await ensureRemoteTable(new DynamoDBClient(local().config(OWNER)), "numma");
  expect(streamArn).toBeDefined();
  const workers = WORKERS.filter(({ kind }) => kind === "stream");
  const errors: unknown[] = [];
  const started = await startRemoteWorkers({
    ...{ workers, handlers: new Map(), sqs: local().sqs(), queues: new Map(), streamArn, directory: local().directory },
    address: remoteAddress(local().endpoint, { AWS_ACCESS_KEY_ID: OWNER.accessKeyId, AWS_SECRET_ACCESS_KEY: OWNER.secretAccessKey }),
    ...{ now: () => new Date(), unique: () => "one", onError: (error: unknown) => void errors.push(error) },
  });
  expect(started.notices).toEqual([
    "Ce point d'accès n'a pas de flux DynamoDB : events/project ne tourne pas, et ce qui en dépend attend.",
  ]);
  expect(errors).toMatchObject([{ name: "UnknownOperationException" }]);
  await started.stop();
});

describe("the setting NUMMA_AWS_ENDPOINT", () => {
  it("is an address or the word aws, which needs a bucket's name", () => {
    expect(localSettings({}).remote).toBeNull();
    const emulator = localSettings({ NUMMA_AWS_ENDPOINT: "http://127.0.0.1:4566" });
    expect(emulator.remote).toMatchObject({ table: "numma", bucket: "numma-documents", isLoopback: true });
    expect(emulator.remote?.sdk).toMatchObject({ endpoint: "http://127.0.0.1:4566", credentials: { accessKeyId: "local" } });
    const account = localSettings({ NUMMA_AWS_ENDPOINT: "aws", NUMMA_BUCKET: "mine", AWS_REGION: "eu-west-1" });
    expect(account.remote).toMatchObject({ sdk: { region: "eu-west-1" }, bucket: "mine", isLoopback: false });
    expect(account.remote?.sdk).not.toHaveProperty("credentials");
    expect(() => localSettings({ NUMMA_AWS_ENDPOINT: "aws" })).toThrow("NUMMA_BUCKET");
    expect(() => localSettings({ NUMMA_AWS_ENDPOINT: "ftp://x" })).toThrow("NUMMA_AWS_ENDPOINT");
  });

  it("makes the demo, whose password is known, only at an endpoint of this machine", () => {
    expect(localSettings({}).demo).toBe(true);
    expect(localSettings({ NUMMA_AWS_ENDPOINT: "http://localhost:4566" }).demo).toBe(true);
    expect(localSettings({ NUMMA_AWS_ENDPOINT: "https://emulator.example.test", NUMMA_DEMO: "1" }).demo).toBe(false);
    expect(localSettings({ NUMMA_AWS_ENDPOINT: "aws", NUMMA_BUCKET: "mine", NUMMA_DEMO: "1" }).demo).toBe(false);
  });
});
