import { createServer, type IncomingMessage, type Server } from "node:http";
import { bind } from "#infra/local/listen";

/** A row as the fake bank serves it; amounts are decimal texts, written into the JSON as numbers. */
export type BankRowFixture = {
  readonly id: number;
  readonly account: number;
  readonly amount: string;
  readonly label: string;
  readonly date: string;
  readonly booked?: boolean;
  readonly deleted?: boolean;
  readonly future?: boolean;
  readonly updatedAt: string;
};
export type BankAccountFixture = { readonly id: number; readonly name: string; readonly type: string; readonly iban?: string };

/** What one user of the bank has there. */
export type Customer = { accounts: BankAccountFixture[]; rows: BankRowFixture[] };

/** A bank below our adapter: Bridge v3's wire format over whatever rows a test puts in. */
export type FakeBank = {
  readonly url: string;
  accounts: BankAccountFixture[];
  rows: BankRowFixture[];
  /** Customers beside the one whose accounts and rows stand above, by the user id the bank gives them. */
  readonly customers: Map<string, Customer>;
  /** The user id the next new customer is given. */
  nextUser: string;
  /** Answers this status to the next requests, then goes on. */
  failNext: { status: number; times: number };
  /** The status it refuses some requests with; null: it answers. */
  refuse: (asked: { readonly path: string; readonly body: string }) => number | null;
  /** What it tells those it refuses about when to come back. */
  retryAfter: string | null;
  /** What it answers to some requests instead, with 200 and this content; null: as it would. */
  instead: (url: URL) => string | Buffer | null;
  readonly calls: string[];
  /** The client secrets it was called with. */
  readonly secrets: Set<string>;
  close(): Promise<void>;
};

const PAGE = 50;

export async function fakeBank(): Promise<FakeBank> {
  const calls: string[] = [];
  const secrets = new Set<string>();
  const state = {
    ...{ accounts: [] as BankAccountFixture[], rows: [] as BankRowFixture[], failNext: { status: 500, times: 0 } },
    ...{ customers: new Map<string, Customer>(), nextUser: "user-1", instead: (_: URL): string | Buffer | null => null },
    retryAfter: null as string | null,
    refuse: (_: { readonly path: string; readonly body: string }): number | null => null,
  };
  const server: Server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://bank");
    calls.push(`${request.method} ${url.pathname}`);
    secrets.add(String(request.headers["client-secret"]));
    const failing = state.failNext.times > 0;
    if (failing) state.failNext.times -= 1;
    void textOf(request).then((text) => {
      const refused = failing ? state.failNext.status : state.refuse({ path: `${request.method} ${url.pathname}`, body: text });
      const later = refused !== null && state.retryAfter !== null ? { "retry-after": state.retryAfter } : {};
      response.writeHead(refused ?? 200, { "content-type": "application/json", ...later });
      response.end(
        refused !== null ? '{"code":"fault"}' : (state.instead(url) ?? answerTo(url, { user: userIn(text, request), ...state })),
      );
    });
  });
  const port = await bind(server, 0);
  return Object.assign(state, {
    url: `http://127.0.0.1:${port}`,
    calls,
    secrets,
    close: () => new Promise<void>((resolve) => server.close(() => resolve()).closeAllConnections()),
  });
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

/** Whom a request speaks of: a token is its user's id. */
const userIn = (body: string, { headers }: IncomingMessage): string =>
  /"user_uuid":"([^"]+)"/.exec(body)?.[1] ?? headers.authorization?.replace("Bearer ", "") ?? "";

type Asked = Pick<FakeBank, "accounts" | "rows" | "customers" | "nextUser"> & { readonly user: string };

function answerTo(url: URL, { user, customers, nextUser, ...own }: Asked): string {
  const { accounts, rows } = customers.get(user) ?? own;
  const path = url.pathname.replace("/v3/aggregation", "").replace("/v3/providers", "/providers");
  if (path === "/users") return JSON.stringify({ uuid: nextUser, external_user_id: "x" });
  if (path === "/authorization/token")
    return JSON.stringify({ access_token: user || "user-1", expires_at: "2030-01-01T00:00:00.000Z", user: { uuid: user || "user-1" } });
  if (path === "/connect-sessions") return JSON.stringify({ id: "s", url: "https://bank.example.test/consent" });
  if (path === "/items") return '{"resources":[{"id":7,"status":0,"status_code_info":"ok","provider_id":574}],"pagination":{}}';
  if (path.startsWith("/providers")) return '{"id":574,"name":"Banque Horizon"}';
  if (path === "/accounts")
    return listing(
      accounts.map((account) => accountJson(account, rows)),
      null,
    );
  const since = url.searchParams.get("since") ?? "";
  const found = rows.filter((row) => (since === "" ? !row.deleted : row.updatedAt >= since));
  const at = Number(url.searchParams.get("after") ?? 0);
  const next =
    at + PAGE < found.length ? `/v3/aggregation/transactions?after=${at + PAGE}${since && `&since=${encodeURIComponent(since)}`}` : null;
  return listing(found.slice(at, at + PAGE).map(rowJson), next);
}

const listing = (resources: readonly string[], next: string | null): string =>
  `{"resources":[${resources.join(",")}],"pagination":{"next_uri":${JSON.stringify(next)}}}`;

function accountJson({ id, name, type, iban }: BankAccountFixture, rows: readonly BankRowFixture[]): string {
  const cents = rows
    .filter((row) => row.account === id && row.booked !== false && !row.deleted && !row.future)
    .reduce((sum, { amount }) => sum + Math.round(Number(amount) * 100), 0);
  const balance = (cents / 100).toFixed(2);
  return `{"id":${id},"name":${JSON.stringify(name)},"type":"${type}","currency_code":"EUR","balance":${balance},"accounting_balance":${balance},"item_id":7,"provider_id":574,"data_access":"enabled"${iban ? `,"iban":"${iban}"` : ""}}`;
}

function rowJson({ id, account, amount, label, date, booked = true, deleted = false, future = false, updatedAt }: BankRowFixture): string {
  const dates = booked ? `"booking_date":"${date}","value_date":"${date}"` : `"transaction_date":"${date}"`;
  return `{"id":${id},"account_id":${account},"clean_description":${JSON.stringify(label)},"provider_description":${JSON.stringify(label)},"amount":${amount},"currency_code":"EUR","date":"${date}",${dates},"updated_at":"${updatedAt}","deleted":${deleted},"future":${future}}`;
}

const LABELS = [
  "PRLV SEPA ORANGE SA",
  "VIR SEPA RECU /DE DUPONT SARL /MOTIF FACT",
  "CB*1234 CARREFOUR MARKET",
  "PRLV SEPA URSSAF IDF",
  "VIR SEPA EMIS LOYER SCI DES LILAS",
  "COTISATION CARTE PRO",
];

/** Booked rows over the months before 2025-06, the same for the same count. */
export const bookedRows = (count: number, account = 1): BankRowFixture[] =>
  Array.from({ length: count }, (_, index) => {
    const day = new Date(Date.UTC(2025, 2, 1 + (index % 80))).toISOString().slice(0, 10);
    const kind = index % LABELS.length;
    return {
      id: account * 100_000 + index,
      account,
      amount: kind === 1 ? `${1_200 + index}.50` : `-${10 + index}.25`,
      label: `${LABELS[kind]} ${index}`,
      date: day,
      updatedAt: `${day}T05:00:00.000Z`,
    };
  });
