import { BankError } from "./port.ts";

const LOOPBACK = new Set(["127.0.0.1", "localhost", "[::1]"]);

/**
 * The origin every call goes to. Throws RangeError unless it is https, or http to this machine, with no path but `/v3`:
 * the client secret travels in a header and must not leave in clear.
 */
export function originOf(baseUrl: string): string {
  const url = new URL(baseUrl);
  const safe = url.protocol === "https:" || (url.protocol === "http:" && LOOPBACK.has(url.hostname));
  const plain = /^\/?(v3\/?)?$/.test(url.pathname) && url.search === "" && url.hash === "" && url.username === "" && url.password === "";
  if (!safe || !plain) throw new RangeError("the Bridge base URL must be https (or http to loopback) without a path");
  return url.origin;
}

/** Every way seen of saying that there is no next page. */
const NO_NEXT = new Set(["", "null", "undefined"]);

/** Path and query of the next page, or undefined. What the provider writes there cannot send our credentials to another host. */
export function nextPath(nextUri: string | null | undefined, origin: string): string | undefined {
  const text = nextUri?.trim() ?? "";
  if (NO_NEXT.has(text)) return undefined;
  const url = URL.canParse(text, origin) ? new URL(text, origin) : undefined;
  if (url?.origin !== origin || !url.pathname.startsWith("/v3/"))
    throw new BankError("invalid_answer", "bridge: the next page is somewhere else");
  return `${url.pathname}${url.search}`;
}
