import type { Currency } from "#domain/money";
import { accountOf } from "./bridge-account.ts";
import type { BridgeSend } from "./bridge-http.ts";
import { itemOf } from "./bridge-item.ts";
import { pagesOf } from "./bridge-pages.ts";
import { rowOf } from "./bridge-row.ts";
import { parsed, WireAccount, WireItem, WireProvider, WireTransaction } from "./bridge-wire.ts";
import {
  BankError,
  type BankSession,
  type ProviderAccount,
  type ProviderItem,
  type ProviderRow,
  type RowsAsked,
  type UnreadableRow,
} from "./port.ts";
import { unreadableRow } from "./unreadable-row.ts";

/** Largest page Bridge serves. */
const PAGE_ROWS = 500;

/** New tokens in one conversation: a token lasts two hours, a run minutes. */
const RENEWALS_MAX = 3;

type Conversation = { readonly send: BridgeSend; readonly origin: string; readonly login: () => Promise<string> };

/** Logs in and talks about one user. A token refused on the way is renewed and the same page asked again. */
export async function openSession({ send, origin, login }: Conversation): Promise<BankSession> {
  const get = authorised(send, login, await login());
  const list = (path: string) => pagesOf(get, path, origin);
  const known: { currencies?: ReadonlyMap<string, Currency> } = {};
  const accounts = async (): Promise<readonly ProviderAccount[]> => {
    const all = await everyOne(list(`/v3/aggregation/accounts?limit=${PAGE_ROWS}`), (one) =>
      accountOf(parsed(WireAccount, one, "account")),
    );
    known.currencies = new Map(all.map(({ providerId, currency }) => [providerId, currency]));
    return all;
  };
  const rowIn = async (one: unknown): Promise<ProviderRow> => {
    const wire = parsed(WireTransaction, one, "row");
    if (!wire.currency_code && !known.currencies) await accounts();
    return rowOf(wire, known.currencies?.get(wire.account_id));
  };
  return {
    items: () => itemsOf(list("/v3/aggregation/items?limit=500"), send),
    accounts,
    async *rows({ since, from }: RowsAsked = {}) {
      const wanted = { ...(since !== undefined && { since }), ...(from !== undefined && { min_date: from }) };
      const query = new URLSearchParams({ limit: String(PAGE_ROWS), ...wanted });
      for await (const page of list(`/v3/aggregation/transactions?${query}`)) {
        const rows: (ProviderRow | UnreadableRow)[] = [];
        for (const one of page) rows.push(await readOr(one, rowIn));
        yield rows;
      }
    },
  };
}

/** One row that cannot be read makes its account's read partial, not everybody's fail. */
async function readOr(one: unknown, read: (one: unknown) => Promise<ProviderRow>): Promise<ProviderRow | UnreadableRow> {
  try {
    return await read(one);
  } catch (error) {
    if (error instanceof BankError && error.kind === "invalid_answer") return unreadableRow(one, error.message);
    throw error;
  }
}

/** GET with the user's token. Refused with a fresh one too, it is the consent that is gone. */
function authorised(send: BridgeSend, login: () => Promise<string>, first: string): (path: string) => Promise<unknown> {
  const held = { token: first, renewals: 0 };
  return async (path) => {
    const answer = await send({ method: "GET", path, bearer: held.token });
    if (answer.status !== "unauthorized") return contentOf(answer);
    if (held.renewals >= RENEWALS_MAX) throw new BankError("unauthorized", "bridge: the user's token is refused again and again");
    held.renewals += 1;
    held.token = await login();
    return contentOf(await send({ method: "GET", path, bearer: held.token }));
  };
}

function contentOf(answer: Awaited<ReturnType<BridgeSend>>): unknown {
  if (answer.status === "ok") return answer.json;
  if (answer.status === "unauthorized") throw new BankError("unauthorized", "bridge: a fresh token is refused");
  throw new BankError("refused", `bridge: ${answer.status.replace("_", " ")}`);
}

async function everyOne<One>(pages: AsyncIterable<readonly unknown[]>, read: (one: unknown) => One): Promise<One[]> {
  const all: One[] = [];
  for await (const page of pages) all.push(...page.map(read));
  return all;
}

async function itemsOf(pages: AsyncIterable<readonly unknown[]>, send: BridgeSend): Promise<readonly ProviderItem[]> {
  const items = await everyOne(pages, (one) => parsed(WireItem, one, "item"));
  const names = new Map<string, string | undefined>();
  for (const { provider_id: id } of items) if (id && !names.has(id)) names.set(id, await bankName(send, id));
  return items.map((item) => itemOf(item, names.get(item.provider_id ?? "")));
}

/** The bank's name is a nicety: whatever goes wrong with it, the sync goes on without. */
async function bankName(send: BridgeSend, id: string): Promise<string | undefined> {
  try {
    const answer = await send({ method: "GET", path: `/v3/providers/${id}` });
    return answer.status === "ok" ? WireProvider.safeParse(answer.json).data?.name : undefined;
  } catch (error) {
    if (error instanceof BankError) return undefined;
    throw error;
  }
}
