import { businessDate, instantOf, parisDate } from "#domain/dates";
import { type Currency, EUR } from "#domain/money";
import { holdingsIn } from "./finary-holding.ts";
import { listingOf } from "./finary-pages.ts";
import { Envelope, FinaryAccount, FinaryRow, Organizations } from "./finary-wire.ts";
import {
  BankError,
  type BankSession,
  type ProviderAccount,
  type ProviderHolding,
  type ProviderItem,
  type ProviderRow,
  type RowsAsked,
  type UnreadableRow,
} from "./port.ts";
import type { Send, Wire } from "./provider-http.ts";
import { currencyOf, exactCents, nearestCents } from "./provider-money.ts";
import { parsed } from "./provider-parse.ts";
import { authorised } from "./provider-token.ts";
import { unreadableRow } from "./unreadable-row.ts";

/** The parts of a portfolio that have transactions, and what their accounts are. */
const CATEGORIES = { checkings: "checking", savings: "savings", investments: "securities", credits: "loan" } as const;
type Category = keyof typeof CATEGORIES;
const NAMES = ["checkings", "savings", "investments", "credits"] as const satisfies readonly Category[];

type Conversation = { readonly wire: Wire; readonly send: Send; readonly token: string; readonly now: () => Date };

/** One conversation: whose portfolios a token opens is asked first, so a token that opens none is known at once. */
export async function openFinary({ wire, send, token, now }: Conversation): Promise<BankSession> {
  const ask = await authorised(wire, send, { token }, now);
  const get = async (path: string) => resultIn(await ask(path));
  const list = async (path: string) => listIn(await get(path));
  const organizations = parsed(Organizations, await get("/users/me/organizations"), "the organizations");
  const places = organizations.flatMap(({ id, members }) => members.map((member) => `/organizations/${id}/memberships/${member.id}`));
  const parts = places.flatMap((place) =>
    NAMES.map((category) => ({ path: `${place}/portfolio/${category}`, type: CATEGORIES[category] })),
  );
  const openedAt = now();
  const told = new Map<string, Told>();
  const read = async () => {
    told.clear();
    for (const { path, type } of parts)
      for (const one of await list(`${path}/accounts`)) {
        const account = parsed(FinaryAccount, one, "an account");
        told.set(account.id, { account, type });
      }
    return [...told.values()];
  };
  return {
    items: async () => itemsOf(await read()),
    accounts: async () => (await read()).map(accountOf),
    async *rows({ from }: RowsAsked = {}) {
      if (told.size === 0) await read();
      const seen = new Set<string>();
      for (const { path } of parts) {
        const found = await listingOf(list, `${path}/transactions`);
        yield found.map((one) => rowOf(one, told, openedAt)).filter((row) => isAsked(row, from) && isNew(row, seen));
      }
    },
    holdings: () => holdingsAt(places, get),
  };
}

/** Holdings of every membership, each once. */
async function holdingsAt(places: readonly string[], get: (path: string) => Promise<unknown>): Promise<readonly ProviderHolding[]> {
  const all = new Map<string, ProviderHolding>();
  for (const place of places)
    for (const holding of holdingsIn(await get(`${place}/holdings_accounts?with_transactions=true`))) all.set(holding.providerId, holding);
  return [...all.values()];
}

/** What an answer holds; an error may come with status 200. */
function resultIn(json: unknown): unknown {
  const { result, error } = parsed(Envelope, json, "an answer");
  if (error !== undefined && error !== null) throw new BankError("invalid_answer", "finary: an answer that is an error");
  return result;
}

type Told = { readonly account: FinaryAccount; readonly type: ProviderAccount["type"] };

function listIn(result: unknown): readonly unknown[] {
  if (!Array.isArray(result)) throw new BankError("invalid_answer", "finary: an answer that is no list");
  return result;
}

const currencyIn = (account: FinaryAccount): Currency => (account.currency ? currencyOf(account.currency.code) : EUR);

/** In the account's own currency: what is named `display_…` is another, of the person's choice. */
function accountOf({ account, type }: Told): ProviderAccount {
  const iban = account.iban?.replace(/\s/g, "").toUpperCase() ?? "";
  const currency = currencyIn(account);
  return {
    ...{ providerId: account.id, name: account.name?.trim() ?? "", type, currency },
    ...{ itemId: account.connection_id ?? OWN_ITEM, balanceCents: nearestCents(account.balance, currency), enabled: true },
    ...(/^[A-Z]{2}\d{2}[0-9A-Z]{11,30}$/.test(iban) && { iban }),
  };
}

/** Accounts a person keeps there by hand are of no bank's login. */
const OWN_ITEM = "finary";

/** Its logins, as far as its accounts tell of them; a portfolio without accounts is one that is read, and empty. */
function itemsOf(all: readonly Told[]): readonly ProviderItem[] {
  const items = new Map<string, ProviderItem>();
  for (const { account } of all) {
    const itemId = account.connection_id ?? OWN_ITEM;
    const state = stateOf(account.state ?? "");
    const known = items.get(itemId);
    if (known && (known.state !== "active" || state === "active")) continue;
    const bankName = account.institution?.name;
    items.set(itemId, { itemId, state, statusInfo: (account.state || "ok").toLowerCase().slice(0, 80), ...(bankName && { bankName }) });
  }
  return items.size > 0 ? [...items.values()] : [{ itemId: OWN_ITEM, state: "active", statusInfo: "ok" }];
}

/** Words are all there is to go by: nobody has published the list of states. */
function stateOf(state: string): ProviderItem["state"] {
  if (state === "" || /^(ok|success\w*|synced|active|up_to_date|syncing|pending)$/i.test(state)) return "active";
  if (/pass|credential|auth|sca|otp|action/i.test(state)) return "reauth_required";
  return /error|unavailable|fail|maintenance|timeout/i.test(state) ? "temporarily_unavailable" : "degraded";
}

/** Nothing tells when a row last changed: what is read now is its latest version, and what changed is found by comparing. */
function rowOf(one: unknown, told: ReadonlyMap<string, Told>, openedAt: Date): ProviderRow | UnreadableRow {
  try {
    const row = parsed(FinaryRow, one, "a row");
    const account = told.get(row.account.id)?.account;
    const currency = row.currency ? currencyOf(row.currency.code) : account ? currencyIn(account) : EUR;
    const date = businessDate(row.date);
    const raw = row.name ?? row.simplified_name ?? row.display_name ?? "";
    return {
      ...{ providerId: row.id, accountProviderId: row.account.id, label: row.display_name || row.simplified_name || raw, rawLabel: raw },
      ...{ amountCents: exactCents(row.value, currency), currency, date, hasBookingDate: true },
      ...{ future: date > parisDate(openedAt), deleted: false, updatedAt: instantOf(openedAt) },
    };
  } catch (error) {
    if (error instanceof BankError && error.kind === "invalid_answer") return unreadableRow(one, error.message);
    throw error;
  }
}

const isAsked = (row: ProviderRow | UnreadableRow, from: string | undefined): boolean =>
  from === undefined || "unreadable" in row || row.date >= from;

/** Two memberships may show the same account. */
function isNew(row: ProviderRow | UnreadableRow, seen: Set<string>): boolean {
  if ("unreadable" in row) return true;
  const known = seen.has(row.providerId);
  seen.add(row.providerId);
  return !known;
}
