import * as z from "zod";
import type { AuditEntry } from "#domain/audit/chain";
import { BusinessDate, Instant, parisDate } from "#domain/dates";
import { listQuery } from "#runtime/list";

const Bound = z.union([BusinessDate, Instant]);
const bound = (end: string) => Bound.meta({ description: `${end}, included: a whole day in Paris, or an instant.` });

/** Filters of the trail. No key backs them: a page looks at a bounded number of entries. */
export const AuditFilters = listQuery({
  from: bound("From").exactOptional(),
  to: bound("To").exactOptional(),
  actor: z.string().min(1).max(80).meta({ description: "Id of who did it." }).exactOptional(),
  type: z
    .string()
    .min(1)
    .max(80)
    .meta({ description: "Beginning of a type: `account.`, or all of it: `account.created`." })
    .exactOptional(),
  object: z.string().min(1).max(120).meta({ description: "Id of what it was done to." }).exactOptional(),
});
export type AuditFilters = z.output<typeof AuditFilters>;

export const isFiltered = ({ from, to, actor, type, object }: AuditFilters): boolean =>
  [from, to, actor, type, object].some((filter) => filter !== undefined);

export function isWanted({ at, doer, type, objects }: AuditEntry, filters: AuditFilters): boolean {
  if (filters.from !== undefined && isBefore(at, filters.from)) return false;
  if (filters.to !== undefined && isAfter(at, filters.to)) return false;
  if (filters.actor !== undefined && doer.id !== filters.actor) return false;
  if (filters.type !== undefined && !type.startsWith(filters.type)) return false;
  return filters.object === undefined || objects.some(({ id }) => id === filters.object);
}

const isDay = (bound: string): boolean => !bound.includes("T");
const isBefore = (at: string, bound: string): boolean =>
  isDay(bound) ? parisDate(new Date(at)) < bound : Date.parse(at) < Date.parse(bound);
const isAfter = (at: string, bound: string): boolean =>
  isDay(bound) ? parisDate(new Date(at)) > bound : Date.parse(at) > Date.parse(bound);

/** An event may be numbered this long after its own instant: the longest a function runs, and what a stream lags, with room. */
const SLACK_MS = 6 * 3_600_000;

/** Whether everything before this entry is older than what is asked for. */
export const isPast = ({ at }: AuditEntry, { from }: AuditFilters): boolean =>
  from !== undefined && Date.parse(at) + SLACK_MS < Date.parse(isDay(from) ? `${from}T00:00:00Z` : from);
