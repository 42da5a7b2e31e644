import { BankError } from "./port.ts";
import type { Wire } from "./provider-http.ts";

const LOOPBACK = new Set(["127.0.0.1", "localhost", "[::1]"]);

/**
 * The origin every call goes to. Throws RangeError unless it is https, or http to this machine, with no path but the version a provider's
 * addresses begin with (`/v3`): secrets travel in headers and must not leave in clear.
 */
export function originOf(baseUrl: string, version = ""): string {
  const url = new URL(baseUrl);
  const safe = url.protocol === "https:" || (url.protocol === "http:" && LOOPBACK.has(url.hostname));
  const bare = ["", "/", version, `${version}/`].includes(url.pathname);
  if (!safe || !bare || url.search !== "" || url.hash !== "" || url.username !== "" || url.password !== "")
    throw new RangeError("a provider's base URL must be https (or http to loopback) without a path");
  return url.origin;
}

/** Every way seen of saying that there is no next page. */
const NO_NEXT = new Set(["", "null", "undefined"]);

/** Path and query of the next page, or undefined. What the provider writes there cannot send our credentials to another host. */
export function nextPath(nextUri: string | null | undefined, { origin, prefix, name }: Wire): string | undefined {
  const text = nextUri?.trim() ?? "";
  if (NO_NEXT.has(text)) return undefined;
  const url = URL.canParse(text, origin) ? new URL(text, origin) : undefined;
  if (url?.origin !== origin || !url.pathname.startsWith(prefix))
    throw new BankError("invalid_answer", `${name}: the next page is somewhere else`);
  return `${url.pathname}${url.search}`;
}
