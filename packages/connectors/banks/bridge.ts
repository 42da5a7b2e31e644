import { type BridgeAnswer, type BridgeSend, type BridgeSettings, bridgeHttp } from "./bridge-http.ts";
import { originOf } from "./bridge-origin.ts";
import { openSession } from "./bridge-session.ts";
import { parsed, WireConnectSession, WireToken, WireUser } from "./bridge-wire.ts";
import { type Bank, BankError, type Capabilities } from "./port.ts";

/**
 * Bridge API v3. Throws RangeError when the base URL would let the client secret leave in clear. Errors are BankErrors:
 * `unauthorized` asks the person for a new consent, `refused` is for whoever runs this deployment (wrong client, wrong call).
 */
export function bridgeBank(settings: BridgeSettings): Bank {
  const origin = originOf(settings.baseUrl);
  return {
    capabilities: BRIDGE_CAPABILITIES,
    async connect({ reference, email, callbackUrl, userId: known, itemId }) {
      const send = bridgeHttp(origin, settings);
      const userId = known ?? (await userOf(send, reference));
      const { token } = await login(send, { user_uuid: userId });
      const body = { user_email: email, ...(callbackUrl !== undefined && { callback_url: callbackUrl }), ...itemOf(itemId) };
      const answer = await send({ method: "POST", path: "/v3/aggregation/connect-sessions", bearer: token, body });
      return { userId, connectUrl: parsed(WireConnectSession, accepted(answer), "connect session").url };
    },
    open(userId) {
      const send = bridgeHttp(origin, settings);
      return openSession({ send, origin, login: async () => (await login(send, { user_uuid: userId })).token });
    },
    async disconnect(userId) {
      const answer = await bridgeHttp(origin, settings)({ method: "DELETE", path: `/v3/aggregation/users/${encodeURIComponent(userId)}` });
      if (answer.status !== "not_found") accepted(answer);
    },
  };
}

const BRIDGE_CAPABILITIES: Capabilities = { increments: true, deletions: "told", consent: "page", holdings: false, webhooks: true };

/** Ids of logins are numbers on the wire: `{"item_id":4711}`. */
const itemOf = (itemId: string | undefined) => (itemId !== undefined && /^\d{1,15}$/.test(itemId) ? { item_id: Number(itemId) } : {});

/** The provider's user behind a reference of ours: made once, found again afterwards. */
async function userOf(send: BridgeSend, reference: string): Promise<string> {
  const answer = await send({ method: "POST", path: "/v3/aggregation/users", body: { external_user_id: reference } });
  if (answer.status !== "conflict") return parsed(WireUser, accepted(answer), "user").uuid;
  const { userId } = await login(send, { external_user_id: reference });
  if (userId === undefined) throw new BankError("invalid_answer", "bridge: token without a readable user");
  return userId;
}

type Who = { readonly user_uuid: string } | { readonly external_user_id: string };

async function login(send: BridgeSend, who: Who): Promise<{ token: string; userId: string | undefined }> {
  const answer = await send({ method: "POST", path: "/v3/aggregation/authorization/token", body: who });
  if (answer.status === "not_found") throw new BankError("unauthorized", "bridge: the user is gone");
  const { access_token: token, user } = parsed(WireToken, accepted(answer), "token");
  return { token, userId: user?.uuid };
}

/** A 401 here is about our client id and secret, which no consent of the person can mend. */
function accepted(answer: BridgeAnswer): unknown {
  if (answer.status === "ok") return answer.json;
  throw new BankError("refused", `bridge: ${answer.status === "unauthorized" ? "our client is refused" : answer.status.replace("_", " ")}`);
}
