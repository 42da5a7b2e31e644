import type { HttpRequest } from "./request.ts";

/** Where the caller reached us, as the gateway says it: https but on this machine. */
export const originOf = ({ domain }: Pick<HttpRequest, "domain">): string =>
  `${/^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(domain) ? "http" : "https"}://${domain}`;
