import type { Account } from "#domain/banking/account";
import { type Month, monthOf } from "#domain/dates";
import type { CompanyId } from "#domain/ids";
import type { Action } from "#store/db";
import { type FileDigest, fileDigestAction } from "#store/file-digests";
import type { FileRow } from "./file-rows.ts";

/** What one transaction takes beside the mark and the report: actions, and rows in them (24 MB of a stretch's months would not fit its 4 MB). */
const MONTHS_MAX = 80;
const ROWS_MAX = 350_000;

export type Vouching = { readonly actions: readonly Action[]; readonly digests: ReadonlyMap<Month, FileDigest> };

/**
 * Digests that vouch for rows just written. What does not fit one transaction (rows strewn over eighty months, months of many thousands) stays
 * unvouched, and is looked up row by row when it comes again: it costs more then, and nothing else.
 */
export function vouching(
  rows: readonly FileRow[],
  digests: ReadonlyMap<Month, FileDigest>,
  { companyId, ordinal }: { readonly companyId: CompanyId } & Pick<Account, "ordinal">,
): Vouching {
  const byMonth = new Map<Month, string[]>();
  for (const { date, fingerprint } of rows) {
    const month = monthOf(date);
    const prints = byMonth.get(month);
    if (prints) prints.push(fingerprint);
    else byMonth.set(month, [fingerprint]);
  }
  const next = new Map(digests);
  const actions: Action[] = [];
  let room = ROWS_MAX;
  for (const [month, prints] of byMonth) {
    const before = digests.get(month);
    room -= (before?.known.size ?? 0) + prints.length;
    if (actions.length >= MONTHS_MAX || room < 0) break;
    actions.push(fileDigestAction(companyId, ordinal, month, before, prints));
    next.set(month, { known: new Set([...(before?.known ?? []), ...prints]), version: (before?.version ?? 0) + 1 });
  }
  return { actions, digests: next };
}
