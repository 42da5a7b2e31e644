/** Files of the statements tests, each of an account's own days and amounts. */
export type Told = { readonly day: string; readonly amount: string; readonly label: string; readonly id?: string };

const compact = (day: string): string => day.replaceAll("-", "");
const french = (day: string): string => day.split("-").reverse().join("/");

export const IBAN = "FR7630006000011234567890189";
export const OTHER_IBAN = "FR1420041010050500013M02606";

/** OFX 1 as a French bank sends it; the account is the one of `IBAN` unless said. */
export const ofx = (rows: readonly Told[], { account = "<BANKID>30006<BRANCHID>00001<ACCTID>12345678901", closing = "" } = {}): string =>
  [
    "OFXHEADER:100",
    "DATA:OFXSGML",
    "CHARSET:1252",
    "",
    `<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR<BANKACCTFROM>${account}<ACCTTYPE>CHECKING</BANKACCTFROM><BANKTRANLIST>`,
    ...rows.map(
      ({ day, amount, label, id = `${day}${amount}${label}` }) =>
        `<STMTTRN><TRNTYPE>OTHER<DTPOSTED>${compact(day)}<TRNAMT>${amount}<FITID>${id}<NAME>${label}</STMTTRN>`,
    ),
    `</BANKTRANLIST>${closing}</STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>`,
    "",
  ].join("\r\n");

/** The CSV of Crédit Mutuel without its balance: no account, no currency. */
export const csv = (rows: readonly Told[]): string =>
  ["Date;Libellé;Montant", ...rows.map(({ day, amount, label }) => `${french(day)};${label};${amount}`), ""].join("\n");

type Balances = { readonly opening: readonly [string, string]; readonly closing: readonly [string, string] };

const balance = (kind: string, [day, amount]: readonly [string, string]): string =>
  `<Bal><Tp><CdOrPrtry><Cd>${kind}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">${amount.replace("-", "")}</Amt><CdtDbtInd>${amount.startsWith("-") ? "DBIT" : "CRDT"}</CdtDbtInd><Dt><Dt>${day}</Dt></Dt></Bal>`;

/** One CAMT.053 statement. */
export const stmt = (rows: readonly Told[], { opening, closing }: Balances, iban = IBAN, currency = "EUR"): string =>
  [
    `<Stmt><Id>S</Id><Acct><Id><IBAN>${iban}</IBAN></Id><Ccy>${currency}</Ccy></Acct>`,
    balance("OPBD", opening),
    balance("CLBD", closing),
    ...rows.map(
      ({ day, amount, label, id = `${day}${amount}` }) =>
        `<Ntry><Amt Ccy="EUR">${amount.replace("-", "")}</Amt><CdtDbtInd>${amount.startsWith("-") ? "DBIT" : "CRDT"}</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>${day}</Dt></BookgDt><ValDt><Dt>${day}</Dt></ValDt><AcctSvcrRef>${id}</AcctSvcrRef><AddtlNtryInf>${label}</AddtlNtryInf></Ntry>`,
    ),
    "</Stmt>",
  ]
    .join("\n")
    .replaceAll('Ccy="EUR"', `Ccy="${currency}"`);

export const camt = (...statements: readonly string[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><GrpHdr><MsgId>M</MsgId></GrpHdr>${statements.join("\n")}</BkToCstmrStmt></Document>`;

const LABELS = ["PRLV SEPA ORANGE", "VIR RECU DUPONT", "CB CARREFOUR", "PRLV URSSAF", "LOYER SCI DES LILAS"];

/** So many rows over three months, the same for the same count. */
export const many = (count: number, from = 0): readonly Told[] =>
  Array.from({ length: count }, (_, index) => {
    const place = index + from;
    return {
      day: new Date(Date.UTC(2026, 2, 1 + (place % 90))).toISOString().slice(0, 10),
      amount: place % 5 === 1 ? `${100 + place}.50` : `-${10 + place}.25`,
      label: `${LABELS[place % 5]} ${place}`,
      id: `K${place}`,
    };
  });
