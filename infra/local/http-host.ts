/** What a request claimed to be sent to, where that is no host of ours. */
export const CLAIMED_HOST = "x-claimed-host";

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i;

/**
 * The host a request may claim to have been sent to: a name of this machine, or one of the allowed ones. Links are built on it, so any
 * other name, which only the caller's word stands for, is taken for the address we listen at.
 */
export function trustedHost(
  claimed: string | undefined,
  { allowed, own }: { readonly allowed: readonly string[]; readonly own: string },
): string {
  const host = (claimed ?? "").toLowerCase();
  return LOOPBACK.test(host) || allowed.includes(host) ? host : own;
}

/** Hosts of the origins in a setting: `https://app.example.fr` -> `app.example.fr`. What is no address names none. */
export const hostsIn = (origins: readonly string[]): readonly string[] =>
  origins.flatMap((origin) => (URL.canParse(origin) ? [new URL(origin).host] : []));

/** The path and query of a request line; the whole address some clients write there (RFC 9112 section 3.2.2) names its host too. */
export function targetOf(url: string): { readonly url: string; readonly host?: string } {
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) return { url };
  const { pathname, search, host } = new URL(url);
  return { url: pathname + search, host };
}
