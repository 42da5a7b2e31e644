import type { BusinessDate } from "#domain/dates";

/** What really happened at a bank, whoever tells it: one payment, one fee, one transfer. */
export type Operation = {
  readonly key: number;
  readonly account: TrueAccount;
  /** Signed minor units of the account's currency. */
  readonly cents: number;
  readonly label: string;
  /** The day it counts: booked on, announced on, due on. */
  readonly day: BusinessDate;
  /** `gone`: it never came to be, or the bank took it back. */
  readonly state: "pending" | "future" | "booked" | "gone";
};

/** An account at the bank. Its IBAN is what stays when everything else is told anew. */
export type TrueAccount = {
  readonly key: number;
  readonly iban: string;
  readonly name: string;
  readonly currency: string;
  /** What it held before its first operation, so that its balance is not just a sum of what we are told. */
  readonly openingCents: number;
};

/** Every operation of one company, as it now stands. */
export type Truth = {
  readonly accounts: () => readonly TrueAccount[];
  readonly addAccount: (account: TrueAccount) => void;
  readonly operations: () => readonly Operation[];
  readonly live: () => readonly Operation[];
  readonly put: (operation: Operation) => Operation;
  readonly change: (key: number, changes: Partial<Omit<Operation, "key" | "account">>) => Operation;
  readonly get: (key: number) => Operation;
  /** Booked money of an account, with what it opened with: its bank's accounting balance. */
  readonly bookedCents: (account: TrueAccount) => number;
};

export function newTruth(): Truth {
  const operations = new Map<number, Operation>();
  const accounts: TrueAccount[] = [];
  const get = (key: number): Operation => {
    const found = operations.get(key);
    if (!found) throw new Error(`no operation ${key}`);
    return found;
  };
  const put = (operation: Operation): Operation => {
    operations.set(operation.key, operation);
    return operation;
  };
  return {
    accounts: () => accounts,
    addAccount: (account) => void accounts.push(account),
    operations: () => [...operations.values()],
    live: () => [...operations.values()].filter(({ state }) => state !== "gone"),
    get,
    put,
    change: (key, changes) => put({ ...get(key), ...changes }),
    bookedCents: (account) =>
      [...operations.values()]
        .filter((one) => one.account.key === account.key && one.state === "booked")
        .reduce((sum, { cents }) => sum + cents, account.openingCents),
  };
}

/** Nothing but what happened differs between them, so no reader could tell which is which. */
const alike = (left: Operation, right: Operation): boolean =>
  left.account.key === right.account.key && left.cents === right.cents && left.label === right.label;

/** The operations nothing tells apart from this one. */
export const twinsAmong = (operation: Operation, all: readonly Operation[]): readonly Operation[] =>
  all.filter((one) => one.key !== operation.key && alike(one, operation));
