import * as z from "zod";
import type { AuditEntry } from "#domain/audit/chain";
import { type CompanyId, PersonId } from "#domain/ids";
import { listOf } from "#runtime/list";
import { routesNeeding } from "#runtime/route";
import { auditTrail } from "#store/audit";
import type { Db } from "#store/db";
import { memberNames } from "#store/member-names";
import { AuditFilters, isFiltered, isPast, isWanted } from "./filters.ts";
import { AuditView, auditView } from "./view.ts";

/** Entries a page with filters looks at: it may be short, its cursor goes on exactly where it ended. */
const SCANNED_MAX = 500;

const Position = z.int().min(1);

export const listAudit = routesNeeding(
  "table",
  "directory",
)({
  method: "GET",
  path: "/api/audit",
  may: "audit:read",
  summary: "The audit trail, newest first: who did what to which objects, when, from which network, in which request",
  query: AuditFilters,
  returns: listOf(AuditView),
  refuses: ["request.bad_cursor"],
  async handle({ query, actor, table, directory, cursors }) {
    const { entries, next } = await wanted(table, actor.companyId, query, cursors.open(Position));
    const names = await memberNames(directory(actor.companyId), actor.companyId, peopleIn(entries));
    return { data: entries.map((entry) => auditView(entry, names)), nextCursor: next === null ? null : cursors.seal(next) };
  },
});

type Wanted = { readonly entries: readonly AuditEntry[]; readonly next: number | null };

/** One read of the trail; `next` is the sequence the following page comes before, null at the end. */
async function wanted(table: Db, companyId: CompanyId, filters: AuditFilters, before: number | null): Promise<Wanted> {
  const asked = isFiltered(filters) ? SCANNED_MAX : filters.limit;
  const { entries, more } = await auditTrail(table, companyId).before(before, asked);
  const found: AuditEntry[] = [];
  for (const entry of entries) {
    if (isPast(entry, filters)) return { entries: found, next: null };
    if (isWanted(entry, filters)) found.push(entry);
    if (found.length === filters.limit) return { entries: found, next: entry.sequence > 1 ? entry.sequence : null };
  }
  const last = entries.at(-1);
  return { entries: found, next: more && last && last.sequence > 1 ? last.sequence : null };
}

const peopleIn = (entries: readonly AuditEntry[]): PersonId[] =>
  [...new Set(entries.map(({ doer }) => doer.id))].flatMap((id) => PersonId.safeParse(id).data ?? []);
