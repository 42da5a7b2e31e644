import { transactionId } from "#domain/banking/row";
import { PDF, uploaded } from "#test/attachments";
import type { FakeBank } from "#test/bank";
import { deliver } from "#test/faults/switchable";
import { bankRow, openAccount, seedRows } from "#test/rows";
import { seedWebhook } from "#test/webhooks";
import { type Answer, company, type TestWorld } from "#test/world";
import { ROUTES } from "./declared.ts";

/** A company that has one of everything, and every id its own answers name. */
export type Tenant = Awaited<ReturnType<typeof company>> & {
  readonly canary: string;
  readonly ids: readonly string[];
  readonly cursors: readonly string[];
};

const JSON_ACCEPTED = { accept: "application/json" };

/** Rows of two tenants have the same ids unless `rowsFrom` keeps them apart. Makes a tenant with an account, rows, a connection, drafts, entries, lettering, a job, an export, a share, an upload, a webhook. */
export async function tenant(world: TestWorld, bank: FakeBank, name: string, rowsFrom = 0): Promise<Tenant> {
  const canary = `Canari ${name}`;
  const mine = await company(world, canary);
  const answers: Answer[] = [];
  const say = async (method: string, path: string, body?: unknown): Promise<Answer> => {
    const answer = await mine.as(method, path, { headers: JSON_ACCEPTED, ...(body === undefined ? {} : { body }) });
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.text}`);
    answers.push(answer);
    return answer;
  };
  const { ordinal } = await openAccount(mine, canary);
  await seedRows(
    world,
    mine.id,
    [1, 2, 3, 4].map((place) => bankRow({ index: rowsFrom + place, ordinal, label: `${canary} ${place}` })),
  );
  const path = `/api/transactions/${transactionId(bankRow({ index: rowsFrom + 1, ordinal }))}`;
  await say("POST", `${path}/attachments`, { upload_id: await uploaded(mine, PDF, { file_name: `${canary}.pdf` }) });
  bank.nextUser = `user-${name}`;
  const connection = await say("POST", "/api/sync/connections", { provider: "sandbox" });
  await seedWebhook(world, mine.id, connection.body["id"]);
  for (const sign of [1, -1]) await say("POST", "/api/ledger/entries", sale(canary, sign));
  const job = await say("POST", "/api/ledger/validate", { through: "2025-12-31" });
  await deliver(world, "jobs/run", { companyId: mine.id, jobId: job.body["id"] });
  await say("POST", "/api/ledger/entries", sale(canary, 1));
  const file = await say("GET", "/api/exports/transactions/csv");
  await deliver(world, "exports/produce", { companyId: mine.id, exportId: file.body["id"] });
  await say("POST", `/api/exports/${file.body["id"]}/share`, { label: canary });
  await say("GET", `/api/exports/${file.body["id"]}/shares`);
  await say("POST", "/api/keys", { name: canary, scopes: ["accounts:read"] });
  await say("POST", "/alerts", { title: canary, message: canary });
  await say("POST", "/analyze/trial-balance", {
    ...{ starts_on: "2025-01-01", ends_on: "2025-12-31" },
    rows: [
      { account: "512000", label: canary, debit_balance_cents: 1_000, credit_balance_cents: 0 },
      { account: "706000", debit_balance_cents: 0, credit_balance_cents: 1_000 },
    ],
  });
  await say("POST", "/api/uploads", { purpose: "fec_check", file_name: "a.txt", bytes: 10, content_type: "text/plain" });
  for (const path of plainLists()) {
    const answer = await mine.get(`${path}`);
    if (answer.status < 300) answers.push(answer);
  }
  const paged = await say("GET", "/api/transactions?limit=1");
  const ids = answers.flatMap(({ body }) => textsIn(body)).filter((text) => /^[a-z]{2,3}_[0-9A-Za-z_#~-]{10,80}$/.test(text));
  return { ...mine, canary, ids: [...new Set([...ids, mine.id, "L1"])], cursors: [String(paged.body["next_cursor"])] };
}

/** Lists that need no more than to be asked. */
const plainLists = (): readonly string[] =>
  ROUTES.filter(({ method, path, may }) => method === "GET" && may !== "public" && !path.includes("{") && !path.includes("/exports/")).map(
    ({ path }) => path,
  );

const sale = (label: string, sign: number) => ({
  ...{ date: "2025-03-01", piece_ref: "F-1", label },
  lines: [
    { account: "411000", third_party: { name: label }, [sign > 0 ? "debit_cents" : "credit_cents"]: 1_000 },
    { account: "706000", [sign > 0 ? "credit_cents" : "debit_cents"]: 1_000 },
  ],
});

/** Every text in a JSON value. */
function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
