import * as z from "zod";
import { FiscalYearId, UploadId } from "#domain/ids";
import { isRecord } from "#runtime/case";
import { fileBody, wireInstead } from "#runtime/file-body";
import { parsedBy } from "#runtime/input";
import type { HttpRequest } from "#runtime/request";
import { BalanceInput } from "#tax/analysis/balance-input";

/** One's own validated books, of the year that closes in a calendar year, or by its id. */
const OwnBooks = z.strictObject({ year: z.int().min(1990).max(2100) });
const OwnYear = z.strictObject({ yearId: FiscalYearId });

/** A file announced by `POST /api/uploads` with the purpose `trial_balance`, and put there. */
const Uploaded = z.strictObject({ uploadId: UploadId });

const [BALANCE_EXAMPLE] = z.array(z.record(z.string(), z.unknown())).parse(BalanceInput.meta()?.examples ?? []);

export const BalanceBody = z.union([BalanceInput, OwnBooks, OwnYear, Uploaded]).meta({
  id: "TrialBalanceToAnalyse",
  description: "The JSON forms of a request: a balance, or whose books to read.",
  examples: [
    ...(BALANCE_EXAMPLE ? [BALANCE_EXAMPLE] : []),
    { year: 2025 },
    { yearId: "fy_01KB2Q7M4T9XE5RZ8V3NCW6HJD" },
    { uploadId: "upl_01KB2Q7M4T9XE5RZ8V3NCW6HJD" },
  ],
});

const CSV_EXAMPLE = [
  "Compte;Intitulé;Débit;Crédit",
  "101300;Capital;;10 000,00",
  "512000;Banque;34 000,00;",
  "606300;Petit équipement;6 000,00;",
  "706000;Prestations de services;;30 000,00",
  "Total;;40 000,00;40 000,00",
  "",
].join("\r\n");

/** What a request may be, by media type; which one it is is read in its bytes. */
export const BALANCE_FILES = {
  "text/csv": CSV_EXAMPLE,
  "text/plain": CSV_EXAMPLE,
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Le classeur, octet pour octet.",
  "application/octet-stream": CSV_EXAMPLE,
} as const;

export type Books = z.output<typeof OwnBooks> | z.output<typeof OwnYear>;

/** What was sent: a file, a balance, whose books to read, or where a file lies. */
export type Sent =
  | { readonly file: Uint8Array }
  | { readonly balance: BalanceInput }
  | { readonly books: Books }
  | { readonly uploadId: UploadId };

/** Refuses an empty body, one too large, and JSON that is none of its forms. Only JSON begins with a brace. */
export function sentIn(request: HttpRequest): Sent {
  const { bytes, isJson } = fileBody(request);
  if (!isJson && !beginsWithBrace(bytes)) return { file: bytes };
  const wire = wireInstead(bytes);
  // What has rows is a balance, however much is wrong with it: of four forms the nearest might be another.
  const json = parsedBy(isRecord(wire) && "rows" in wire ? BalanceInput : BalanceBody, wire);
  if ("rows" in json) return { balance: json };
  return "uploadId" in json ? json : { books: json };
}

const BLANKS = /^[\ufeff\s]*\{/;
const beginsWithBrace = (body: Uint8Array): boolean => BLANKS.test(Buffer.from(body.subarray(0, 100)).toString("utf8"));
