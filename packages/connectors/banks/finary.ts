import { openFinary } from "./finary-session.ts";
import { type Bank, BankError, type Capabilities } from "./port.ts";
import { type HttpSettings, providerHttp, type Wire } from "./provider-http.ts";
import { originOf } from "./provider-origin.ts";

export type FinarySettings = HttpSettings & {
  /** `https://host`; plain http to loopback only. */
  readonly baseUrl: string;
};

const FINARY_CAPABILITIES: Capabilities = {
  ...{ increments: false, deletions: "by_absence", consent: "kept_token", announces: false, holdings: true, webhooks: true },
};

/**
 * Finary by its private API: unofficial, read only, polled. There is no cursor and no word of what was deleted, so every read is a whole one of
 * the days asked for. Throws RangeError when the base URL would let the token leave in clear. Errors are BankErrors.
 */
export function finaryBank(settings: FinarySettings): Bank {
  const wire: Wire = {
    ...{ name: "finary", origin: originOf(settings.baseUrl), prefix: "/" },
    headers: { "x-client-api-version": "2", "x-finary-client-id": "webapp" },
  };
  return {
    capabilities: FINARY_CAPABILITIES,
    /** Nobody is asked there: the token that is kept is the consent, and our reference the only name its owner has. */
    connect: async ({ reference }) => ({ userId: reference, connectUrl: "" }),
    async open(_, token) {
      if (token === undefined) throw new BankError("unauthorized", "finary: there is no token");
      return openFinary({ wire, send: providerHttp(wire, settings), token, now: settings.now });
    },
    async disconnect() {},
  };
}
