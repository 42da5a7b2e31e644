const entry = (amount: string, sense: string, more: string, status = "BOOK") =>
  `<Ntry><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>${sense}</CdtDbtInd><Sts>${status}</Sts><BookgDt><Dt>2026-11-03</Dt></BookgDt><ValDt><Dt>2026-11-04</Dt></ValDt>${more}</Ntry>`;
const detail = (amount: string, name: string, reason: string) =>
  `<TxDtls><Refs><AcctSvcrRef>D-${name}</AcctSvcrRef><EndToEndId>NOTPROVIDED</EndToEndId></Refs><Amt Ccy="EUR">${amount}</Amt><RltdPties><Dbtr><Nm>${name}</Nm></Dbtr></RltdPties><RmtInf><Ustrd>${reason}</Ustrd><Ustrd>suite</Ustrd></RmtInf></TxDtls>`;
const balance = (kind: string, amount: string, day: string, currency = "EUR") =>
  `<Bal><Tp><CdOrPrtry><Cd>${kind}</Cd></CdOrPrtry></Tp><Amt Ccy="${currency}">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>${day}</Dt></Dt></Bal>`;

/** CAMT.053 with a debit, a batch of two credits, a pending entry, and a second statement, in dinars. */
export const CAMT_053 = `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><GrpHdr><MsgId>M1</MsgId></GrpHdr>
<Stmt><Id>S1</Id><Acct><Id><IBAN>FR1420041010050500013M02606</IBAN></Id><Ccy>EUR</Ccy><Svcr><FinInstnId><BIC>PSSTFRPPXXX</BIC></FinInstnId></Svcr></Acct>
${balance("OPBD", "100.00", "2026-11-02")}${balance("CLBD", "250.00", "2026-11-03")}
${entry("50.00", "DBIT", "<AcctSvcrRef>E1</AcctSvcrRef><NtryDtls><TxDtls><RltdPties><Cdtr><Nm>EDF</Nm></Cdtr></RltdPties><RltdDts><TxDtTm>2026-11-02T23:59:00-05:00</TxDtTm></RltdDts></TxDtls></NtryDtls><AddtlNtryInf>PRLV SEPA &amp; CIE</AddtlNtryInf>")}
${entry("200.00", "CRDT", `<AcctSvcrRef>E2</AcctSvcrRef><NtryDtls>${detail("150.00", "Étoile SA", "FAC 1")}${detail("50.00", "Lune SARL", "FAC 2")}</NtryDtls><AddtlNtryInf>REMISE VIREMENTS</AddtlNtryInf>`)}
${entry("9.99", "DBIT", "<AddtlNtryInf>CARTE EN ATTENTE</AddtlNtryInf>", "PDNG")}
</Stmt>
<Stmt><Id>S2</Id><Acct><Id><Othr><Id>TN-1</Id></Othr></Id></Acct>${balance("OPBD", "1.500", "2026-11-02", "TND")}${balance("CLBD", "1.501", "2026-11-03", "TND")}
<Ntry><Amt Ccy="TND">0.001</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><DtTm>2026-11-03T23:30:00+01:00</DtTm></BookgDt><AddtlNtryInf>INTERETS</AddtlNtryInf></Ntry></Stmt>
</BkToCstmrStmt></Document>`;
