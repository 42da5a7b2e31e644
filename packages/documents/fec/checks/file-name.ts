import { addDays, addMonths, type BusinessDate, compactDate } from "#domain/dates";
import { PREVIEW_PREFIX, readFecFileName } from "../file-name.ts";
import type { Note } from "../report.ts";

export type ExpectedName = {
  readonly fileName?: string | undefined;
  readonly siren?: string | undefined;
  readonly endsOn?: BusinessDate | undefined;
};

/** SirenFECAAAAMMJJ, perhaps with the suffix of a split file (`_1`), perhaps with an extension (LPF art. A47 A-1, IX). */
const LEGAL = /^(\d{9})FEC(\d{8})(_\d{1,3})?(\.[A-Za-z0-9]{1,5})?$/;

type Span = { readonly startsOn?: BusinessDate | undefined; readonly endsOn?: BusinessDate | undefined };

/**
 * The fiscal year as far as it can be told: what the caller knows; else the closing day its name tells, and the twelve months up
 * to it.
 */
export function spanOf({ startsOn, endsOn, fileName }: Span & { readonly fileName?: string | undefined }): Span {
  const closing = endsOn ?? (fileName === undefined ? undefined : readFecFileName(fileName)?.endsOn);
  if (closing === undefined) return { startsOn, endsOn: undefined };
  return { startsOn: startsOn ?? addMonths(addDays(closing, 1), -12), endsOn: closing };
}

/** Checks the name alone. A preview is told apart and owes nothing. */
export function checkFileName({ fileName, siren, endsOn }: ExpectedName, note: Note): void {
  if (fileName === undefined) return;
  if (fileName.startsWith(PREVIEW_PREFIX)) {
    note("N05");
    return;
  }
  const match = LEGAL.exec(fileName);
  if (!match) {
    note("N01", undefined, fileName);
    return;
  }
  const [, named = "", closing = "", , extension = ""] = match;
  if (closing !== (endsOn ? compactDate(endsOn) : "")) note("N02", undefined, closing);
  if (!hasValidKey(named)) note("N03", undefined, named);
  if (siren !== undefined && siren !== named) note("N04", undefined, named);
  if (extension.toLowerCase() !== ".txt") note("N06", undefined, extension);
}

/** The key of a SIREN (Luhn). Nine zeros pass the sum and are nobody's number. */
function hasValidKey(siren: string): boolean {
  const digits = [...siren].map((digit, index) => Number(digit) * (index % 2 === 1 ? 2 : 1));
  const total = digits.reduce((sum, digit) => sum + (digit > 9 ? digit - 9 : digit), 0);
  return siren !== "000000000" && total % 10 === 0;
}
