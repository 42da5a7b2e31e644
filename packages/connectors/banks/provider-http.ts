import { readLosslessJson } from "./lossless-json.ts";
import { BankError, type BankErrorKind, type CallGate } from "./port.ts";
import { retryAfterSeconds } from "./retry-after.ts";

/** A page of 500 rows is about 300 KB: anything near this is no answer of a provider's. */
const BODY_BYTES_MAX = 8 * 1024 * 1024;

/** Times one call is made in all. The queue behind us has its own retries, so this layer stays impatient. */
const ATTEMPTS_MAX = 3;

/** Retries in one conversation, whatever the number of calls. */
const RETRIES_MAX = 20;

/** Longest wait a provider can impose on a running function; beyond it, the run ends and comes back later. */
const WAIT_SECONDS_MAX = 5;

/** Full jitter: a pause is drawn between nothing and this, so that runs which failed together do not come back together. */
const BACKOFF_MS = [500, 2_000] as const;
const REQUEST_TIMEOUT_MS = 20_000;

/** What calls go out with, whichever provider they go to. */
export type HttpSettings = {
  readonly fetch: typeof fetch;
  readonly now: () => Date;
  readonly requestTimeoutMs?: number;
  readonly sleep?: (milliseconds: number) => Promise<void>;
  /** Between 0 and 1, for the pauses before another try. */
  readonly random?: () => number;
  /** Asked before every call that leaves, tries again included. */
  readonly gate?: CallGate;
};

/** How one provider is spoken to. */
export type Wire = {
  /** What errors call it. */
  readonly name: string;
  readonly origin: string;
  /** What a path of its begins with, a next page's too. */
  readonly prefix: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Whether the service is over, so that an address that is gone is no failure any more but its end. */
  readonly isOver?: () => boolean;
};

export type Call = {
  readonly method: "GET" | "POST" | "DELETE";
  /** Path and query, below the origin. */
  readonly path: string;
  readonly bearer?: string;
  readonly body?: Readonly<Record<string, unknown>>;
};

/** Statuses the caller knows what to do with; every other failure has become a BankError. */
export type Answer = { readonly status: "ok"; readonly json: unknown } | { readonly status: "unauthorized" | "not_found" | "conflict" };

export type Send = (call: Call) => Promise<Answer>;

/** One failed attempt: what to tell, and how long to wait before another one (undefined: another one is useless). */
type Failure = { readonly status: "failed"; readonly error: BankError; readonly wait: "backoff" | number | undefined };

/** The only place that retries: 429, 5xx, cut connections and broken JSON, a bounded number of times. One conversation each. */
export function providerHttp(wire: Wire, settings: HttpSettings): Send {
  const sleep = settings.sleep ?? ((milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)));
  const random = settings.random ?? Math.random;
  const spent = { retries: 0 };
  return async (call) => {
    for (let attempt = 0; ; attempt += 1) {
      await settings.gate?.();
      const answer = await attemptCall(wire, settings, call);
      if (answer.status !== "failed") return answer;
      const last = attempt + 1 >= ATTEMPTS_MAX || spent.retries >= RETRIES_MAX;
      if (answer.wait === undefined || last) throw answer.error;
      spent.retries += 1;
      await sleep(answer.wait === "backoff" ? Math.round(random() * (BACKOFF_MS[attempt] ?? BACKOFF_MS[1])) : answer.wait * 1_000);
    }
  };
}

async function attemptCall(wire: Wire, settings: HttpSettings, call: Call): Promise<Answer | Failure> {
  const signal = AbortSignal.timeout(settings.requestTimeoutMs ?? REQUEST_TIMEOUT_MS);
  try {
    const response = await settings.fetch(`${wire.origin}${call.path}`, {
      method: call.method,
      headers: headersOf(wire, call),
      // A redirect would carry the client secret to wherever it points.
      redirect: "manual",
      signal,
      ...(call.body && { body: JSON.stringify(call.body) }),
    });
    return await answerOf(response, wire, call, settings.now());
  } catch (error) {
    if (error instanceof BankError) throw error;
    if (wire.isOver?.() && hasNoAddress(error)) throw ended(wire);
    return failed("unavailable", wire, call, signal.aborted ? "did not answer in time" : "could not be reached", "backoff");
  }
}

const headersOf = ({ headers }: Wire, { bearer, body }: Call): Record<string, string> => ({
  accept: "application/json",
  ...headers,
  ...(body && { "content-type": "application/json" }),
  ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
});

async function answerOf(response: Response, wire: Wire, call: Call, now: Date): Promise<Answer | Failure> {
  const { status } = response;
  if (status >= 200 && status < 300) return contentOf(await textOf(response, wire, call), wire, call);
  await response.body?.cancel();
  if (wire.isOver?.() && (status === 404 || status === 410)) throw ended(wire);
  if (status === 401) return { status: "unauthorized" };
  if (status === 404) return { status: "not_found" };
  if (status === 409) return { status: "conflict" };
  if (status === 429 || status === 408 || status >= 500) {
    const seconds = retryAfterSeconds(response.headers.get("retry-after"), now);
    const wait = seconds === undefined ? "backoff" : seconds <= WAIT_SECONDS_MAX ? seconds : undefined;
    return failed(status === 429 ? "throttled" : "unavailable", wire, call, `answered ${status}`, wait, seconds);
  }
  return failed(status < 400 ? "invalid_answer" : "refused", wire, call, `answered ${status}`);
}

/** A page cut short or a maintenance page in HTML usually heals by itself, so it is worth another attempt. */
function contentOf(text: string, wire: Wire, call: Call): Answer | Failure {
  if (text === "" && call.method === "DELETE") return { status: "ok", json: null };
  try {
    return { status: "ok", json: readLosslessJson(text) };
  } catch {
    return failed("invalid_answer", wire, call, "answered something that is not JSON", "backoff");
  }
}

async function textOf(response: Response, wire: Wire, call: Call): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > BODY_BYTES_MAX) throw failed("invalid_answer", wire, call, "answered too much").error;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** Names the call by its path alone: queries, bodies and tokens stay out of errors and logs. */
function failed(
  kind: BankErrorKind,
  { name }: Wire,
  { method, path }: Call,
  what: string,
  wait?: Failure["wait"],
  seconds?: number,
): Failure {
  const where = path.replace(/\?.*/s, "").replace(/[0-9a-f-]{8,}/gi, "…");
  return { status: "failed", error: new BankError(kind, `${name}: ${method} ${where} ${what}`, seconds), wait };
}

const ended = ({ name }: Wire): BankError => new BankError("retired", `${name}: the service has ended`);

/** Whether a call failed because its host has no address any more. */
function hasNoAddress(error: unknown): boolean {
  const { cause } = error instanceof Error ? error : {};
  return cause instanceof Error && "code" in cause && cause.code === "ENOTFOUND";
}
