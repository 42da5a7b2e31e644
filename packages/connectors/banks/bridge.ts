import { BRIDGE_DIALECT } from "./bridge-dialect.ts";
import { WireConnectSession, WireToken, WireUser } from "./bridge-wire.ts";
import { type Bank, BankError, type Capabilities } from "./port.ts";
import { type Answer, type HttpSettings, providerHttp, type Send, type Wire } from "./provider-http.ts";
import { originOf } from "./provider-origin.ts";
import { parsed } from "./provider-parse.ts";
import { openSession } from "./provider-session.ts";
import type { Token } from "./provider-token.ts";

/** Version of the Bridge API this adapter was written against; the provider keeps old versions alive for years. */
const BRIDGE_VERSION = "2025-01-15";

export type BridgeSettings = HttpSettings & {
  /** `https://host`, with or without `/v3`; plain http to loopback only. */
  readonly baseUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
};

const BRIDGE_CAPABILITIES: Capabilities = {
  increments: true,
  deletions: "told",
  consent: "page",
  announces: true,
  holdings: false,
  webhooks: true,
};

/**
 * Bridge API v3. Throws RangeError when the base URL would let the client secret leave in clear. Errors are BankErrors:
 * `unauthorized` asks the person for a new consent, `refused` is for whoever runs this deployment (wrong client, wrong call).
 */
export function bridgeBank(settings: BridgeSettings): Bank {
  const wire = wireOf(settings);
  return {
    capabilities: BRIDGE_CAPABILITIES,
    async connect({ reference, email, callbackUrl, userId: known, itemId }) {
      const send = providerHttp(wire, settings);
      const userId = known ?? (await userOf(send, reference));
      const { token } = await login(send, { user_uuid: userId });
      const body = { user_email: email, ...(callbackUrl !== undefined && { callback_url: callbackUrl }), ...itemOf(itemId) };
      const answer = await send({ method: "POST", path: "/v3/aggregation/connect-sessions", bearer: token, body });
      return { userId, connectUrl: parsed(WireConnectSession, accepted(answer), "a connect session").url };
    },
    open(userId) {
      const send = providerHttp(wire, settings);
      const admission = { login: () => login(send, { user_uuid: userId }) };
      return openSession({ wire, send, dialect: BRIDGE_DIALECT, admission, now: settings.now });
    },
    async disconnect(userId) {
      const answer = await providerHttp(wire, settings)({ method: "DELETE", path: `/v3/aggregation/users/${encodeURIComponent(userId)}` });
      if (answer.status !== "not_found") accepted(answer);
    },
  };
}

const wireOf = ({ baseUrl, clientId, clientSecret }: BridgeSettings): Wire => ({
  ...{ name: "bridge", origin: originOf(baseUrl, "/v3"), prefix: "/v3/" },
  headers: { "bridge-version": BRIDGE_VERSION, "client-id": clientId, "client-secret": clientSecret },
});

/** Ids of logins are numbers on the wire: `{"item_id":4711}`. */
const itemOf = (itemId: string | undefined) => (itemId !== undefined && /^\d{1,15}$/.test(itemId) ? { item_id: Number(itemId) } : {});

/** The provider's user behind a reference of ours: made once, found again afterwards. */
async function userOf(send: Send, reference: string): Promise<string> {
  const answer = await send({ method: "POST", path: "/v3/aggregation/users", body: { external_user_id: reference } });
  if (answer.status !== "conflict") return parsed(WireUser, accepted(answer), "a user").uuid;
  const { userId } = await login(send, { external_user_id: reference });
  if (userId === undefined) throw new BankError("invalid_answer", "bridge: a token without a readable user");
  return userId;
}

type Who = { readonly user_uuid: string } | { readonly external_user_id: string };

async function login(send: Send, who: Who): Promise<Token & { readonly userId: string | undefined }> {
  const answer = await send({ method: "POST", path: "/v3/aggregation/authorization/token", body: who });
  if (answer.status === "not_found") throw new BankError("unauthorized", "bridge: the user is gone");
  const { access_token: token, expires_at: expiresAt, user } = parsed(WireToken, accepted(answer), "a token");
  return { token, expiresAt: expiresAt ?? undefined, userId: user?.uuid };
}

/** A 401 here is about our client id and secret, which no consent of the person can mend. */
function accepted(answer: Answer): unknown {
  if (answer.status === "ok") return answer.json;
  throw new BankError("refused", `bridge: ${answer.status === "unauthorized" ? "our client is refused" : answer.status.replace("_", " ")}`);
}
