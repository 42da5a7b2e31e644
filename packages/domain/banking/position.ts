import type { BusinessDate } from "../dates.ts";
import type { Currency } from "../money.ts";
import type { Account, AccountType } from "./account.ts";
import { COMPANY_CURRENCY, type ExchangeRate, inCompanyCurrency, isOldOn } from "./exchange.ts";

/** What a company has at its banks, in kinds that are never added up with each other: an owner who asks for cash wants no loan in it. */
export const ACCOUNT_GROUPS = ["cash", "loans", "securities", "other"] as const;
export type AccountGroup = (typeof ACCOUNT_GROUPS)[number];

const GROUP_OF: Readonly<Record<AccountType, AccountGroup>> = {
  ...{ checking: "cash", savings: "cash", card: "cash" },
  ...{ loan: "loans", securities: "securities", other: "other" },
};

/** Booked, announced and scheduled money, minor units; null: too large to be told exactly. */
export type Money = { readonly balanceCents: number | null; readonly pendingCents: number | null; readonly futureCents: number | null };

export type CurrencyPosition = Money & {
  readonly currency: Currency;
  readonly openAccounts: number;
  /** Kept as history: their money is in no figure. */
  readonly closedAccounts: number;
  readonly unsharedAccounts: number;
  /** What it is worth in the company's currency, by which rate; null where no rate is known. */
  readonly converted: (Money & { readonly rate: (ExchangeRate & { readonly isOld: boolean }) | null }) | null;
};

export type GroupPosition = {
  readonly group: AccountGroup;
  readonly currencies: readonly CurrencyPosition[];
  /** All of it in the company's currency; null as soon as one rate is missing. */
  readonly total: (Money & { readonly currency: Currency }) | null;
  readonly missingRates: readonly Currency[];
};

/** Every currency the accounts or their rows are in, but the company's own: those a rate is looked for. */
export const currenciesOf = (accounts: readonly Account[]): Currency[] =>
  [...new Set(accounts.flatMap(({ currency, totals }) => [currency, ...totals.foreign.map((other) => other.currency)]))]
    .filter((currency) => currency !== COMPANY_CURRENCY)
    .sort();

/** The company's position by group and currency. Sums cover open accounts the bank still shares; no sum crosses currencies without a rate. */
export function positionOf(accounts: readonly Account[], rates: ReadonlyMap<string, ExchangeRate>, on: BusinessDate): GroupPosition[] {
  return ACCOUNT_GROUPS.flatMap((group) => {
    const own = accounts.filter(({ accountType }) => GROUP_OF[accountType] === group);
    return own.length === 0 ? [] : [groupPosition(group, own, rates, on)];
  });
}

type Sums = { readonly balance: bigint; readonly pending: bigint; readonly future: bigint };
const NOTHING: Sums = { balance: 0n, pending: 0n, future: 0n };
const plus = (left: Sums, right: Sums): Sums => ({
  balance: left.balance + right.balance,
  pending: left.pending + right.pending,
  future: left.future + right.future,
});

function groupPosition(
  group: AccountGroup,
  own: readonly Account[],
  rates: ReadonlyMap<string, ExchangeRate>,
  on: BusinessDate,
): GroupPosition {
  const currencies = [
    ...new Set(own.flatMap(({ currency, totals }) => [currency, ...totals.foreign.map((other) => other.currency)])),
  ].sort();
  const summed = currencies.map((currency) => ({ currency, sums: sumsOf(own, currency), rate: rates.get(currency) }));
  const missingRates = summed.filter(({ currency, rate }) => currency !== COMPANY_CURRENCY && !rate).map(({ currency }) => currency);
  const worth = summed.map(({ currency, sums, rate }) =>
    currency === COMPANY_CURRENCY ? sums : rate ? convertedSums(sums, rate) : NOTHING,
  );
  return {
    group,
    currencies: summed.map(({ currency, sums, rate }) => ({
      ...{ currency, ...moneyOf(sums), ...countsOf(own, currency) },
      converted: convertedOf(currency, sums, rate, on),
    })),
    total: missingRates.length > 0 ? null : { currency: COMPANY_CURRENCY, ...moneyOf(worth.reduce(plus, NOTHING)) },
    missingRates,
  };
}

const isCounted = ({ status, sync }: Account): boolean => status === "open" && !isUnshared(sync);
const isUnshared = (sync: Account["sync"]): boolean => sync?.state === "unshared" || sync?.state === "gone";

/** What the counted accounts hold of a currency: those in it, and rows of it in others. */
function sumsOf(own: readonly Account[], currency: Currency): Sums {
  return own.filter(isCounted).reduce((sums, account) => plus(sums, heldBy(account, currency)), NOTHING);
}

function heldBy({ currency: own, openingBalanceCents, totals }: Account, currency: Currency): Sums {
  const held = own === currency ? totals : totals.foreign.find((other) => other.currency === currency);
  if (!held) return NOTHING;
  const opening = own === currency ? BigInt(openingBalanceCents) : 0n;
  return { balance: opening + BigInt(held.bookedCents), pending: BigInt(held.pendingCents), future: BigInt(held.futureCents) };
}

function countsOf(own: readonly Account[], currency: Currency) {
  const inIt = own.filter((account) => account.currency === currency);
  const open = inIt.filter(({ status }) => status === "open");
  const unsharedAccounts = open.filter(({ sync }) => isUnshared(sync)).length;
  return { openAccounts: open.length - unsharedAccounts, closedAccounts: inIt.length - open.length, unsharedAccounts };
}

/** Each sum by itself, rounded once. */
const convertedSums = (sums: Sums, rate: ExchangeRate): Sums => ({
  balance: inCompanyCurrency(sums.balance, rate),
  pending: inCompanyCurrency(sums.pending, rate),
  future: inCompanyCurrency(sums.future, rate),
});

function convertedOf(currency: Currency, sums: Sums, rate: ExchangeRate | undefined, on: BusinessDate): CurrencyPosition["converted"] {
  if (currency === COMPANY_CURRENCY) return { ...moneyOf(sums), rate: null };
  return rate ? { ...moneyOf(convertedSums(sums, rate)), rate: { ...rate, isOld: isOldOn(rate, on) } } : null;
}

const moneyOf = ({ balance, pending, future }: Sums): Money => ({
  ...{ balanceCents: exact(balance), pendingCents: exact(pending), futureCents: exact(future) },
});

const exact = (value: bigint): number | null => (Number.isSafeInteger(Number(value)) ? Number(value) : null);
