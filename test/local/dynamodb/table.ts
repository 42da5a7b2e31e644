import { randomUUID } from "node:crypto";
import { CreateTableCommand, DynamoDBClient, waitUntilTableExists } from "@aws-sdk/client-dynamodb";
import { type Engine, type EngineOptions, openEngine } from "#infra/local/dynamodb/engine";
import { inProcess } from "#infra/local/dynamodb/in-process";
import { definition, NOON } from "./definition.ts";
import { listening, portOf } from "./serve.ts";

export const REGION = "eu-west-3";

/** An engine, its clock, and a client that talks to it without a socket. The table is there. */
export async function openTable(options: Partial<EngineOptions> = {}) {
  const clock = { at: NOON };
  const engine = await openEngine({ now: () => clock.at, ...options });
  const client = clientOf(engine);
  const table = "numma";
  await client.send(new CreateTableCommand(definition(table)));
  return { engine, client, table, clock };
}

export const clientOf = (engine: Engine): DynamoDBClient => new DynamoDBClient({ ...inProcess(engine), region: REGION });

export const LOCAL_CREDENTIALS = { accessKeyId: "local", secretAccessKey: "local" };

/** A client over HTTP with real signatures: of an engine of our own, or of whatever `NUMMA_AWS_ENDPOINT` names. */
export async function openOverHttp() {
  const external = process.env["NUMMA_AWS_ENDPOINT"];
  const engine = external === undefined ? await openEngine({ now: () => new Date() }) : undefined;
  const server = engine && (await listening(engine));
  const endpoint = external ?? `http://127.0.0.1:${portOf(server)}`;
  const known = external !== undefined && process.env["AWS_ACCESS_KEY_ID"] !== undefined;
  const client = new DynamoDBClient({ endpoint, region: REGION, ...(known ? {} : { credentials: LOCAL_CREDENTIALS }), maxAttempts: 1 });
  const table = `contract-${randomUUID()}`;
  await client.send(new CreateTableCommand(definition(table)));
  await waitUntilTableExists({ client, maxWaitTime: 60, minDelay: 1, maxDelay: 1 }, { TableName: table });
  const close = async (): Promise<void> => {
    client.destroy();
    server?.closeAllConnections();
    server?.close();
    await engine?.close();
  };
  return { client, table, endpoint, close };
}

/** The error a call ends with; fails when it succeeds. */
export async function errorOf(call: Promise<unknown>): Promise<Error> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
  throw new Error("the call was expected to fail");
}
