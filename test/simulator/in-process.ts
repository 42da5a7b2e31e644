import type { Sent } from "#infra/local/sandbox-bank/desk";
import type { SandboxCall } from "#infra/local/sandbox-bank/routes";

/** Somebody who answers the calls made to a host. */
export type Answering = { readonly answer: (call: SandboxCall) => Sent };

const NO_BODY = new Set([204, 205, 304]);

/**
 * A `fetch` that hands the calls of some hosts to whoever answers there, in this process, and every other call to the network. What is
 * cut fails as a socket does, what is never answered waits for its caller's patience.
 */
function fetchFrom(hosts: ReadonlyMap<string, Answering>, elsewhere: typeof fetch): typeof fetch {
  return async (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const host = hosts.get(url.host);
    if (!host) return elsewhere(input, init);
    const headers = Object.fromEntries(new Headers(init.headers));
    const body = typeof init.body === "string" ? init.body : "";
    const sent = host.answer({ method: init.method ?? "GET", url, headers, body });
    if (sent === "nothing") return neverAnswered(init.signal ?? undefined);
    if (sent.cut) throw new TypeError("terminated");
    return new Response(NO_BODY.has(sent.status) ? null : new Uint8Array(sent.body), { status: sent.status, headers: { ...sent.headers } });
  };
}

const neverAnswered = (signal: AbortSignal | undefined): Promise<Response> =>
  new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason), { once: true }));

/** Puts the hosts in place of the network, until `restore`. `elsewhere` names every other address that was called: none, if all is well. */
export function reachable(hosts: ReadonlyMap<string, Answering>): { readonly restore: () => void; readonly elsewhere: readonly string[] } {
  const before = globalThis.fetch;
  const elsewhere: string[] = [];
  globalThis.fetch = fetchFrom(hosts, (input, init) => {
    elsewhere.push(String(input instanceof Request ? input.url : input));
    return before(input, init);
  });
  return {
    elsewhere,
    restore: () => {
      globalThis.fetch = before;
    },
  };
}
