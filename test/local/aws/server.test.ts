import { request } from "node:http";
import { DynamoDBClient, GetItemCommand, PutItemCommand, TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dynamodbGrants } from "#infra/local/aws/dynamodb-grants";
import { inProcessJson } from "#infra/local/aws/in-process";
import { type Endpoint, OWNER, READER, startEndpoint } from "#test/local/aws/endpoint";

const started: { endpoint?: Endpoint } = {};
const local = (): Endpoint => {
  if (!started.endpoint) throw new Error("the endpoint is not started");
  return started.endpoint;
};

/** Stands for the local table: only what the endpoint needs to know about one. */
async function table(operation: string, input: unknown): Promise<unknown> {
  if (operation === "PutItem") {
    const __type = "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException";
    throw { statusCode: 400, body: { __type, message: "The conditional request failed" } };
  }
  if (operation === "GetItem") return { Item: { pk: { S: JSON.stringify(input) } } };
  throw new Error("disk on fire at /secret/path");
}

beforeAll(async () => {
  started.endpoint = await startEndpoint({ dynamodb: table });
});
afterAll(() => local().stop());

const Key = { pk: { S: "a" } };

describe("the endpoint", () => {
  it("passes DynamoDB calls on, and its errors back", async () => {
    const client = new DynamoDBClient(local().config(OWNER));
    const { Item } = await client.send(new GetItemCommand({ TableName: "numma", Key }));
    expect(JSON.parse(Item?.pk?.S ?? "")).toEqual({ TableName: "numma", Key });
    const refused = client.send(new PutItemCommand({ TableName: "numma", Item: Key }));
    await expect(refused).rejects.toMatchObject({ name: "ConditionalCheckFailedException", $metadata: { httpStatusCode: 400 } });
  });

  it("tells nothing about its own bugs", async () => {
    const client = new DynamoDBClient(local().config(OWNER));
    const broken = client.send(new TransactWriteItemsCommand({ TransactItems: [{ Delete: { TableName: "numma", Key } }] }));
    await expect(broken).rejects.toMatchObject({ name: "InternalFailure", message: expect.not.stringContaining("secret") });
    expect(local().bugs.splice(0)).toMatchObject([{ message: "disk on fire at /secret/path" }]);
  });

  it("checks the rights to every table and action of a DynamoDB call", async () => {
    const reader = new DynamoDBClient(local().config(READER));
    await reader.send(new GetItemCommand({ TableName: "numma", Key }));
    await expect(reader.send(new GetItemCommand({ TableName: "other", Key }))).rejects.toMatchObject({ name: "AccessDeniedException" });
    await expect(reader.send(new PutItemCommand({ TableName: "numma", Item: Key }))).rejects.toMatchObject({
      name: "AccessDeniedException",
    });
    const transaction = [{ Put: { TableName: "a" } }, { ConditionCheck: { TableName: "b" } }];
    expect(dynamodbGrants("TransactWriteItems", { TransactItems: transaction })).toEqual([
      { action: "dynamodb:PutItem", resource: "a", leadingKeys: [] },
      { action: "dynamodb:ConditionCheckItem", resource: "b", leadingKeys: [] },
    ]);
    expect(dynamodbGrants("BatchGetItem", { RequestItems: { a: {}, b: {} } })).toEqual([
      { action: "dynamodb:BatchGetItem", resource: "a", leadingKeys: [] },
      { action: "dynamodb:BatchGetItem", resource: "b", leadingKeys: [] },
    ]);
    expect(dynamodbGrants("ListTables", {})).toEqual([{ action: "dynamodb:ListTables", resource: "*", leadingKeys: [] }]);
  });

  it("verifies the signature of JSON calls: secret, key, service and body", async () => {
    const receive = new ReceiveMessageCommand({ QueueUrl: "http://x/000000000000/none" });
    const guessed = { ...OWNER, secretAccessKey: "guessed" };
    await expect(local().sqs(guessed).send(receive)).rejects.toMatchObject({
      name: "InvalidSignatureException",
      $metadata: { httpStatusCode: 400 },
    });
    const nobody = { ...OWNER, accessKeyId: "AKIANOBODY" };
    await expect(local().sqs(nobody).send(receive)).rejects.toMatchObject({ name: "UnrecognizedClientException" });
    const tampering = local().sqs();
    tampering.middlewareStack.add(
      (next) => (step) => {
        Object.assign(step.request ?? {}, { body: JSON.stringify({ QueueUrl: "http://x/000000000000/none", Pad: "" }).slice(0, 41) });
        return next(step);
      },
      { step: "finalizeRequest", priority: "low" },
    );
    await expect(tampering.send(receive)).rejects.toMatchObject({ name: "InvalidSignatureException" });
  });

  it("refuses unsigned, unknown and oversized JSON calls", async () => {
    const post = async (target: string, body: string) => {
      const response = await fetch(local().endpoint, { method: "POST", headers: { "x-amz-target": target }, body });
      return { status: response.status, text: await response.text() };
    };
    expect(await post("AmazonSQS.ReceiveMessage", "{}")).toMatchObject({
      status: 400,
      text: expect.stringContaining("MissingAuthenticationTokenException"),
    });
    expect(await post("AmazonEC2.RunInstances", "{}")).toMatchObject({
      status: 400,
      text: expect.stringContaining("UnknownOperationException"),
    });
    expect((await post("secretsmanager.GetSecretValue", "x".repeat(1024 * 1024 + 1))).status).toBe(413);
  });

  it("survives a client that hangs up in the middle of an upload", async () => {
    const { hostname, port } = new URL(local().endpoint);
    await new Promise<void>((resolve) => {
      const upload = request({ hostname, port, method: "PUT", path: "/documents/half", headers: { "content-length": 1000 } });
      upload.on("error", () => resolve());
      upload.write("half");
      setImmediate(() => upload.destroy(new Error("gone")));
    });
    const client = local().sqs();
    await expect(client.send(new CreateQueueCommand({ QueueName: "alive" }))).resolves.toBeDefined();
  });
});

describe("in process", () => {
  const config = () => ({
    region: "eu-west-3",
    endpoint: "http://local",
    maxAttempts: 1,
    credentials: { accessKeyId: "any", secretAccessKey: "any" },
  });
  const handler = (principal: string) => inProcessJson(local().services, principal, local().may);

  it("the same clients call the same services without a socket", async () => {
    const sqs = new SQSClient({ ...config(), requestHandler: handler("owner") });
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "direct" }));
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "hello" }));
    const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    expect(Messages).toMatchObject([{ Body: "hello" }]);
    const { Messages: none } = await local().sqs().send(new ReceiveMessageCommand({ QueueUrl }));
    expect(none).toBeUndefined();
    const secrets = new SecretsManagerClient({ ...config(), requestHandler: handler("reader") });
    expect((await secrets.send(new GetSecretValueCommand({ SecretId: "bank/bridge" }))).SecretString).toBe("first");
  });

  it("rights and refusals are the same as over HTTP", async () => {
    const sqs = new SQSClient({ ...config(), requestHandler: handler("reader") });
    const receive = sqs.send(new ReceiveMessageCommand({ QueueUrl: "http://local/000000000000/direct" }));
    await expect(receive).rejects.toMatchObject({ name: "AccessDeniedException" });
    const owner = new SQSClient({ ...config(), requestHandler: handler("owner") });
    const lost = owner.send(new SendMessageCommand({ QueueUrl: "http://local/000000000000/nowhere", MessageBody: "x" }));
    await expect(lost).rejects.toMatchObject({ name: "QueueDoesNotExist" });
  });
});

it("met no bug of its own", () => expect(local().bugs).toEqual([]));
