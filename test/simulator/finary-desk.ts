import { sentUnder } from "#infra/local/sandbox-bank/desk";
import { type FaultPlan, faultPlan } from "#infra/local/sandbox-bank/faults";
import type { SandboxCall } from "#infra/local/sandbox-bank/routes";
import type { Statement, WireTransaction } from "#infra/local/sandbox-bank/wire";
import type { SandboxWorld } from "#infra/local/sandbox-bank/world";
import type { Answering } from "./in-process.ts";

/** The same worlds as Bridge's, told as Finary's own pages are told them, each to whoever has its token. */
export type FinaryDesk = Answering & {
  readonly admit: (token: string, world: SandboxWorld) => void;
  readonly fail: FaultPlan["plan"];
  readonly clearFaults: FaultPlan["clear"];
};

const ORGANIZATIONS = [{ id: "org-1", name: "Espace", members: [{ id: "member-1", member_type: "owner" }] }];
const PLACE = "/organizations/org-1/memberships/member-1";
/** Where every listing of rows lies. */
export const FINARY_ROWS = `${PLACE}/portfolio/checkings/transactions`;
const PER_PAGE = 50;

export function finaryDesk(): FinaryDesk {
  const worlds = new Map<string, SandboxWorld>();
  const faults = faultPlan();
  return {
    admit: (token, world) => void worlds.set(`Bearer ${token}`, world),
    fail: faults.plan,
    clearFaults: faults.clear,
    answer: (call) => {
      const fault = faults.next(call.url.pathname);
      const world = fault?.kind === "revoked_token" ? undefined : worlds.get(String(call.headers["authorization"]));
      const change = fault?.kind === "rows" ? fault.change : (rows: readonly WireTransaction[]) => rows;
      return sentUnder(fault, call, () => (world ? answerOf(world.statement(), call, change) : refused));
    },
  };
}

const refused = { status: 401, json: { result: null, message: "Unauthorized", error: { code: "unauthorized", message: "no such token" } } };

type Change = (rows: readonly WireTransaction[]) => readonly WireTransaction[];

function answerOf(statement: Statement, { url }: SandboxCall, change: Change) {
  const result = resultAt(statement, url, change);
  if (result) return { status: 200, json: { result, message: "OK", error: null } };
  return { status: 404, json: { result: null, message: "Not found", error: { code: "not_found", message: "no such page" } } };
}

function resultAt(statement: Statement, url: URL, change: Change): readonly unknown[] | null {
  if (url.pathname === "/users/me/organizations") return ORGANIZATIONS;
  if (url.pathname === `${PLACE}/holdings_accounts`) return [];
  const [, category = "", list] = /^\/organizations\/org-1\/memberships\/member-1\/portfolio\/(\w+)\/(\w+)$/.exec(url.pathname) ?? [];
  const accounts = statement.accounts.filter(({ type, data_access }) => CATEGORY_OF[type] === category && data_access === "enabled");
  if (list === "accounts") return accounts.map(accountOf);
  if (list !== "transactions") return null;
  const listed = new Map(accounts.map((one) => [one.id, one]));
  const rows = statement.transactions
    .filter(({ deleted, account_id }) => !deleted && listed.has(account_id))
    .sort((left, right) => (left.date === right.date ? right.id - left.id : left.date < right.date ? 1 : -1));
  return pageOf(change(rows), url).map(rowOf);
}

const CATEGORY_OF: Readonly<Record<string, string>> = { checking: "checkings", savings: "savings", loan: "credits" };

function pageOf(rows: readonly WireTransaction[], { searchParams }: URL): readonly WireTransaction[] {
  const [page, size] = [Number(searchParams.get("page") ?? 1), Number(searchParams.get("per_page") ?? PER_PAGE)];
  return rows.slice((page - 1) * size, page * size);
}

const INSTITUTION = { id: "bank-6", name: "Banque Horizon", slug: "banque-horizon" };

/** Ids of accounts are no numbers there. */
const accountId = (id: number): string => `00000000-0000-4000-8000-${String(id).padStart(12, "0")}`;

/** One balance, of a kind that is not told; what is named `display_…` is in a currency of the person's choice. */
const accountOf = ({ id, item_id, name, iban, balance, currency_code, updated_at }: Statement["accounts"][number]) => ({
  ...{
    id: accountId(id),
    slug: `account-${id}`,
    name,
    display_name: name,
    connection_id: String(item_id),
    state: "ok",
    state_message: null,
  },
  ...{ iban: iban ?? null, bic: null, balance, display_balance: 1, currency: { code: currency_code }, display_currency: { code: "EUR" } },
  ...{ institution: INSTITUTION, bank_account_type: { slug: "checking", account_type: "checking" }, is_manual: false },
  ...{ last_sync_at: updated_at, last_successful_sync_at: updated_at, ownership_repartition: [], securities: [], fiats: [], cryptos: [] },
});

/** One date, no state, nothing about when it changed. What is scheduled is a row of a day to come. */
const rowOf = ({ id, account_id, amount, currency_code, date, provider_description: name, clean_description: words }: WireTransaction) => ({
  ...{ id, name, simplified_name: words.toLowerCase(), display_name: words, correlation_id: null, date, value: amount, display_value: 1 },
  ...{ transaction_type: amount.decimal.startsWith("-") ? "out" : "in", commission: null, category: null, institution: INSTITUTION },
  ...{ currency: { code: currency_code }, account: { id: accountId(account_id) } },
  ...{ include_in_analysis: true, is_internal_transfer: false, marked: false },
});
