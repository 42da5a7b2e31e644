import { BankinAccount, BankinItem, BankinRow } from "./bankin-wire.ts";
import { type Bank, BankError, type Capabilities } from "./port.ts";
import { type HttpSettings, providerHttp, type Wire } from "./provider-http.ts";
import { originOf } from "./provider-origin.ts";
import { type Dialect, openSession, PAGE_ROWS } from "./provider-session.ts";

/** The last version of the Bankin' API that was given to third parties. */
const BANKIN_VERSION = "2019-02-18";

/** Its maker ends it then (Bridge's migration guide from 2019 to 2025). */
export const BANKIN_ENDS_AT = "2026-12-31T23:59:59.000Z";

/** Where its maker serves it; another address is a stand-in of whoever runs this deployment, and ends when they say. */
const OFFICIAL_HOST = "sync.bankin.com";

export type BankinSettings = HttpSettings & {
  /** `https://host`, with or without `/v2`; plain http to loopback only. */
  readonly baseUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
};

const BANKIN_CAPABILITIES: Capabilities = {
  ...{ increments: true, deletions: "told", consent: "one_run_token", announces: false, holdings: false, webhooks: true },
};

/**
 * The Bankin' API of 2019, Bridge under an older name: the person's front end gives a token, which is good for one run. Throws RangeError when
 * the base URL would let it leave in clear. Errors are Bridge's, and `retired` once the service has ended.
 */
export function bankinBank(settings: BankinSettings): Bank {
  const wire = wireOf(settings);
  return {
    capabilities: BANKIN_CAPABILITIES,
    async connect() {
      throw new BankError("refused", "bankin: there is no page of consent");
    },
    async open(_, token) {
      if (wire.isOver?.() && new URL(wire.origin).hostname === OFFICIAL_HOST)
        throw new BankError("retired", "bankin: the service has ended");
      if (token === undefined) throw new BankError("unauthorized", "bankin: a run begins with a token");
      const send = providerHttp(wire, settings);
      return openSession({ wire, send, dialect: BANKIN_DIALECT, admission: { token }, now: settings.now });
    },
    /** Nothing is kept there in our name: the token of a run ends by itself. */
    async disconnect() {},
  };
}

const wireOf = ({ baseUrl, clientId, clientSecret, now }: BankinSettings): Wire => ({
  ...{ name: "bankin", origin: originOf(baseUrl, "/v2"), prefix: "/v2/" },
  headers: { "bankin-version": BANKIN_VERSION, "client-id": clientId, "client-secret": clientSecret },
  isOver: () => now().getTime() > Date.parse(BANKIN_ENDS_AT),
});

/** Two lists: one of what changed since an instant, and a plain one, whose `since` is a day and which tells no deletion. */
const BANKIN_DIALECT: Dialect = {
  items: `/v2/items?limit=${PAGE_ROWS}`,
  accounts: `/v2/accounts?limit=${PAGE_ROWS}`,
  rows({ since, from }) {
    const limit = String(PAGE_ROWS);
    if (since !== undefined) return `/v2/transactions/updated?${new URLSearchParams({ limit, since })}`;
    return `/v2/transactions?${new URLSearchParams({ limit, ...(from !== undefined && { since: from }) })}`;
  },
  bank: (id) => `/v2/banks/${id}`,
  item: BankinItem,
  account: BankinAccount,
  row: BankinRow,
};
