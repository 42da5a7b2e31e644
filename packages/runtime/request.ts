/** One HTTP request as the dispatcher sees it, whatever gateway it came through. Header names are lower-case. */
export type HttpRequest = {
  readonly routeKey: string;
  readonly method: string;
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  /** Decoded query parameters in order; a repeated name appears twice. */
  readonly query: readonly (readonly [string, string])[];
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly sourceIp: string;
  /** Host the gateway was reached at. */
  readonly domain: string;
  readonly requestId: string;
  /** Milliseconds left before the function is killed. */
  readonly remainingMs: () => number;
};

export type Language = "fr" | "en";

/** French unless English comes first in Accept-Language. */
export function languageOf(headers: Readonly<Record<string, string>>): Language {
  const first = (headers["accept-language"] ?? "").split(",", 1)[0] ?? "";
  return /^\s*en\b/i.test(first) ? "en" : "fr";
}

/** Seconds the caller is ready to wait (`Prefer: wait=N`, RFC 7240), at most 20. */
export function waitSeconds(headers: Readonly<Record<string, string>>): number {
  const match = /(?:^|[,;\s])wait=(\d{1,3})\b/.exec(headers["prefer"] ?? "");
  return Math.min(WAIT_SECONDS_MAX, Number(match?.[1] ?? 0));
}

const WAIT_SECONDS_MAX = 20;

/** Whether the caller asked for JSON rather than the thing itself. */
export const prefersJson = (headers: Readonly<Record<string, string>>): boolean =>
  /\bapplication\/(?:[\w.]+\+)?json\b/.test(headers["accept"] ?? "");
