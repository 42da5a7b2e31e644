/** A provider asking for longer than a day is not believed. */
const RETRY_AFTER_SECONDS_MAX = 86_400;

/** Seconds a `Retry-After` header asks to wait (RFC 9110, 10.2.3: a number, or a date); undefined when it says nothing readable. */
export function retryAfterSeconds(header: string | null, now: Date): number | undefined {
  const text = header?.trim() ?? "";
  if (text === "") return undefined;
  const seconds = /^\d{1,9}$/.test(text) ? Number(text) : Math.ceil((Date.parse(text) - now.getTime()) / 1_000);
  return Number.isNaN(seconds) ? undefined : Math.min(Math.max(seconds, 0), RETRY_AFTER_SECONDS_MAX);
}
