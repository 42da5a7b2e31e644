import { type Dialect, PAGE_ROWS } from "./provider-session.ts";
import { AccountTold, ItemTold, RowTold } from "./provider-told.ts";

/** Bridge v3. `since` is an instant and lists what changed, deleted rows included; `min_date` a day, and lists what is live. */
export const BRIDGE_DIALECT: Dialect = {
  items: `/v3/aggregation/items?limit=${PAGE_ROWS}`,
  accounts: `/v3/aggregation/accounts?limit=${PAGE_ROWS}`,
  rows({ since, from }) {
    const asked = { ...(since !== undefined && { since }), ...(from !== undefined && { min_date: from }) };
    return `/v3/aggregation/transactions?${new URLSearchParams({ limit: String(PAGE_ROWS), ...asked })}`;
  },
  bank: (id) => `/v3/providers/${id}`,
  item: ItemTold,
  account: AccountTold,
  row: RowTold,
};
