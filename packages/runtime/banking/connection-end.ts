import type { ProviderItem } from "#connectors/banks/port";
import { type ConnectedItem, ITEMS_MAX, standingOf } from "#domain/banking/connection";
import type { Connection, RunEnd } from "#store/connections";
import type { Opened } from "./connect-accounts.ts";

const BANK_NAME_MAX = 80;

/** What a connection remembers of its logins, and where they say it stands. A login owns the accounts the bank lists and lets us read. */
export function endOf(items: readonly ProviderItem[], opened: readonly Opened[]): RunEnd {
  const kept = items.slice(0, ITEMS_MAX).map(connectedItem);
  const owners = new Set(opened.flatMap(({ shared: { enabled, itemId } }) => (enabled && itemId !== undefined ? [itemId] : [])));
  return { state: "pending_consent", ...standingOf(kept, owners), items: kept };
}

const connectedItem = ({ itemId, state, statusInfo, bankName, consentExpiresAt }: ProviderItem): ConnectedItem => ({
  ...{ itemId, state, statusInfo },
  ...{ bankName: bankName?.slice(0, BANK_NAME_MAX) ?? null, consentExpiresAt: consentExpiresAt ?? null },
});

/** Nobody has consented yet, or the login that was there is gone: then only a person can bring it back. */
export const endWithoutItems = ({ items = [], lastSuccessAt }: Connection): RunEnd =>
  items.length > 0 || lastSuccessAt !== undefined
    ? { state: "reauth_required", statusInfo: "item_gone", items: [] }
    : { state: "pending_consent" };
