import type { ProviderItem } from "./port.ts";
import type { ItemTold } from "./provider-told.ts";

/** Status codes of logins, the same in every version of Bridge. A code we do not know is a bank we cannot vouch for, not a crash. */
const STATES: Readonly<Record<number, ProviderItem["state"]>> = {
  0: "active",
  [-2]: "active",
  [-3]: "active",
  1009: "active",
  402: "reauth_required",
  429: "reauth_required",
  430: "reauth_required",
  1010: "reauth_required",
  1100: "reauth_required",
  1003: "temporarily_unavailable",
  1007: "temporarily_unavailable",
  1099: "temporarily_unavailable",
  1005: "unsupported",
};

const STATUS_INFO_MAX = 80;

/** What an item's status code asks of us: nothing, the person, patience, or giving up. */
const itemState = (status: number): ProviderItem["state"] => STATES[status] ?? "degraded";

export const itemOf = (wire: ItemTold, bankName: string | undefined): ProviderItem => ({
  itemId: wire.id,
  state: itemState(wire.status),
  statusInfo: (wire.status_code_info || String(wire.status)).toLowerCase().slice(0, STATUS_INFO_MAX),
  ...(bankName !== undefined && { bankName }),
  ...(wire.authentication_expires_at && { consentExpiresAt: wire.authentication_expires_at }),
  ...(wire.last_successful_refresh && { refreshedAt: wire.last_successful_refresh }),
});
