import * as z from "zod";
import { UploadId } from "#domain/ids";
import { JobView } from "#runtime/job-view";
import { StatementImport } from "#store/statement-imports";

const OFX = [
  "OFXHEADER:100",
  "DATA:OFXSGML",
  "",
  "<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR",
  "<BANKACCTFROM><BANKID>30006<BRANCHID>00001<ACCTID>12345678901<ACCTTYPE>CHECKING</BANKACCTFROM>",
  "<BANKTRANLIST><STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260302<TRNAMT>-42,10<FITID>K1<NAME>PRLV ORANGE</STMTTRN></BANKTRANLIST>",
  "</STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>",
  "",
].join("\r\n");
const CSV = "Date;Libellé;Débit Euros;Crédit Euros\r\n02/03/2026;PRLV ORANGE;42,10;\r\n03/03/2026;VIR DUPONT;;1 250,00\r\n";

const CAMT = [
  '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt><Id>1</Id>',
  "<Acct><Id><IBAN>FR7630006000011234567890189</IBAN></Id><Ccy>EUR</Ccy></Acct>",
  '<Ntry><Amt Ccy="EUR">42.10</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts>',
  "<BookgDt><Dt>2026-03-02</Dt></BookgDt><AddtlNtryInf>PRLV ORANGE</AddtlNtryInf></Ntry>",
  "</Stmt></BkToCstmrStmt></Document>",
  "",
].join("\r\n");

/** What a request may hold, by media type; which format it is is read in its bytes. */
export const STATEMENT_FILES = {
  "application/x-ofx": OFX,
  "text/csv": CSV,
  "text/plain": CSV,
  "application/xml": CAMT,
  "application/octet-stream": OFX,
} as const;

/** A file announced by `POST /api/uploads` with the purpose `statement`, and put there: 16 MB at most. */
export const UploadedStatement = z.strictObject({ uploadId: UploadId }).meta({
  id: "UploadedStatement",
  examples: [{ uploadId: "upl_01KB2Q7M4T9XE5RZ8V3NCW6HJD" }],
});

const IMPORTED = {
  ...{ outcome: "imported", format: "ofx", fileName: "releve-mars.ofx", otherStatements: 0, ibanTaken: false },
  ...{ bytes: 18_204, fromOn: "2026-03-02", throughOn: "2026-03-31", problems: [], probableDuplicates: [] },
  rows: { read: 84, added: 71, updated: 0, duplicate: 9, matched: 4, rejected: 0 },
  balances: {
    ...{ openingCents: 1_200_000, openingOn: "2026-03-01", closingCents: 1_843_022, closingOn: "2026-03-31", ownCents: 1_843_022 },
    ...{ gapCents: 0, openingTaken: true, suggestedOpeningCents: null },
  },
  fileAccount: {
    ...{ iban: null, bank: "30006", branch: "00001", number: "12345678901", currency: "EUR", told: "same" },
  },
  remarks: [{ line: 0, column: null, code: "day_first", detail: "", message: "Les dates sont lues dans l'ordre jour, mois, année." }],
};

export const StatementImportView = StatementImport.meta({
  id: "StatementImport",
  description:
    "What became of a statement file. Every row of it is `added`, `updated`, `duplicate` (already there from a file) or `matched` (became one with a row of the bank); a file with one wrong line is refused whole.",
  examples: [IMPORTED],
});

/** What an import answers: the report, or the job that will make it. */
export const StatementImportAnswer = z.union([JobView, StatementImportView]).meta({
  examples: [IMPORTED, { kind: "statement_import", status: "queued", refusal: null, done: 0, result: null }],
});
