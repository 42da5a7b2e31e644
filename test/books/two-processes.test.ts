import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { addDays, businessDate } from "#domain/dates";
import type { Engine } from "#infra/local/dynamodb/engine";
import { answerHttp } from "#infra/local/dynamodb/http-handler";
import { listening, portOf } from "#test/local/dynamodb/serve";
import { bankRow } from "#test/rows";
import { type Desk, openBooks, openDesk } from "./desk.ts";
import { assertIntact, assertSettled } from "./promises.ts";

const START = "2026-11-25T11:00:00.000Z";
const ROWS = 60;
let desk: Desk;
beforeAll(async () => {
  desk = await openDesk(START);
});
afterAll(() => desk.end());

const script = fileURLToPath(new URL("./validating-process.ts", import.meta.url));

async function started(endpoint: string, companyId: string): Promise<ChildProcessWithoutNullStreams> {
  const child = spawn(process.execPath, ["--import", "tsx", script, endpoint, companyId, START]);
  child.stderr.resume();
  await once(child.stdout, "data");
  return child;
}

async function booked(child: ChildProcessWithoutNullStreams): Promise<number> {
  child.stdin.write("go\n");
  const [said] = await once(child.stdout, "data");
  await once(child, "exit");
  return Number(String(said));
}

/** The engine over the wire; the first transaction waits for the other process's, so that both go by the same books. Counts the refused ones. */
async function racing(engine: Engine) {
  const refused = { count: 0 };
  const writing = new EventEmitter();
  const state = { arrived: 0 };
  const exec: Engine["exec"] = async (operation, input) => {
    if (operation !== "TransactWriteItems") return engine.exec(operation, input);
    state.arrived += 1;
    if (state.arrived === 1) await once(writing, "second");
    if (state.arrived === 2) writing.emit("second");
    return engine.exec(operation, input).catch((error: unknown) => {
      refused.count += 1;
      throw error;
    });
  };
  const server = await listening({ ...engine, handler: (request, response) => answerHttp(exec, request, response) });
  return { server, refused };
}

it("two processes that validate the same books at once over the wire write one gapless sequence, one chain", async () => {
  const company = await openBooks(desk);
  await company.openAccount("Compte courant", 10_000);
  const rows = Array.from({ length: ROWS }, (_, index) =>
    bankRow({ index, ordinal: 1, date: addDays(businessDate("2025-01-05"), index * 11) }),
  );
  await company.write(rows.map((after) => ({ before: null, after })));
  const { server, refused } = await racing(desk.engine);
  const endpoint = `http://127.0.0.1:${portOf(server)}`;
  const children = await Promise.all([started(endpoint, company.companyId), started(endpoint, company.companyId)]);
  const counts = await Promise.all(children.map(booked));
  server.closeAllConnections();
  server.close();
  const all = await assertIntact(company);
  await assertSettled(company, rows, all);
  console.log(`two processes booked ${counts.join(" and ")} of ${all.length} entries, ${refused.count} transactions refused`);
  expect(refused.count).toBeGreaterThan(0);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(all.length);
  expect((await company.validate()).entries).toBe(0);
});
