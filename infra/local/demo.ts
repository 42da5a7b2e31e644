import * as z from "zod";
import { addDays, businessDate, monthOf, parisDate } from "#domain/dates";
import { type ApiClient, login } from "#infra/local/api-client";
import { DEMO } from "#infra/local/demo-company";
import { type DemoDeadline, nextDeadlines, sayWhatItIs } from "#infra/local/demo-tax";
import type { Gateway } from "#infra/local/gateway";

/** What the demo shows once it stands. */
export type DemoState = {
  readonly accounts: readonly {
    readonly name: string;
    readonly bank_name: string;
    readonly balance_cents: number;
    readonly transaction_count: number;
    readonly pending_cents: number;
    readonly ledger_account: string | null;
    readonly reported: { readonly balance_cents: number } | null;
  }[];
  readonly rows: number;
  readonly openRows: number;
  /** Between its own accounts. */
  readonly transfers: number;
  readonly validatedThrough: string | null;
  readonly entries: number;
  readonly lastYear: number;
  readonly deadlines: readonly DemoDeadline[];
};

const Accounts = z.object({
  data: z.array(
    z.object({
      name: z.string(),
      bank_name: z.string(),
      balance_cents: z.number(),
      pending_cents: z.number(),
      transaction_count: z.number(),
      ledger_account: z.string().nullable(),
      reported: z.object({ balance_cents: z.number() }).nullable(),
    }),
  ),
});
const Connections = z.object({ data: z.array(z.object({ id: z.string(), last_success_at: z.string().nullable() })) });
const Years = z.object({
  data: z.array(z.object({ ends_on: z.string(), last_number: z.number(), validated_through: z.string().nullable() })),
});
const Page = z.object({ data: z.array(z.unknown()), next_cursor: z.string().nullable() });
const JobState = z.object({ id: z.string(), status: z.string(), done: z.number() });
const Anything = z.unknown();

const PAUSE_MS = 150;
const PATIENCE_MS = 180_000;

/** Told how far the demo is: rows read, entries written. */
export type Progress = (step: "sync" | "books", count: number) => void;

/** Connects the sandbox bank, waits for its rows, validates every closed month, says what it is before the law: through the API, as anybody would. */
export async function runDemo(gateway: Gateway, now: () => Date, progress: Progress): Promise<DemoState> {
  const api = await login(gateway, DEMO.slug, DEMO.password);
  const { data: connected } = await api.get("/api/sync/connections", Connections);
  if (connected.length === 0) await api.post("/api/sync/connections", { provider: "sandbox" }, Anything);
  else await api.post("/api/sync/manual", undefined, Anything);
  await untilSynced(api, connected[0]?.last_success_at ?? null, progress);
  await validate(api, lastClosedDay(now()), progress);
  await sayWhatItIs(api, now);
  return stateOf(api, now());
}

/** The last day of the last month that is over. */
const lastClosedDay = (now: Date): string => addDays(businessDate(`${monthOf(parisDate(now))}-01`), -1);

async function untilSynced(api: ApiClient, before: string | null, progress: Progress): Promise<void> {
  for (let waited = 0; waited < PATIENCE_MS; waited += PAUSE_MS) {
    const [{ data: connections }, { data: accounts }] = await Promise.all([
      api.get("/api/sync/connections", Connections),
      api.get("/api/accounts", Accounts),
    ]);
    progress(
      "sync",
      accounts.reduce((sum, { transaction_count }) => sum + transaction_count, 0),
    );
    const last = connections[0]?.last_success_at ?? null;
    if (last !== null && last !== before) return;
    await pause();
  }
  throw new Error("the sandbox bank was not read in time");
}

async function validate(api: ApiClient, through: string, progress: Progress): Promise<void> {
  const started = await api.post("/api/ledger/validate", { through }, JobState);
  for (let waited = 0; waited < PATIENCE_MS; waited += PAUSE_MS) {
    const job = await api.get(`/api/jobs/${started.id}`, JobState);
    progress("books", job.done);
    if (job.status === "done") return;
    if (job.status === "failed") throw new Error("the books could not be validated");
    await pause();
  }
  throw new Error("the books were not validated in time");
}

const pause = () => new Promise((resolve) => setTimeout(resolve, PAUSE_MS));

async function stateOf(api: ApiClient, now: Date): Promise<DemoState> {
  const [{ data: accounts }, { data: years }, openRows, transfers] = await Promise.all([
    api.get("/api/accounts", Accounts),
    api.get("/api/ledger/years", Years),
    countOf(api, "/api/transactions?open=true"),
    countOf(api, "/api/transfers?"),
  ]);
  return {
    accounts,
    rows: accounts.reduce((sum, { transaction_count }) => sum + transaction_count, 0),
    openRows,
    transfers,
    validatedThrough: years
      .map(({ validated_through }) => validated_through)
      .reduce((latest, one) => (one !== null && (latest === null || one > latest) ? one : latest), null),
    entries: years.reduce((sum, { last_number }) => sum + last_number, 0),
    lastYear: Number(parisDate(now).slice(0, 4)) - 1,
    deadlines: await nextDeadlines(api),
  };
}

/** How many things a paged list has. `path` has its query. */
async function countOf(api: ApiClient, path: string): Promise<number> {
  let count = 0;
  let cursor: string | null = "";
  while (cursor !== null) {
    const page: z.output<typeof Page> = await api.get(`${path}&limit=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`, Page);
    count += page.data.length;
    cursor = page.next_cursor;
  }
  return count;
}
