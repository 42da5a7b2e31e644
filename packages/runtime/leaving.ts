import type { BusinessDate, Instant } from "#domain/dates";

/** A route that leaves: since when it is not to be used any more, when it ends, and what takes its place. */
export type Leaving = { readonly deprecatedOn: BusinessDate; readonly endsAt: Instant; readonly successor: string };

/** What every answer of a route that leaves tells: `Deprecation` (RFC 9745), `Sunset` (RFC 8594), and where to go instead. */
export function leavingHeaders(leaves: Leaving | null): Readonly<Record<string, string>> {
  if (leaves === null) return {};
  const { deprecatedOn, endsAt, successor } = leaves;
  return {
    deprecation: `@${Date.parse(`${deprecatedOn}T00:00:00Z`) / 1_000}`,
    sunset: new Date(endsAt).toUTCString(),
    link: `<${successor}>; rel="successor-version"`,
  };
}
