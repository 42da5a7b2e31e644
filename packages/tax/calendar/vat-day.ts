import type { BusinessDate } from "#domain/dates";
import type { TaxNotice } from "../notice.ts";
import type { CalendarFigure } from "../rates/calendar.ts";
import { type MissingForVatDay, NOTICES } from "./notices.fr.ts";
import type { CalendarProfile } from "./profile.ts";
import type { Situation } from "./rule.ts";

/** Paris and its neighbours have days of their own. */
const PARIS: ReadonlySet<string> = new Set(["75", "92", "93", "94"]);

type Kind = "sole_trader" | "company" | "public_company" | "other";

/** One cell of the table: whose day it is. */
type Cell = {
  readonly figure: CalendarFigure;
  readonly kind: Kind;
  readonly paris: boolean | null;
  /** First letter of a name, first two digits of a SIREN, both bounds included. */
  readonly initials?: readonly [string, string];
  readonly sirens?: readonly [string, string];
};

/** CGI ann. IV art. 39, 1-1°, as a table. */
const TABLE: readonly Cell[] = [
  { figure: "tvaEiIdfAh", kind: "sole_trader", paris: true, initials: ["A", "H"] },
  { figure: "tvaEiIdfIz", kind: "sole_trader", paris: true, initials: ["I", "Z"] },
  { figure: "tvaEiAh", kind: "sole_trader", paris: false, initials: ["A", "H"] },
  { figure: "tvaEiIz", kind: "sole_trader", paris: false, initials: ["I", "Z"] },
  { figure: "tvaSocieteIdfA", kind: "company", paris: true, sirens: ["00", "68"] },
  { figure: "tvaSocieteIdfB", kind: "company", paris: true, sirens: ["69", "78"] },
  { figure: "tvaSocieteIdfC", kind: "company", paris: true, sirens: ["79", "99"] },
  { figure: "tvaSociete", kind: "company", paris: false },
  { figure: "tvaSaIdfA", kind: "public_company", paris: true, sirens: ["00", "74"] },
  { figure: "tvaSaIdfB", kind: "public_company", paris: true, sirens: ["75", "99"] },
  { figure: "tvaSa", kind: "public_company", paris: false },
  { figure: "tvaAutres", kind: "other", paris: null },
];

/**
 * Day of the month TVA is declared on. The company's own, else the earliest the table leaves open for what is known of it: a return that
 * comes early costs nothing, and a notice says what to look up.
 */
export function vatDay({ profile, figure }: Situation, on: BusinessDate): { readonly day: number; readonly notices: readonly TaxNotice[] } {
  if (profile.vatDueDay !== null) return { day: profile.vatDueDay, notices: [] };
  const days = TABLE.filter((cell) => fits(cell, profile)).map((cell) => figure(cell.figure, on));
  const day = Math.min(...days);
  if (new Set(days).size > 1) return { day, notices: [NOTICES.vatDayUncertain(day, missing(profile))] };
  return { day, notices: isSas(profile) ? [NOTICES.vatDaySas(day)] : [] };
}

const isSas = ({ legalForm }: CalendarProfile): boolean => legalForm === "sas" || legalForm === "sasu" || legalForm === "selas";

function fits({ kind, paris, initials, sirens }: Cell, profile: CalendarProfile): boolean {
  const wanted = kindOf(profile);
  if (wanted !== null && wanted !== kind) return false;
  if (paris !== null && profile.department !== null && PARIS.has(profile.department) !== paris) return false;
  return within(profile.ownerInitial, initials) && within(profile.siren?.slice(0, 2) ?? null, sirens);
}

const within = (value: string | null, bounds: readonly [string, string] | undefined): boolean =>
  value === null || bounds === undefined || (bounds[0] <= value && value <= bounds[1]);

/** Who is who in the table. A SAS is counted with the companies other than the SA, whose days are the earlier ones. */
function kindOf({ legalForm }: CalendarProfile): Kind | null {
  if (legalForm === null || legalForm === "autre") return null;
  if (legalForm === "ei") return "sole_trader";
  if (legalForm === "sa") return "public_company";
  return legalForm === "association" ? "other" : "company";
}

/** What the table would need and nobody said. */
function missing(profile: CalendarProfile): readonly MissingForVatDay[] {
  const kind = kindOf(profile);
  return [
    ...(kind === null ? (["legalForm"] as const) : []),
    ...(profile.department === null ? (["department"] as const) : []),
    ...(profile.ownerInitial === null && (kind === null || kind === "sole_trader") ? (["ownerInitial"] as const) : []),
    ...(profile.siren === null && kind !== "sole_trader" ? (["siren"] as const) : []),
  ];
}
