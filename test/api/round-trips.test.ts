import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { API_FUNCTIONS } from "#functions/all";
import { CHANGEABLE } from "#test/api/changeable";
import { REPEATABLE } from "#test/api/repeatable";
import { attachedTo } from "#test/attachments";
import { type FakeBank, fakeBank } from "#test/bank";
import { dataOf, draft, line, type Mine, traded, validate, WAIT, yearEnding } from "#test/ledger";
import { bankRow, openAccount, seedRows } from "#test/rows";
import { seedWebhook } from "#test/webhooks";
import { company, type TestWorld, testWorld } from "#test/world";

let bank: FakeBank;
let world: TestWorld;
beforeAll(async () => {
  bank = await fakeBank();
  world = await testWorld({ settings: { SANDBOX_BASE_URL: bank.url } });
});
afterAll(async () => {
  await world.end();
  await bank.close();
});

/** What a request took beside the caller's own read: sequential round trips to the table, transactions. */
async function counted(mine: Pick<Mine, "as">, method: string, path: string, options: object = {}) {
  world.events.length = 0;
  const answer = await mine.as(method, path, options);
  const event = world.events.find(({ event: name }) => name === "request");
  return { status: answer.status, text: answer.text, trips: Number(event?.["trips"]), transactions: Number(event?.["transactions"]) };
}

const reads = API_FUNCTIONS.flatMap((one) => one.routes).filter(({ method, may }) => method === "GET" && may !== "public");

/** A company in which every read finds something, and the address at which it does. */
async function furnished(): Promise<{ readonly mine: Mine; readonly paths: Readonly<Record<string, string>> }> {
  const mine = await traded(await company(world));
  const { id, ordinal } = await openAccount(mine);
  await seedRows(
    world,
    mine.id,
    Array.from({ length: 30 }, (_, index) => bankRow({ index, ordinal })),
  );
  const connection = await mine.post("/api/sync/connections", { provider: "sandbox" });
  const webhook = await seedWebhook(world, mine.id, connection.body["id"]);
  await validate(mine, "2025-12-31");
  await draft(mine, "2026-02-01", [line("606300", 1_000), line("512900", -1_000)]);
  await mine.post("/api/ledger/lettering", { mode: "auto", year_id: (await yearEnding(mine, 2025)).id }, WAIT);
  const [row] = dataOf<{ id: string }>(await mine.get("/api/transactions"));
  const [entry] = dataOf<{ id: string }>(await mine.get("/api/ledger/entries?year=2025"));
  const attachment = await attachedTo(mine, `/api/transactions/${row?.id}`);
  const made = await mine.as("GET", "/api/exports/transactions/csv", { headers: { ...WAIT, accept: "application/json" } });
  const upload = await mine.post("/api/uploads", { purpose: "fec_check", file_name: "fec.txt", bytes: 12, content_type: "text/plain" });
  const analysis = await mine.post("/analyze/trial-balance", { year: 2025 });
  const [job] = dataOf<{ id: string }>(await mine.get("/api/jobs"));
  const alert = await mine.post("/alerts", { title: "Assurance", message: "Deux devis." });
  await world.idle();
  const ids: Readonly<Record<string, string | undefined>> = {
    ...{ account_id: id, transaction_id: row?.id, entry_id: encodeURIComponent(entry?.id ?? "") },
    ...{ export_id: String(made.body["id"]), upload_id: String(upload.body["upload_id"]), job_id: job?.id },
    ...{ user_id: mine.personId, company_id: mine.id, year: "2025", alert_id: String(alert.body["id"]) },
    attachment_id: attachment,
    webhook_id: webhook,
    ...{ analysis_id: String(analysis.body["id"]), connection_id: String(connection.body["id"]) },
  };
  const year = "year=2025";
  const queries: Readonly<Record<string, string>> = {
    "/api/ledger/accounts": year,
    "/api/ledger/journals": year,
    "/api/ledger/entries": year,
    "/api/ledger/trial-balance": year,
    "/api/ledger/general-ledger": `${year}&account=411000`,
    "/api/ledger/integrity": year,
    "/api/exports/fec": year,
    "/api/exports/trial-balance": year,
    "/api/exports/general-ledger": year,
    "/analyze/identifiers": "value=123456782",
    "/analyze/tva": "period=2025-12",
  };
  const paths = reads.map(({ path }) => {
    const named = path.replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? "missing");
    return [path, queries[path] ? `${named}?${queries[path]}` : named] as const;
  });
  return { mine, paths: Object.fromEntries(paths) };
}

/**
 * Reads that take more than two steps, and why. None grows with the number of rows. A report of the books is one moment's: the head of the year
 * is read before and after its totals.
 */
const LONGER: Readonly<Record<string, number>> = {
  "/api/ledger/accounts": 4,
  "/api/ledger/trial-balance": 4,
  // The year, its totals as above, the account's own total, a page of its index, what pointers lead to, its lettering.
  "/api/ledger/general-ledger": 8,
  // The company, then its totals as one moment had them; for VAT the period's entries too, account by account at once.
  "/analyze/is/{year}": 4,
  "/analyze/tva": 6,
  // Every promise of the books, one after the other, so that memory holds one partition at a time.
  "/api/ledger/integrity": 15,
  // The head before and after the entries, what stands beyond it; then the trail's end, the outbox, and the trail again for what it may lack.
  "/api/audit/verify": 6,
  // An export asks what it would hold, so that the same question is the same file.
  "/api/exports/fec": 10,
  "/api/exports/trial-balance": 5,
  "/api/exports/general-ledger": 5,
  "/api/exports/transactions/csv": 3,
};
const TRIPS_MAX = 2;

describe("a read", () => {
  it("takes two round trips at most, one after the other, and writes nothing but the export it asks for", async () => {
    const { mine, paths } = await furnished();
    const seen = [];
    for (const { path } of reads) {
      const { status, text, trips, transactions } = await counted(mine, "GET", paths[path] ?? path);
      expect(status, `${path} ${text}`).toBeLessThan(400);
      expect(trips, path).toBeLessThanOrEqual(LONGER[path] ?? TRIPS_MAX);
      expect(transactions, path).toBeLessThanOrEqual(/^\/api\/(exports\/|privacy\/export$)/.test(path) ? 1 : 0);
      seen.push(`${path} ${trips}`);
      await world.idle();
    }
    expect(seen.length).toBe(reads.length);
  });
});

describe("a write", () => {
  it.each(Object.entries(REPEATABLE))("%s is one transaction, with its key and without", async (routeKey, arrange) => {
    for (const key of [undefined, "once"]) {
      const mine = await company(world);
      const { path, headers = {}, ...options } = await arrange(mine, world);
      await world.idle();
      const { status, text, transactions } = await counted(mine, "POST", path, {
        ...options,
        headers: { ...headers, ...(key !== undefined && { "idempotency-key": key }) },
      });
      expect(status, text).toBeLessThan(300);
      // A file sent in the request is announced as an upload before its job: two transactions, one with a key. What comes in pieces has its
      // answer kept after the last of them.
      const two = routeKey === (key === undefined ? "POST /api/ledger/import/fec" : "POST /api/transactions/batch");
      expect(transactions).toBeLessThanOrEqual(two ? 2 : 1);
      await world.idle();
    }
  });
});

/** Changes that take another number of transactions than one, and why. */
const OTHERWISE: Readonly<Record<string, number>> = {
  // The person's sessions end first, in one of their own: whoever dies in between leaves a member who can be erased again.
  "DELETE /api/privacy/people/{person_id}": 2,
};

describe("a change or a removal", () => {
  it("is arranged for every route there is", () => {
    const isOfSession = (path: string) => path.startsWith("/auth/");
    const changing = API_FUNCTIONS.flatMap((one) => one.routes).filter(
      ({ method, path, may }) =>
        may !== "public" && (["PUT", "PATCH", "DELETE"].includes(method) || (method === "POST" && isOfSession(path))),
    );
    expect(Object.keys(CHANGEABLE).sort()).toEqual(changing.map(({ routeKey }) => routeKey).sort());
  });

  it.each(Object.entries(CHANGEABLE))("%s is one transaction: what changes, and its event", async (routeKey, arrange) => {
    const mine = await company(world);
    const { as, path, body } = await arrange(mine, world);
    await world.idle();
    const { status, text, transactions } = await counted({ as }, routeKey.split(" ", 1)[0] ?? "", path, body === undefined ? {} : { body });
    expect(status, text).toBeLessThan(300);
    expect(transactions).toBe(OTHERWISE[routeKey] ?? 1);
    await world.idle();
  });
});
