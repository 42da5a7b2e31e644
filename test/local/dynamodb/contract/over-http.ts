import { DeleteTableCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll } from "vitest";
import { openOverHttp } from "../table.ts";

type Contract = { readonly client: DynamoDBClient; readonly table: string; readonly endpoint: string };

/** A table of this file's own, there while its tests run. */
export function tableOverHttp(): Contract {
  const opened: { value?: Awaited<ReturnType<typeof openOverHttp>> } = {};
  beforeAll(async () => {
    opened.value = await openOverHttp();
  });
  afterAll(async () => {
    await opened.value?.client.send(new DeleteTableCommand({ TableName: opened.value.table }));
    await opened.value?.close();
  });
  const now = () => {
    if (!opened.value) throw new Error("the table is there only while tests run");
    return opened.value;
  };
  return {
    get client() {
      return now().client;
    },
    get table() {
      return now().table;
    },
    get endpoint() {
      return now().endpoint;
    },
  };
}

const ATTEMPTS_MAX = 50;

/** An index follows its table a moment later: looks again until it shows what is expected. */
export async function eventually<Seen>(look: () => Promise<Seen>, expected: (seen: Seen) => boolean): Promise<Seen> {
  for (let attempt = 1; ; attempt += 1) {
    const seen = await look();
    if (expected(seen) || attempt >= ATTEMPTS_MAX) return seen;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
