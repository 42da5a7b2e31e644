import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DescribeTableCommand, DescribeTimeToLiveCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { GetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { monotonicFactory } from "ulid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CompanyId, idMaker } from "#domain/ids";
import { WORKERS } from "#functions/all";
import { gatherAssets } from "#infra/local/assets";
import { streamsOperations } from "#infra/local/aws/dynamodb-streams";
import { type Engine, openEngine } from "#infra/local/dynamodb/engine";
import { remoteAddress } from "#infra/local/remote/address";
import { withRemoteRoutes } from "#infra/local/remote/routes";
import { openRemoteWorld, type RemoteWorld } from "#infra/local/remote/world";
import type { LogEvent } from "#runtime/log";
import { QUEUE_NAMES } from "#runtime/messages";
import { SECRET_NAMES } from "#runtime/secret-shapes";
import { latestChange } from "#store/changes";
import { db } from "#store/db";
import { companyScope } from "#store/guard";
import { newMeter } from "#store/meter";
import { bookedRows, type FakeBank, fakeBank } from "#test/bank";
import { type Endpoint, fixedClock, OWNER, startEndpoint } from "#test/local/aws/endpoint";

const ROWS = 60;
const clock = fixedClock("2026-11-25T11:00:00.000Z");
const directory = mkdtempSync(join(tmpdir(), "numma-remote-"));
const errors: unknown[] = [];
const events: LogEvent[] = [];
const opened: { engine?: Engine; endpoint?: Endpoint; bank?: FakeBank; world?: RemoteWorld } = {};
const there = <Value>(value: Value | undefined): Value => {
  if (value === undefined) throw new Error("not open yet");
  return value;
};

beforeAll(async () => {
  gatherAssets(join(directory, "assets"));
  opened.engine = await openEngine({ now: clock.now });
  const { exec } = opened.engine;
  opened.endpoint = await startEndpoint(
    { dynamodb: (operation, input) => exec(operation, input), streams: streamsOperations(opened.engine) },
    clock,
  );
  opened.bank = await fakeBank();
  opened.bank.accounts = [{ id: 1, name: "Compte courant", type: "checking" }];
  opened.bank.rows = bookedRows(ROWS);
  opened.world = await openAgain();
});
afterAll(async () => {
  await opened.world?.close();
  await opened.endpoint?.stop();
  await opened.engine?.close();
  await opened.bank?.close();
  rmSync(directory, { recursive: true, force: true });
});

/** The product at the endpoint of this file, as `NUMMA_AWS_ENDPOINT=http://127.0.0.1:… npm start` opens it. */
function openAgain(): Promise<RemoteWorld> {
  const { endpoint } = there(opened.endpoint);
  const next = monotonicFactory();
  const unique = () => next(clock.now().getTime());
  const keys = { AWS_ACCESS_KEY_ID: OWNER.accessKeyId, AWS_SECRET_ACCESS_KEY: OWNER.secretAccessKey };
  const settings = {
    ...keys,
    NUMMA_ASSETS: join(directory, "assets"),
    SANDBOX_BASE_URL: there(opened.bank).url,
    ALLOWED_ORIGIN: "https://app.numma.test",
  };
  return openRemoteWorld({
    ...{ address: remoteAddress(endpoint, settings), directory, settings, now: clock.now, newId: idMaker(unique), unique },
    log: (event) => void events.push(event),
    onError: (error) => void errors.push(error),
  });
}

const session: { token?: string; companyId?: CompanyId } = {};

async function ask(method: string, url: string, body?: unknown, more: Readonly<Record<string, string>> = {}) {
  const headers = {
    ...{ host: "localhost", "content-type": "application/json", accept: "application/json" },
    ...(session.token && { authorization: `Bearer ${session.token}` }),
    ...more,
  };
  const bytes = Buffer.from(body === undefined ? "" : JSON.stringify(body));
  const reply = await withRemoteRoutes(there(opened.world))({ method, url, headers, body: bytes, sourceIp: "127.0.0.1" });
  const text = reply.body.toString("utf8");
  return { status: reply.status, headers: reply.headers, body: text.startsWith("{") ? JSON.parse(text) : {}, text };
}

const ATTEMPTS_MAX = 200;

/** Asks until the workers are done: they run by themselves. */
async function eventually<Seen>(look: () => Promise<Seen>, isExpected: (seen: Seen) => boolean): Promise<Seen> {
  for (let attempt = 1; ; attempt += 1) {
    const seen = await look();
    if (isExpected(seen) || attempt >= ATTEMPTS_MAX) return seen;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe("the product at another endpoint", () => {
  it("made table, indexes, stream and time to live, queues with their dead letters, bucket and secrets", async () => {
    const { config, sqs } = there(opened.endpoint);
    const client = new DynamoDBClient(config(OWNER));
    const { Table } = await client.send(new DescribeTableCommand({ TableName: "numma" }));
    expect(Table?.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName).sort()).toEqual(["gsi1", "gsi2"]);
    expect(Table?.LatestStreamArn).toBeDefined();
    const ttl = await client.send(new DescribeTimeToLiveCommand({ TableName: "numma" }));
    expect(ttl.TimeToLiveDescription).toEqual({ TimeToLiveStatus: "ENABLED", AttributeName: "ttl" });
    const queues = there(opened.world).queues;
    expect([...queues.keys()].sort()).toEqual([...QUEUE_NAMES].sort());
    const timeouts = new Map<string, number>(
      WORKERS.flatMap((worker) => (worker.kind === "consumer" ? [[worker.queue, worker.timeoutSeconds] as const] : [])),
    );
    for (const [name, { url, deadLetters }] of queues) {
      const { Attributes } = await sqs().send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["All"] }));
      expect(JSON.parse(Attributes?.RedrivePolicy ?? "{}")).toEqual({ deadLetterTargetArn: deadLetters.arn, maxReceiveCount: 5 });
      expect(Number(Attributes?.VisibilityTimeout)).toBe(6 * Number(timeouts.get(name)));
    }
    for (const name of SECRET_NAMES) expect(there(opened.endpoint).services.secrets.has(`numma/${name}`), name).toBe(true);
    expect(there(opened.world).notices).toEqual([
      "Dépôt de documents : ce point d'accès ne garde pas les versions des documents.",
      "Dépôt de documents : ce point d'accès ne sait pas ouvrir le dépôt de documents aux pages d'un autre site.",
    ]);
  });

  it("registers, logs in, reads the bank through its queues, and books", async () => {
    const password = "un mot de passe long";
    const company = { name: "Boulangerie Durand", siren: "123456782" };
    expect(await ask("POST", "/auth/register", { company, name: "Alice Durand", email: "alice@durand.test", password })).toMatchObject({
      status: 201,
    });
    const login = await ask("POST", "/auth/login", { email: "alice@durand.test", password, grant: "token" });
    session.token = String(login.body.access_token);
    session.companyId = CompanyId.parse((await ask("GET", "/auth/me")).body.company.id);
    expect((await ask("POST", "/api/sync/connections", { provider: "sandbox" })).status).toBeLessThan(300);
    const count = async () => (await ask("GET", "/api/accounts")).body.data?.[0]?.transaction_count;
    expect(await eventually(count, (seen) => seen === ROWS)).toBe(ROWS);
    const job = await ask("POST", "/api/ledger/validate", { through: "2025-12-31" });
    const status = async () => (await ask("GET", `/api/jobs/${job.body.id}`)).body.status;
    expect(await eventually(status, (seen) => seen === "done" || seen === "failed")).toBe("done");
  });

  it("exports the FEC to the bucket, which any client can download by its link", async () => {
    const look = () => ask("GET", "/api/exports/fec?year=2025", undefined, { accept: "*/*" });
    const { headers } = await eventually(look, ({ status }) => status === 302 || status === 303 || status >= 400);
    const file = await fetch(String(headers["location"]));
    const lines = (await file.text()).trim().split("\n");
    expect(file.status).toBe(200);
    expect(lines[0]).toMatch(/^JournalCode\tJournalLib/);
    expect(lines.length).toBe(1 + 2 * ROWS);
  });

  it("numbers events in commit order out of the table's stream", async () => {
    const companyId = there(session.companyId);
    const last = () => latestChange(db(there(opened.world).operator, "numma", companyScope(companyId), newMeter()), companyId);
    expect(await eventually(last, (seen) => seen > 2)).toBeGreaterThan(2);
  });

  it("shows its queues, and fires its schedules", async () => {
    const { body } = await ask("GET", "/_local/queues");
    expect(body.queues).toHaveLength(2 * QUEUE_NAMES.length);
    expect(body.queues).toContainEqual({ name: "sync-dlq", visible: 0, inFlight: 0, delayed: 0 });
    expect(await ask("POST", "/_local/queues/sync/redrive")).toMatchObject({ status: 202 });
    expect(await ask("POST", "/_local/queues/nowhere/redrive")).toMatchObject({ status: 404 });
    expect(await ask("POST", "/_local/schedules/sync-tick/run")).toMatchObject({ status: 200, body: { fired: true } });
  });

  it("finds everything again when it is started again, and makes nothing twice", async () => {
    await there(opened.world).close();
    opened.world = await openAgain();
    expect(opened.world.notices).toEqual([]);
    expect((await ask("GET", "/auth/me")).body.company.id).toBe(session.companyId);
    expect((await ask("GET", "/api/accounts")).body.data[0].transaction_count).toBe(ROWS);
  });

  it("met no error", () => {
    expect(errors).toEqual([]);
    expect(events.filter(({ level }) => level !== "info")).toEqual([]);
    expect(there(opened.endpoint).bugs).toEqual([]);
  });
});
