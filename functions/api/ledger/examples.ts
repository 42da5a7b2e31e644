/** What the documentation shows of the books: one rent, invoiced by its landlord, seen from everywhere. Amounts in EUR cents. */
const RENT_CENTS = 96_000;
const NET_CENTS = 80_000;
const VAT_CENTS = 16_000;
const LANDLORD = { code: "CANUTS", name: "SCI des Canuts" };
const PIECE = { date: "2026-11-05", pieceRef: "FA-2026-0412", pieceDate: "2026-11-03", label: "Loyer novembre 2026" } as const;

/** The entry as a person writes it. */
export const RENT_ENTRY = {
  ...PIECE,
  journal: "AC",
  lines: [
    { account: "613200", debitCents: NET_CENTS },
    { account: "445660", debitCents: VAT_CENTS },
    { account: "401000", thirdParty: LANDLORD, creditCents: RENT_CENTS },
  ],
};

const line = (account: string, accountLabel: string, debitCents: number, creditCents: number) => ({
  ...{ account, accountLabel, debitCents, creditCents, label: PIECE.label, foreign: null },
  thirdParty: creditCents > 0 ? LANDLORD : null,
});

/** The same entry once it is validated. */
export const RENT_BOOKED = {
  ...PIECE,
  ...{ status: "validated", journal: "AC", journalLabel: "Achats", source: { kind: "manual", id: "mnl_01KB2Q7M4T9XE5RZ8V3NCW6HJD" } },
  lines: [
    line("613200", "Locations immobilières", NET_CENTS, 0),
    line("445660", "TVA sur autres biens et services", VAT_CENTS, 0),
    line("401000", "Fournisseurs", 0, RENT_CENTS),
  ],
  ...{ debitCents: RENT_CENTS, creditCents: RENT_CENTS, warnings: [], validatedOn: "2026-11-30", validatedAt: "2026-11-30T17:20:11.000Z" },
};

/** Before that: no number, no hash. */
export const RENT_DRAFT = { ...RENT_BOOKED, status: "draft", number: null, validatedOn: null, validatedAt: null, hash: null };

/** Its account in the chart. */
export const RENT_ACCOUNT = {
  ...{ number: "613200", label: "Locations immobilières", kind: "charge", role: "plain", charts: ["before_2025", "since_2025"] },
  ...{ takesThirdParty: false, isLetterable: false, isTransferable: false, ca3Line: null },
  ...{ statement: { debit: "autres_achats_charges_externes", credit: "autres_achats_charges_externes" }, own: false, moved: true },
};

/** An account of the company's own under it. */
export const OWN_ACCOUNT = { ...RENT_ACCOUNT, number: "613210", label: "Loyer de l'atelier", charts: [], own: true, moved: false };

/** Its line on the landlord's account. */
export const RENT_LINE = {
  ...PIECE,
  ...{ line: 2, journal: "AC", thirdParty: LANDLORD, debitCents: 0, creditCents: RENT_CENTS, balanceCents: -RENT_CENTS },
};

/** The landlord's account. */
export const RENT_LEDGER = {
  ...{ yearId: "fy_01KB2Q7M4T9XE5RZ8V3NCW6HTR", account: "401000", label: "Fournisseurs", thirdParty: LANDLORD },
  ...{ from: "2026-11-01", to: "2026-11-30", openingBalanceCents: 0 },
};

const moved = (debitCents: number, creditCents: number) => ({
  ...{ openingDebitCents: 0, openingCreditCents: 0, debitCents, creditCents },
  ...{ debitBalanceCents: Math.max(0, debitCents - creditCents), creditBalanceCents: Math.max(0, creditCents - debitCents) },
});

/** A trial balance that holds this entry alone. */
export const BALANCE = {
  ...{ yearId: "fy_01KB2Q7M4T9XE5RZ8V3NCW6HTR", through: "2026-11-30" },
  rows: [
    { account: "401000", label: "Fournisseurs", thirdParty: null, ...moved(0, RENT_CENTS) },
    { account: "445660", label: "TVA sur autres biens et services", thirdParty: null, ...moved(VAT_CENTS, 0) },
    { account: "613200", label: "Locations immobilières", thirdParty: null, ...moved(NET_CENTS, 0) },
  ],
  notice: "Comptabilité tenue d'après la banque : sans factures, le compte de résultat est incomplet.",
  totals: { ...moved(RENT_CENTS, RENT_CENTS), debitBalanceCents: RENT_CENTS, creditBalanceCents: RENT_CENTS },
};
