import * as z from "zod";
import { Instant } from "../dates.ts";
import { AccountId } from "../ids.ts";
import { Cents } from "../money.ts";

export const ConnectionState = z.enum([
  "pending_consent",
  "active",
  "reauth_required",
  "temporarily_unavailable",
  "unsupported",
  "degraded",
  /** Its provider has ended: another one takes its accounts over. */
  "provider_retired",
  /** A person ended it; its accounts keep their history. */
  "disconnected",
]);
export type ConnectionState = z.infer<typeof ConnectionState>;

/** Logins one provider's user may leave behind: a reconnection may add one and keep the old. */
export const ITEMS_MAX = 20;

/** One bank login behind a connection, as the provider told it last. */
export const ConnectedItem = z.object({
  itemId: z.string().max(80),
  state: ConnectionState,
  statusInfo: z.string().max(80),
  bankName: z.string().nullable(),
  consentExpiresAt: Instant.nullable(),
});
export type ConnectedItem = z.infer<typeof ConnectedItem>;

/** An account whose balance is not the bank's: by how much at the last whole read, since which one, and when that last one was. */
export const BalanceGap = z.object({ accountId: AccountId, cents: Cents, since: Instant, seenAt: Instant });
export type BalanceGap = z.infer<typeof BalanceGap>;

/** States in which the bank, or its provider, waits for somebody: nothing new is read in them. */
const WAITS: ReadonlySet<ConnectionState> = new Set([
  "pending_consent",
  "reauth_required",
  "unsupported",
  "provider_retired",
  "disconnected",
]);

/** Whether a connection reads nothing as it stands: it waits for somebody, and so do all of its logins, or its user is refused. */
export const isSilent = ({ state, items = [], lastError }: Speaking): boolean =>
  state === "provider_retired" || (WAITS.has(state) && (lastError === "unauthorized" || items.every((item) => WAITS.has(item.state))));

type Speaking = { readonly state: ConnectionState; readonly items?: readonly ConnectedItem[]; readonly lastError?: string };

/** What the logins of a connection say of it together. */
export type Standing = {
  readonly state: ConnectionState;
  readonly statusInfo: string;
  readonly bankName?: string;
  readonly consentExpiresAt?: Instant;
};

/** From what asks nothing of anybody to what asks a person. */
const ORDER: readonly ConnectionState[] = ["active", "degraded", "temporarily_unavailable", "unsupported", "reauth_required"];
const rankOf = ({ state }: ConnectedItem): number => ORDER.indexOf(state);

/**
 * Where a connection stands. A login that owns no account the bank lists is left aside as long as another one owns some: it is what a
 * reconnection left behind. Of the logins at one bank the best speaks for it; of several banks the one that asks most speaks for the
 * connection, and the consent that ends first is told. Null without logins.
 */
export function standingOf(items: readonly ConnectedItem[], owners: ReadonlySet<string>): Standing | null {
  const owning = items.filter(({ itemId }) => owners.has(itemId));
  const banks = new Map<string, ConnectedItem>();
  for (const item of owning.length > 0 ? owning : items) {
    const bank = item.bankName ?? "";
    const best = banks.get(bank);
    if (!best || isBetter(item, best)) banks.set(bank, item);
  }
  const [speaking] = [...banks.values()].toSorted((left, right) => rankOf(right) - rankOf(left));
  if (!speaking) return null;
  const [consentExpiresAt] = [...banks.values()].flatMap(({ consentExpiresAt: at }) => at ?? []).toSorted();
  return {
    state: speaking.state,
    statusInfo: speaking.statusInfo,
    ...(speaking.bankName !== null && { bankName: speaking.bankName }),
    ...(consentExpiresAt !== undefined && { consentExpiresAt }),
  };
}

/** Of two logins equally well the one whose consent lasts longer: the newer one. */
const isBetter = (item: ConnectedItem, other: ConnectedItem): boolean =>
  rankOf(item) < rankOf(other) || (rankOf(item) === rankOf(other) && (item.consentExpiresAt ?? "") > (other.consentExpiresAt ?? ""));
