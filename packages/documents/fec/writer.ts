import type { Entry } from "#domain/ledger/entry";
import { type FecSeparator, LINE_END } from "./columns.ts";
import { fecHeader, fecLines, firstLabels } from "./lines.ts";

/** Closing entries clear charge and product accounts: the file leaves them out (LPF art. A47 A-1, VII 1°). */
const CLOSING_JOURNAL = "CL";

/**
 * The file as text, piece by piece: header, then one piece an entry, in number order. UTF-8 without byte order mark is the
 * caller's encoding (art. A47 A-1, XII 1°). Memory holds one entry and the labels of accounts and journals. Throws when entries do not come by
 * increasing number, which is also the order of their ValidDate.
 */
export async function* fecFile(
  entries: AsyncIterable<Entry>,
  { separator = "tab" }: { readonly separator?: FecSeparator } = {},
): AsyncGenerator<string> {
  const labels = firstLabels();
  let lastNumber = 0;
  yield fecHeader(separator) + LINE_END;
  for await (const entry of entries) {
    if (entry.number <= lastNumber) throw new Error(`FEC entries out of order at number ${entry.number}`);
    lastNumber = entry.number;
    if (entry.journal === CLOSING_JOURNAL) continue;
    yield fecLines(entry, separator, labels).join(LINE_END) + LINE_END;
  }
}
