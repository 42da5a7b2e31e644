import { type BusinessDate, daysBetween } from "#domain/dates";
import { exponentOf } from "#domain/money";

/** A booked operation as a bank prints it in a statement. */
export type StatementLine = { readonly id: string; readonly day: BusinessDate; readonly cents: number; readonly label: string };

export type StatementFile = {
  readonly iban: string;
  readonly currency: string;
  readonly from: BusinessDate;
  readonly through: BusinessDate;
  readonly lines: readonly StatementLine[];
};

export const FORMATS = ["ofx", "csv", "camt"] as const;
export type Format = (typeof FORMATS)[number];

/** A statement of an account as the bank's site gives it, oldest or newest line first as each does. */
export const statementText = (format: Format, file: StatementFile): string => WRITERS[format]({ ...file, lines: inOrder(file) });

const inOrder = ({ lines, from, through }: StatementFile): readonly StatementLine[] =>
  lines.filter(({ day }) => day >= from && day <= through).sort((left, right) => daysBetween(right.day, left.day));

const WRITERS: Readonly<Record<Format, (file: StatementFile) => string>> = { ofx, csv, camt };

/** SGML with its leaves left open, a decimal comma, a FITID a line. */
function ofx({ iban, currency, from, through, lines }: StatementFile): string {
  const rows = lines.map(
    ({ id, day, cents, label }) =>
      `<STMTTRN>\r\n<TRNTYPE>${cents < 0 ? "DEBIT" : "CREDIT"}\r\n<DTPOSTED>${packed(day)}\r\n<TRNAMT>${written(cents, currency, ",")}\r\n<FITID>${id}\r\n<NAME>${label}\r\n</STMTTRN>`,
  );
  return [
    ...[
      "OFXHEADER:100",
      "DATA:OFXSGML",
      "VERSION:102",
      "CHARSET:1252",
      "",
      "<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS>",
      `<CURDEF>${currency}`,
    ],
    `<BANKACCTFROM><BANKID>${iban.slice(4, 9)}<BRANCHID>${iban.slice(9, 14)}<ACCTID>${iban.slice(14, 25)}<ACCTTYPE>CHECKING</BANKACCTFROM>`,
    `<BANKTRANLIST><DTSTART>${packed(from)}<DTEND>${packed(through)}`,
    ...rows,
    "</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>",
    "",
  ].join("\r\n");
}

/** The table of the BPCE banks: newest first, a debit column with its sign. */
function csv({ currency, lines }: StatementFile): string {
  const rows = [...lines].reverse().map(({ day, cents, label }) => {
    const amount = written(cents, currency, ",");
    const [debit, credit] = cents < 0 ? [amount, ""] : ["", `+${amount}`];
    return `${french(day)};${label.slice(0, 20)};${label};;;;;;${debit};${credit};${french(day)};${french(day)};0`;
  });
  return [CSV_HEADING, ...rows, ""].join("\r\n");
}
const CSV_HEADING =
  "Date de comptabilisation;Libelle simplifie;Libelle operation;Reference;Informations complementaires;Type operation;Categorie;Sous categorie;Debit;Credit;Date operation;Date de valeur;Pointage operation";

function camt({ iban, currency, lines }: StatementFile): string {
  const entries = lines.map(
    ({ id, day, cents, label }) =>
      `<Ntry><Amt Ccy="${currency}">${written(Math.abs(cents), currency, ".")}</Amt><CdtDbtInd>${cents < 0 ? "DBIT" : "CRDT"}</CdtDbtInd><Sts>BOOK</Sts>` +
      `<BookgDt><Dt>${day}</Dt></BookgDt><ValDt><Dt>${day}</Dt></ValDt><AcctSvcrRef>${id}</AcctSvcrRef><AddtlNtryInf>${label}</AddtlNtryInf></Ntry>`,
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><GrpHdr><MsgId>M1</MsgId></GrpHdr>',
    `<Stmt><Id>S1</Id><Acct><Id><IBAN>${iban}</IBAN></Id><Ccy>${currency}</Ccy></Acct>`,
    ...entries,
    "</Stmt></BkToCstmrStmt></Document>",
  ].join("\n");
}

const packed = (day: BusinessDate): string => day.replaceAll("-", "");
const french = (day: BusinessDate): string => day.split("-").reverse().join("/");

/** Minor units with all their decimals: -1250 EUR -> `-12,50`. */
function written(cents: number, currency: string, point: "," | "."): string {
  const exponent = exponentOf(currency);
  const digits = String(Math.abs(cents)).padStart(exponent + 1, "0");
  const whole = digits.slice(0, digits.length - exponent);
  return `${cents < 0 ? "-" : ""}${whole}${exponent === 0 ? "" : point}${digits.slice(digits.length - exponent)}`;
}

export const MEDIA_TYPES: Readonly<Record<Format, string>> = {
  ofx: "application/x-ofx",
  csv: "text/csv",
  camt: "application/xml",
};
