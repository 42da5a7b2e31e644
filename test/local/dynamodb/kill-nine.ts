import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { type AttributeValue, CreateTableCommand, DynamoDBClient, QueryCommand, TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import { seededRandom } from "#infra/local/dynamodb/seeded-random";
import { definition, freshDirectory, keyOf, number, text } from "./definition.ts";
import { LOCAL_CREDENTIALS, REGION } from "./table.ts";

type KillNineReport = {
  rounds: number;
  acknowledged: number;
  inFlight: number;
  lost: number;
  torn: number;
  wrongTotals: number;
  wrongIndexEntries: number;
};

const TableName = "numma";
const PUTS = 90;
const COUNTERS = 4;
const WRITERS = 2;
const LIFE_MS_MIN = 40;
const LIFE_MS_SPREAD = 160;

/**
 * Kills a serving process in the middle of 90-put transactions, as often as asked, each time on the same directory, and looks
 * afterwards for acknowledged rows that are gone, transactions that are half there, and totals or index entries that disagree.
 */
export async function killNine(rounds: number, seed: number): Promise<KillNineReport> {
  const report = { rounds, acknowledged: 0, inFlight: 0, lost: 0, torn: 0, wrongTotals: 0, wrongIndexEntries: 0 };
  const path = freshDirectory();
  const random = seededRandom(seed);
  let host = await startHost(path);
  await host.client.send(new CreateTableCommand(definition(TableName)));
  for (let round = 0; round < rounds; round += 1) {
    const sent = await writeUntilKilled(host, round, LIFE_MS_MIN + random() * LIFE_MS_SPREAD);
    host = await startHost(path);
    await compare(host.client, round, sent, report);
  }
  await kill(host);
  return report;
}

type Host = { readonly child: ChildProcess; readonly client: DynamoDBClient };

async function startHost(path: string): Promise<Host> {
  const script = fileURLToPath(new URL("./host.ts", import.meta.url));
  const child = spawn(process.execPath, ["--import", "tsx", script, path], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await once(child.stdout, "data");
  const endpoint = `http://127.0.0.1:${String(line).trim()}`;
  return { child, client: new DynamoDBClient({ endpoint, region: REGION, credentials: LOCAL_CREDENTIALS, maxAttempts: 1 }) };
}

async function kill({ child, client }: Host): Promise<void> {
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
  client.destroy();
}

/** Transactions sent in a round: whether the reply arrived. */
type Sent = Map<number, boolean>;

async function writeUntilKilled(host: Host, round: number, lifeMs: number): Promise<Sent> {
  const sent: Sent = new Map();
  const state = { dead: false };
  let hear: () => void = () => undefined;
  const heard = new Promise<void>((resolve) => {
    hear = resolve;
  });
  const writer = async (): Promise<void> => {
    while (!state.dead) {
      const id = sent.size;
      sent.set(id, false);
      try {
        await host.client.send(new TransactWriteItemsCommand({ TransactItems: actions(round, id) }));
        sent.set(id, true);
        hear();
      } catch (error) {
        if (!state.dead) throw error;
      }
    }
  };
  const writers = Array.from({ length: WRITERS }, writer);
  // Its life is counted from its first word: a busy machine may be long in starting.
  await heard;
  await new Promise((resolve) => setTimeout(resolve, lifeMs));
  state.dead = true;
  await kill(host);
  await Promise.all(writers);
  return sent;
}

const rowsOf = (round: number): string => `ROWS#${round}`;
const countersOf = (round: number): string => `COUNTERS#${round}`;

function actions(round: number, id: number) {
  const puts = Array.from({ length: PUTS }, (_, row) => ({
    Put: {
      TableName,
      Item: {
        ...keyOf(rowsOf(round), `${id}#${row}`),
        id: number(id),
        gsi1pk: text(rowsOf(round)),
        gsi1sk: text(`${row}`),
        pad: text("x".repeat(300)),
      },
      ConditionExpression: "attribute_not_exists(pk)",
    },
  }));
  const adds = Array.from({ length: COUNTERS }, (_, counter) => ({
    Update: {
      TableName,
      Key: keyOf(countersOf(round), `${counter}`),
      UpdateExpression: "ADD n :n",
      ExpressionAttributeValues: { ":n": number(PUTS) },
    },
  }));
  return [...puts, ...adds];
}

async function compare(client: DynamoDBClient, round: number, sent: Sent, report: KillNineReport): Promise<void> {
  const rows = await all(client, "pk", rowsOf(round));
  const entries = await all(client, "gsi1pk", rowsOf(round), "gsi1");
  const counters = await all(client, "pk", countersOf(round));
  const present = new Map<number, number>();
  for (const { id } of rows) present.set(Number(id?.N), (present.get(Number(id?.N)) ?? 0) + 1);
  for (const [id, acknowledged] of sent) {
    const count = present.get(id) ?? 0;
    if (acknowledged) report.acknowledged += 1;
    else report.inFlight += 1;
    if (acknowledged && count < PUTS) report.lost += 1;
    if (count > 0 && count < PUTS) report.torn += 1;
  }
  const totals = counters.map(({ n }) => Number(n?.N));
  if (rows.length > 0 && (totals.length !== COUNTERS || totals.some((total) => total !== rows.length))) report.wrongTotals += 1;
  const keys = new Set(rows.map(({ sk }) => sk?.S));
  if (entries.length !== rows.length || entries.some(({ sk }) => !keys.has(sk?.S))) report.wrongIndexEntries += 1;
}

type Item = Record<string, AttributeValue>;

async function all(client: DynamoDBClient, attribute: string, value: string, IndexName?: string): Promise<readonly Item[]> {
  const items: Item[] = [];
  let start: Item | undefined;
  do {
    const page = await client.send(
      new QueryCommand({
        TableName,
        ...(IndexName !== undefined && { IndexName }),
        KeyConditionExpression: "#a = :v",
        ExpressionAttributeNames: { "#a": attribute },
        ExpressionAttributeValues: { ":v": text(value) },
        ...(start && { ExclusiveStartKey: start }),
      }),
    );
    items.push(...(page.Items ?? []));
    start = page.LastEvaluatedKey;
  } while (start);
  return items;
}
