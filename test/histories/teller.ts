import { exponentOf } from "#domain/money";
import type { GivenAccount, GivenRow, SandboxWorld } from "#infra/local/sandbox-bank/world";
import type { Operation, TrueAccount, Truth } from "./truth.ts";

/** How one provider tells one company's truth: its own names of accounts and operations, its own wording. */
export type Teller = {
  /** The name it gives an account, made at the first ask. */
  readonly accountId: (account: TrueAccount) => number;
  /** Tells an operation as it stands, under the id it has here, or a new one. */
  readonly tell: (operation: Operation, how?: { readonly updatedAt?: string; readonly under?: "new_id" }) => void;
  /** The row of an operation is told as deleted; the operation may be told again later. */
  readonly takeBack: (operation: Operation) => void;
  /** The row of an operation is not told any more, without a word. */
  readonly drop: (operation: Operation) => void;
  /** Whose row this id is, or was. */
  readonly operationOf: (rowId: string) => number | undefined;
  /** Whether this is the id it tells its operation under now. */
  readonly isCurrent: (rowId: string) => boolean;
  /** Whether it tells this operation now, deleted or not. */
  readonly tells: (operation: Operation) => boolean;
  /** Whether it ever did. */
  readonly hasTold: (operation: Operation) => boolean;
  /** Says what accounts there are and what they hold, as of now. */
  readonly tellAccounts: (accounts: readonly ToldAccount[]) => void;
};

/** `missing` accounts are not listed at all. */
export type ToldAccount = { readonly account: TrueAccount; readonly access: "enabled" | "disabled" | "missing" };

export type TellerOptions = {
  readonly world: SandboxWorld;
  readonly truth: Truth;
  /** Ids nobody else uses, rising. */
  readonly nextId: () => number;
  readonly itemId: number;
  readonly label?: (label: string) => string;
};

export function teller({ world, truth, nextId, itemId, label = (text) => text }: TellerOptions): Teller {
  const accountIds = new Map<number, number>();
  const rowIds = new Map<number, number>();
  const owners = new Map<string, number>();
  const told = new Set<number>();
  const idIn = (map: Map<number, number>, key: number): number => {
    const id = map.get(key) ?? nextId();
    map.set(key, id);
    return id;
  };
  const accountId = ({ key }: TrueAccount): number => idIn(accountIds, key);
  return {
    accountId,
    tell: (operation, { updatedAt, under } = {}) => {
      if (under === "new_id") rowIds.delete(operation.key);
      const id = idIn(rowIds, operation.key);
      owners.set(String(id), operation.key);
      told.add(operation.key);
      const row = rowTold(operation, { id, account_id: accountId(operation.account) }, label(operation.label));
      world.upsert(updatedAt === undefined ? row : { ...row, updated_at: updatedAt });
    },
    takeBack: ({ key }) => void world.remove(idIn(rowIds, key)),
    drop: ({ key }) => {
      world.vanish(idIn(rowIds, key));
      rowIds.delete(key);
    },
    operationOf: (rowId) => owners.get(rowId),
    isCurrent: (rowId) => String(rowIds.get(owners.get(rowId) ?? -1)) === rowId,
    tells: ({ key }) => rowIds.has(key),
    hasTold: ({ key }) => told.has(key),
    tellAccounts: (accounts) =>
      world.setAccounts(
        ...accounts
          .filter(({ access }) => access !== "missing")
          .map(({ account, access }) =>
            accountTold(account, truth, { id: accountId(account), item_id: itemId, enabled: access === "enabled" }),
          ),
      ),
  };
}

function rowTold(
  { cents, account, day, state }: Operation,
  ids: { readonly id: number; readonly account_id: number },
  label: string,
): GivenRow {
  const dates = state === "booked" ? { booking_date: day, value_date: day } : { transaction_date: day };
  return {
    ...ids,
    ...dates,
    ...{ amount: decimalText(cents, account.currency), currency_code: account.currency, date: day, future: state === "future" },
    ...{ clean_description: label, provider_description: label, deleted: false },
  };
}

function accountTold(
  account: TrueAccount,
  truth: Truth,
  { enabled, ...ids }: { readonly id: number; readonly item_id: number; readonly enabled: boolean },
): GivenAccount {
  const held = decimalText(truth.bookedCents(account), account.currency);
  return {
    ...ids,
    ...{ name: account.name, iban: account.iban, currency_code: account.currency, balance: held, accounting_balance: held },
    data_access: enabled ? "enabled" : "disabled",
  };
}

/** Minor units as a bank writes them: -1250 EUR -> `-12.5`, 700 JPY -> `700`. */
function decimalText(cents: number, currency: string): string {
  const exponent = exponentOf(currency);
  const digits = String(Math.abs(cents)).padStart(exponent + 1, "0");
  const whole = digits.slice(0, digits.length - exponent);
  const fraction = digits.slice(digits.length - exponent).replace(/0+$/, "");
  return `${cents < 0 ? "-" : ""}${whole}${fraction && `.${fraction}`}`;
}
