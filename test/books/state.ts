import { companies } from "#store/companies";
import { drafts } from "#store/drafts";
import { entries } from "#store/entries";
import { readHead } from "#store/ledger-heads";
import { keptAccounts } from "#store/ledger-totals";
import { letterings } from "#store/letterings";
import { marks } from "#store/row-marks";
import type { CompanyBooks } from "./company-books.ts";

/**
 * Everything the books of a company hold, in one form two worlds can be compared by: ids are told by their order of appearance, hashes
 * and versions (which tell how often something was tried) are left out.
 */
export async function stateOf({ table, companyId }: CompanyBooks): Promise<string> {
  const years = [];
  for (const year of await companies(table, companyId).years()) {
    const head = await readHead(table, companyId, year.id);
    const own = [];
    for await (const { hash: _, ...entry } of entries(table, companyId, year.id).through(head?.lastNumber ?? 0)) own.push(entry);
    const lettered = [];
    if (head) for await (const mark of letterings(table, companyId, year.id).all()) lettered.push(mark);
    const totals =
      head && !head.pending
        ? [await keptAccounts(table, companyId, year), await keptAccounts(table, companyId, year, "third_party")]
        : null;
    years.push({ year, head: head && headOf(head), own, lettered, totals });
  }
  const waiting = [(await drafts(table, companyId).all()).map(({ entry }) => entry), [...(await marks(table, companyId)).keys()]];
  return withoutIds(JSON.stringify([years, waiting], null, 1));
}

const headOf = ({ version: _, lastHash: __, booked, settled, journals, ...head }: NonNullable<Awaited<ReturnType<typeof readHead>>>) => ({
  ...head,
  ...{ booked: sorted(booked), settled: sorted(settled), journals: sorted(journals) },
});

const sorted = (counts: ReadonlyMap<string, number>) => [...counts].filter(([, count]) => count !== 0).sort();

function withoutIds(text: string): string {
  const known = new Map<string, string>();
  return text.replace(/\b[a-z]{2,3}_[0-7][0-9A-HJKMNP-TV-Z]{25}/g, (id) => {
    const name = known.get(id) ?? `${id.slice(0, id.indexOf("_"))}_${known.size + 1}`;
    known.set(id, name);
    return name;
  });
}
