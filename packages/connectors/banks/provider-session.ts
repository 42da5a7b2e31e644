import * as z from "zod";
import type { Currency } from "#domain/money";
import {
  BankError,
  type BankSession,
  type ProviderAccount,
  type ProviderItem,
  type ProviderRow,
  type RowsAsked,
  type UnreadableRow,
} from "./port.ts";
import { accountOf } from "./provider-account.ts";
import type { Send, Wire } from "./provider-http.ts";
import { itemOf } from "./provider-item.ts";
import { pagesOf } from "./provider-pages.ts";
import { parsed } from "./provider-parse.ts";
import { rowOf } from "./provider-row.ts";
import { type Admission, authorised } from "./provider-token.ts";
import type { AccountTold, ItemTold, RowTold } from "./provider-told.ts";
import { unreadableRow } from "./unreadable-row.ts";

/** Largest page Bridge serves, in all its versions. */
export const PAGE_ROWS = 500;

/** One version of Bridge: where things are listed, and in which shapes. */
export type Dialect = {
  readonly items: string;
  readonly accounts: string;
  readonly rows: (asked: RowsAsked) => string;
  readonly bank: (id: string) => string;
  readonly item: z.ZodType<ItemTold>;
  readonly account: z.ZodType<AccountTold>;
  readonly row: z.ZodType<RowTold>;
};

type Conversation = {
  readonly wire: Wire;
  readonly send: Send;
  readonly dialect: Dialect;
  readonly admission: Admission;
  readonly now: () => Date;
};

/** Lets itself in and talks about one user. */
export async function openSession({ wire, send, dialect, admission, now }: Conversation): Promise<BankSession> {
  const get = await authorised(wire, send, admission, now);
  const list = (path: string) => pagesOf(get, path, wire);
  const known: { currencies?: ReadonlyMap<string, Currency> } = {};
  const accounts = async (): Promise<readonly ProviderAccount[]> => {
    const all = await everyOne(list(dialect.accounts), (one) => accountOf(parsed(dialect.account, one, "an account")));
    known.currencies = new Map(all.map(({ providerId, currency }) => [providerId, currency]));
    return all;
  };
  const rowIn = async (one: unknown): Promise<ProviderRow> => {
    const told = parsed(dialect.row, one, "a row");
    if (!told.currency_code && !known.currencies) await accounts();
    return rowOf(told, known.currencies?.get(told.account_id));
  };
  return {
    items: () => itemsOf(list(dialect.items), dialect, send),
    accounts,
    async *rows(asked: RowsAsked = {}) {
      for await (const page of list(dialect.rows(asked))) {
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

async function everyOne<One>(pages: AsyncIterable<readonly unknown[]>, read: (one: unknown) => One): Promise<One[]> {
  const all: One[] = [];
  for await (const page of pages) all.push(...page.map(read));
  return all;
}

/** Logins, the newest first: after a reconnection the one that replaces another stands before it. */
async function itemsOf(pages: AsyncIterable<readonly unknown[]>, dialect: Dialect, send: Send): Promise<readonly ProviderItem[]> {
  const items = await everyOne(pages, (one) => parsed(dialect.item, one, "an item"));
  const names = new Map<string, string | undefined>();
  for (const { provider_id: id } of items) if (id && !names.has(id)) names.set(id, await bankName(send, dialect.bank(id)));
  return items.sort(newestFirst).map((item) => itemOf(item, names.get(item.provider_id ?? "")));
}

function newestFirst(left: ItemTold, right: ItemTold): number {
  const [earlier, later] = [left.created_at ?? "", right.created_at ?? ""];
  if (earlier !== later) return earlier < later ? 1 : -1;
  return right.id.length - left.id.length || (left.id < right.id ? 1 : -1);
}

const BankTold = z.object({ name: z.string().min(1) });

/** The bank's name is a nicety: whatever goes wrong with it, the sync goes on without. */
async function bankName(send: Send, path: string): Promise<string | undefined> {
  try {
    const answer = await send({ method: "GET", path });
    return answer.status === "ok" ? BankTold.safeParse(answer.json).data?.name : undefined;
  } catch (error) {
    if (error instanceof BankError) return undefined;
    throw error;
  }
}
