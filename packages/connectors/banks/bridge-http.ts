import { readLosslessJson } from "./lossless-json.ts";
import { BankError, type BankErrorKind } from "./port.ts";
import { retryAfterSeconds } from "./retry-after.ts";

/** Version of the Bridge API this adapter was written against; the provider keeps old versions alive for years. */
const BRIDGE_VERSION = "2025-01-15";

/** A page of 500 rows is about 300 KB: anything near this is no answer of Bridge's. */
const BODY_BYTES_MAX = 8 * 1024 * 1024;

/** Times one call is made in all. The queue behind us has its own retries, so this layer stays impatient. */
const ATTEMPTS_MAX = 3;

/** Retries in one conversation, whatever the number of calls. */
const RETRIES_MAX = 20;

/** Longest wait a provider can impose on a running function; beyond it, the run ends and comes back later. */
const WAIT_SECONDS_MAX = 5;

const BACKOFF_MS = [500, 2_000] as const;
const REQUEST_TIMEOUT_MS = 20_000;

export type BridgeSettings = {
  /** `https://host`, with or without `/v3`; plain http to loopback only. */
  readonly baseUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly fetch: typeof fetch;
  readonly now: () => Date;
  readonly requestTimeoutMs?: number;
  readonly sleep?: (milliseconds: number) => Promise<void>;
};

export type BridgeCall = {
  readonly method: "GET" | "POST" | "DELETE";
  /** Path and query, below the origin. */
  readonly path: string;
  readonly bearer?: string;
  readonly body?: Readonly<Record<string, unknown>>;
};

/** Statuses the caller knows what to do with; every other failure has become a BankError. */
export type BridgeAnswer =
  | { readonly status: "ok"; readonly json: unknown }
  | { readonly status: "unauthorized" | "not_found" | "conflict" };

export type BridgeSend = (call: BridgeCall) => Promise<BridgeAnswer>;

/** One failed attempt: what to tell, and how long to wait before another one (undefined: another one is useless). */
type Failure = { readonly status: "failed"; readonly error: BankError; readonly wait: "backoff" | number | undefined };

/** The only place that retries: 429, 5xx, cut connections and broken JSON, a bounded number of times. One conversation each. */
export function bridgeHttp(origin: string, settings: BridgeSettings): BridgeSend {
  const sleep = settings.sleep ?? ((milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)));
  const spent = { retries: 0 };
  return async (call) => {
    for (let attempt = 0; ; attempt += 1) {
      const answer = await attemptCall(origin, settings, call);
      if (answer.status !== "failed") return answer;
      const last = attempt + 1 >= ATTEMPTS_MAX || spent.retries >= RETRIES_MAX;
      if (answer.wait === undefined || last) throw answer.error;
      spent.retries += 1;
      await sleep(answer.wait === "backoff" ? (BACKOFF_MS[attempt] ?? BACKOFF_MS[1]) : answer.wait * 1_000);
    }
  };
}

async function attemptCall(origin: string, settings: BridgeSettings, call: BridgeCall): Promise<BridgeAnswer | Failure> {
  const signal = AbortSignal.timeout(settings.requestTimeoutMs ?? REQUEST_TIMEOUT_MS);
  try {
    const response = await settings.fetch(`${origin}${call.path}`, {
      method: call.method,
      headers: headersOf(settings, call),
      // A redirect would carry the client secret to wherever it points.
      redirect: "manual",
      signal,
      ...(call.body && { body: JSON.stringify(call.body) }),
    });
    return await answerOf(response, call, settings.now());
  } catch (error) {
    if (error instanceof BankError) throw error;
    return failed("unavailable", call, signal.aborted ? "did not answer in time" : "could not be reached", "backoff");
  }
}

const headersOf = ({ clientId, clientSecret }: BridgeSettings, { bearer, body }: BridgeCall): Record<string, string> => ({
  accept: "application/json",
  "bridge-version": BRIDGE_VERSION,
  "client-id": clientId,
  "client-secret": clientSecret,
  ...(body && { "content-type": "application/json" }),
  ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
});

async function answerOf(response: Response, call: BridgeCall, now: Date): Promise<BridgeAnswer | Failure> {
  const { status } = response;
  if (status >= 200 && status < 300) return contentOf(await textOf(response, call), call);
  await response.body?.cancel();
  if (status === 401) return { status: "unauthorized" };
  if (status === 404) return { status: "not_found" };
  if (status === 409) return { status: "conflict" };
  if (status === 429 || status === 408 || status >= 500) {
    const seconds = retryAfterSeconds(response.headers.get("retry-after"), now);
    const wait = seconds === undefined ? "backoff" : seconds <= WAIT_SECONDS_MAX ? seconds : undefined;
    return failed(status === 429 ? "throttled" : "unavailable", call, `answered ${status}`, wait, seconds);
  }
  return failed(status < 400 ? "invalid_answer" : "refused", call, `answered ${status}`);
}

/** A page cut short or a maintenance page in HTML usually heals by itself, so it is worth another attempt. */
function contentOf(text: string, call: BridgeCall): BridgeAnswer | Failure {
  if (text === "" && call.method === "DELETE") return { status: "ok", json: null };
  try {
    return { status: "ok", json: readLosslessJson(text) };
  } catch {
    return failed("invalid_answer", call, "answered something that is not JSON", "backoff");
  }
}

async function textOf(response: Response, call: BridgeCall): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > BODY_BYTES_MAX) throw failed("invalid_answer", call, "answered too much").error;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** Names the call by its path alone: queries, bodies and tokens stay out of errors and logs. */
function failed(kind: BankErrorKind, { method, path }: BridgeCall, what: string, wait?: Failure["wait"], seconds?: number): Failure {
  const where = path.replace(/\?.*/s, "").replace(/[0-9a-f-]{8,}/gi, "…");
  return { status: "failed", error: new BankError(kind, `bridge: ${method} ${where} ${what}`, seconds), wait };
}
