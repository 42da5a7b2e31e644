import { type DecimalText, decimal, type Statement, type WireAccount, type WireItem, type WireTransaction } from "./wire.ts";

/** A row as a test says it: what matters, the rest is filled in. `amount` is the text that stands in the JSON. */
export type GivenRow = { readonly id: number; readonly amount: string } & Partial<Omit<WireTransaction, "id" | "amount">>;
export type GivenAccount = { readonly id: number; readonly balance?: string; readonly accounting_balance?: string } & Partial<
  Omit<WireAccount, "id" | "balance" | "accounting_balance">
>;

/** A login as a test says it; a consent without end unless it names one. */
export type GivenItem = { readonly id: number } & Partial<Omit<WireItem, "id">>;

/** A bank whose rows are told one by one, instead of the made-up company's. Every change gets the clock's instant as `updated_at`. */
export type SandboxWorld = {
  readonly setAccounts: (...accounts: readonly GivenAccount[]) => void;
  /** The logins behind the accounts, instead of the one every user has. */
  readonly setItems: (...items: readonly GivenItem[]) => void;
  /** Serves no more rows than this a page. */
  readonly setPageRows: (max: number) => void;
  /** Adds rows, or replaces those of the same id. An explicit `updated_at` is kept. */
  readonly upsert: (...rows: readonly GivenRow[]) => void;
  /** Changes some fields of a row. */
  readonly edit: (id: number, changes: Partial<GivenRow>) => void;
  /** The row stays in increments, as deleted. */
  readonly remove: (id: number) => void;
  /** The row is gone and was never there: no increment tells it. */
  readonly vanish: (id: number) => void;
  /** The row comes back under another id, and the first id is deleted. */
  readonly reissue: (id: number, newId: number, changes?: Partial<GivenRow>) => void;
  readonly statement: () => Statement;
  /** The logins a test told, if it told any. */
  readonly items: () => readonly WireItem[] | undefined;
};

/** An empty bank with one account, 1, in euros, behind the login of this id. */
export function sandboxWorld(now: () => Date, itemId = 1): SandboxWorld {
  const rows = new Map<number, WireTransaction>();
  const accounts = new Map<number, WireAccount>();
  const told: { items?: readonly WireItem[]; pageRowsMax?: number } = {};
  const setAccounts = (...given: readonly GivenAccount[]): void => {
    accounts.clear();
    for (const account of given) accounts.set(account.id, filledAccount({ item_id: itemId, ...account }, now));
  };
  setAccounts({ id: 1 });
  const put = (given: GivenRow) => rows.set(given.id, filledRow(given, now));
  const held = (id: number): GivenRow => {
    const row = rows.get(id);
    if (!row) throw new Error(`the world has no row ${id}`);
    const { updated_at: _, amount, ...rest } = row;
    return { ...rest, amount: amount.decimal };
  };
  return {
    setAccounts,
    setItems: (...given) => {
      told.items = given.map((item) => filledItem(item, now));
    },
    items: () => told.items?.map((item) => refreshed(item, now)),
    setPageRows: (max) => {
      told.pageRowsMax = max;
    },
    upsert: (...given) => given.forEach(put),
    edit: (id, changes) => void put({ ...held(id), ...changes, id }),
    remove: (id) => void put({ ...held(id), deleted: true }),
    vanish: (id) => void rows.delete(id),
    reissue: (id, newId, changes = {}) => {
      const row = held(id);
      put({ ...row, deleted: true });
      put({ ...row, ...changes, id: newId });
    },
    statement: () => ({
      accounts: [...accounts.values()],
      transactions: [...rows.values()],
      ...(told.pageRowsMax !== undefined && { pageRowsMax: told.pageRowsMax }),
    }),
  };
}

function filledRow({ amount, ...given }: GivenRow, now: () => Date): WireTransaction {
  const date = given.booking_date ?? given.date ?? now().toISOString().slice(0, 10);
  const label = given.provider_description ?? "VIR SEPA RECU CLIENT";
  return {
    ...{ account_id: 1, clean_description: label, provider_description: label, currency_code: "EUR", date, deleted: false, future: false },
    updated_at: now().toISOString(),
    ...given,
    amount: decimal(amount),
  };
}

function filledAccount({ balance = "0", accounting_balance: accounting, ...given }: GivenAccount, now: () => Date): WireAccount {
  const booked: { accounting_balance?: DecimalText } = accounting === undefined ? {} : { accounting_balance: decimal(accounting) };
  return {
    ...{ item_id: 1, provider_id: 574, name: "Compte", type: "checking", currency_code: "EUR", pro: true, data_access: "enabled" as const },
    ...{ last_refresh_status: "successful", updated_at: now().toISOString() },
    ...given,
    ...booked,
    balance: decimal(balance),
  };
}

/** A login that works is refreshed all the time; one that does not stays as it was last. */
function refreshed(item: WireItem, now: () => Date): WireItem {
  const at = now().toISOString();
  return item.status === 0 ? { ...item, last_successful_refresh: at, last_try_refresh: at } : { ...item, last_try_refresh: at };
}

function filledItem(given: GivenItem, now: () => Date): WireItem {
  const at = now().toISOString();
  return {
    ...{ status: 0, status_code_info: "ok", provider_id: 574, account_types: "all" },
    ...{ created_at: at, last_successful_refresh: at, last_try_refresh: at },
    ...given,
  };
}
