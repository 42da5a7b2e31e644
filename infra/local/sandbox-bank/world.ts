import { type DecimalText, decimal, type Statement, type WireAccount, type WireTransaction } from "./wire.ts";

/** A row as a test says it: what matters, the rest is filled in. `amount` is the text that stands in the JSON. */
export type GivenRow = { readonly id: number; readonly amount: string } & Partial<Omit<WireTransaction, "id" | "amount">>;
export type GivenAccount = { readonly id: number; readonly balance?: string; readonly accounting_balance?: string } & Partial<
  Omit<WireAccount, "id" | "balance" | "accounting_balance">
>;

/** A bank whose rows are told one by one, instead of the made-up company's. Every change gets the clock's instant as `updated_at`. */
export type SandboxWorld = {
  readonly setAccounts: (...accounts: readonly GivenAccount[]) => void;
  /** Adds rows, or replaces those of the same id. An explicit `updated_at` is kept. */
  readonly upsert: (...rows: readonly GivenRow[]) => void;
  /** Changes some fields of a row. */
  readonly edit: (id: number, changes: Partial<GivenRow>) => void;
  /** The row stays in increments, as deleted. */
  readonly remove: (id: number) => void;
  /** The row comes back under another id, and the first id is deleted. */
  readonly reissue: (id: number, newId: number, changes?: Partial<GivenRow>) => void;
  readonly statement: () => Statement;
};

/** An empty bank with one account, 1, in euros. */
export function sandboxWorld(now: () => Date): SandboxWorld {
  const rows = new Map<number, WireTransaction>();
  const accounts = new Map<number, WireAccount>([[1, filledAccount({ id: 1 }, now)]]);
  const put = (given: GivenRow) => rows.set(given.id, filledRow(given, now));
  const held = (id: number): GivenRow => {
    const row = rows.get(id);
    if (!row) throw new Error(`the world has no row ${id}`);
    const { updated_at: _, amount, ...rest } = row;
    return { ...rest, amount: amount.decimal };
  };
  return {
    setAccounts: (...given) => {
      accounts.clear();
      for (const account of given) accounts.set(account.id, filledAccount(account, now));
    },
    upsert: (...given) => given.forEach(put),
    edit: (id, changes) => void put({ ...held(id), ...changes, id }),
    remove: (id) => void put({ ...held(id), deleted: true }),
    reissue: (id, newId, changes = {}) => {
      const row = held(id);
      put({ ...row, deleted: true });
      put({ ...row, ...changes, id: newId });
    },
    statement: () => ({ accounts: [...accounts.values()], transactions: [...rows.values()] }),
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
