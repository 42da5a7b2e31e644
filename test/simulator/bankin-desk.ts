import type { Sent } from "#infra/local/sandbox-bank/desk";
import { transactionsPage } from "#infra/local/sandbox-bank/page";
import type { SandboxCall } from "#infra/local/sandbox-bank/routes";
import { type Statement, type WireTransaction, wireJson } from "#infra/local/sandbox-bank/wire";
import type { SandboxWorld } from "#infra/local/sandbox-bank/world";
import type { Answering } from "./in-process.ts";

/** The same worlds as Bridge's, told in the shapes of 2019, each to whoever has its token. */
export type BankinDesk = Answering & { readonly admit: (token: string, world: SandboxWorld) => void };

export function bankinDesk(): BankinDesk {
  const worlds = new Map<string, SandboxWorld>();
  return {
    admit: (token, world) => void worlds.set(`Bearer ${token}`, world),
    answer: ({ url, headers }) => {
      if (url.pathname.startsWith("/v2/banks/")) return sent(200, { id: 6, name: "Banque Horizon" });
      const world = worlds.get(String(headers["authorization"]));
      if (!world) return sent(401, { type: "unauthorized", message: "no such token" });
      const listed = LISTS[url.pathname]?.(world, url);
      return listed ? sent(200, listed) : sent(404, { type: "not_found", message: "no such list" });
    },
  };
}

const sent = (status: number, json: unknown): Sent => ({
  ...{ status, headers: { "content-type": "application/json" }, cut: false },
  body: Buffer.from(wireJson(json)),
});

const LISTS: Readonly<Record<string, (world: SandboxWorld, url: SandboxCall["url"]) => unknown>> = {
  "/v2/items": (world) =>
    whole((world.items() ?? []).map(({ id, status }) => ({ id, status, bank: { id: 6, resource_uri: "/v2/banks/6" } }))),
  "/v2/accounts": (world) => whole(world.statement().accounts.map(accountOf)),
  "/v2/transactions": (world, url) => rowsOf(world.statement(), url, "min_date"),
  "/v2/transactions/updated": (world, url) => rowsOf(world.statement(), url, "since"),
};

const whole = (resources: readonly unknown[]) => ({ resources, pagination: { previous_uri: null, next_uri: null } });

/** Only a balance of a kind that is not told, and nothing about what is shared. */
const accountOf = ({ id, item_id, name, type, currency_code, balance, iban, updated_at }: Statement["accounts"][number]) => ({
  ...{ id, name, type, currency_code, balance, iban, last_refresh_date: updated_at, status: 0 },
  ...{ item: { id: item_id, resource_uri: `/v2/items/${item_id}` }, bank: { id: 6, resource_uri: "/v2/banks/6" } },
});

/** `since` means a day in the plain list and an instant in the one of changes. */
function rowsOf(statement: Statement, asked: URL, since: "since" | "min_date") {
  const url = new URL(asked);
  const from = url.searchParams.get("since");
  url.searchParams.delete("since");
  if (from !== null) url.searchParams.set(since, from);
  const page = transactionsPage(statement, url);
  if ("problem" in page) throw new Error(`bankin: ${page.problem}`);
  const next = page.pagination.next_uri?.replace("min_date=", "since=") ?? null;
  return { resources: page.resources.map(rowOf), pagination: { previous_uri: null, next_uri: next } };
}

/** No date but one, so nothing tells what is only announced. */
function rowOf({ id, amount, date, updated_at, currency_code, deleted, future, account_id, ...row }: WireTransaction) {
  return {
    ...{ id, amount, date, updated_at, currency_code, is_deleted: deleted, is_future: future },
    ...{ description: row.clean_description, raw_description: row.provider_description },
    account: { id: account_id, resource_uri: `/v2/accounts/${account_id}` },
  };
}
