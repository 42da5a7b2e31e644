import type { Entry } from "#domain/ledger/entry";
import { type FecSeparator, LINE_END } from "./columns.ts";
import { createLineWriter, fecHeader, PIECE_LINES } from "./lines.ts";

/** Closing entries clear charge and product accounts: the file leaves them out (LPF art. A47 A-1, VII 1°). */
const CLOSING_JOURNAL = "CL";

export type FecFileOptions = {
  readonly separator?: FecSeparator;
  /** Least length of a piece, in characters: small pieces are joined. Without it each entry is handed on as soon as it is written. */
  readonly pieceLength?: number;
};

/**
 * The file as text, piece by piece: header, then the entries in number order, cut at line ends. `fecBytes` gives its bytes (art. A47 A-1,
 * XII 1°). Memory holds one entry, one piece, and the labels of accounts and journals. Throws when entries do not come by increasing
 * number, which is also the order of their ValidDate.
 */
export async function* fecFile(
  entries: AsyncIterable<Entry>,
  { separator = "tab", pieceLength = 0 }: FecFileOptions = {},
): AsyncGenerator<string> {
  const linesOf = createLineWriter(separator);
  let lastNumber = 0;
  let waiting = fecHeader(separator) + LINE_END;
  for await (const entry of entries) {
    if (entry.number <= lastNumber) throw new Error(`FEC entries out of order at number ${entry.number}`);
    lastNumber = entry.number;
    if (entry.journal === CLOSING_JOURNAL) continue;
    for (let from = 0; from < entry.lines.length; from += PIECE_LINES) {
      if (waiting.length > pieceLength) {
        yield waiting;
        waiting = "";
      }
      waiting += linesOf(entry, from);
    }
  }
  yield waiting;
}
