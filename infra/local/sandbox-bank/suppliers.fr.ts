import type { VatSide } from "./movement.ts";

/** A direct debit that comes back every month, or every third one. */
export type Debit = {
  readonly name: string;
  readonly text: string;
  readonly day: number;
  readonly low: number;
  readonly high: number;
  readonly everyMonths: 1 | 3;
  readonly category?: number;
  readonly vat?: VatSide;
};

const vat = "deductible" as const;

/** Monthly bills. `text` is what follows `PRLV SEPA `; `#` stands for a number that changes every month. */
export const DEBITS: readonly Debit[] = [
  {
    name: "Orange",
    text: "ORANGE SA ORANGE ICS FR37ZZZ106875 RUM 0000129874412 FACT PRO #",
    day: 8,
    low: 6_240,
    high: 6_990,
    everyMonths: 1,
    category: 180,
    vat,
  },
  {
    name: "Bouygues Telecom",
    text: "BOUYGUES TELECOM FACTURE # MDT/BT00987712",
    day: 14,
    low: 8_950,
    high: 11_480,
    everyMonths: 1,
    category: 277,
    vat,
  },
  {
    name: "EDF",
    text: "EDF CLIENTS PROFESSIONNELS ICS FR47EDF001007 REF 6042#",
    day: 18,
    low: 21_000,
    high: 38_000,
    everyMonths: 1,
    category: 217,
    vat,
  },
  { name: "Eaux de Valbrune", text: "REGIE DES EAUX DE VALBRUNE ABT 44120 #", day: 21, low: 6_400, high: 11_200, everyMonths: 3, vat },
  { name: "MMA", text: "MULTIRISQUE PRO MMA IARD CONTRAT 144987120", day: 5, low: 14_832, high: 14_832, everyMonths: 1 },
  { name: "AXA", text: "AXA FRANCE VIE HOMME CLE 8801223", day: 7, low: 9_640, high: 9_640, everyMonths: 1 },
  { name: "Allianz", text: "ALLIANZ IARD ASSURANCE FLOTTE AUTO 59981234", day: 11, low: 11_715, high: 11_715, everyMonths: 1 },
  { name: "Leasecom", text: "LEASECOM LOYER 212L98765 COPIEUR", day: 20, low: 18_960, high: 18_960, everyMonths: 1, vat },
  { name: "Arval", text: "ARVAL SERVICE LEASE LLD GK-512-ZR #", day: 3, low: 43_908, high: 43_908, everyMonths: 1, vat },
  { name: "Microsoft", text: "MICROSOFT IRELAND OPERATIONS LTD E0400#", day: 9, low: 15_480, high: 18_720, everyMonths: 1, category: 280 },
  { name: "Scaleway", text: "SCALEWAY SAS FACTURE #", day: 4, low: 24_000, high: 41_000, everyMonths: 1, vat },
  { name: "GoCardless", text: "GOCARDLESS PLATEFORME COMPTA REF GC-#", day: 12, low: 8_280, high: 8_280, everyMonths: 1, vat },
  { name: "Verisure", text: "SECURITAS TELESURVEILLANCE CTR 77412", day: 16, low: 5_988, high: 5_988, everyMonths: 1, vat },
  { name: "Santé au travail", text: "SANTE AU TRAVAIL 44 ADHERENT 120988", day: 17, low: 13_200, high: 17_600, everyMonths: 3 },
  { name: "Swile", text: "SWILE TITRES RESTAURANT CDE #", day: 25, low: 51_200, high: 68_400, everyMonths: 1 },
];

/** Suppliers paid by transfer: merchandise, subcontractors and services. */
export type Supplier = {
  readonly name: string;
  readonly motif: string;
  readonly low: number;
  readonly high: number;
  readonly vat?: VatSide;
};

/** Wholesalers of the computers the company sells. */
export const WHOLESALERS: readonly [Supplier, ...Supplier[]] = [
  { name: "ALSO FRANCE SAS", motif: "FACTURE", low: 120_000, high: 520_000, vat },
  { name: "GROSSISTE INFORMATIQUE DE L OUEST", motif: "MARCHANDISES FA", low: 80_000, high: 310_000, vat },
  { name: "RECYCLO PC SCIC", motif: "LOT RECONDITIONNE", low: 60_000, high: 240_000, vat },
  { name: "TECH DATA LOGISTIQUE", motif: "REGLEMENT", low: 90_000, high: 380_000, vat },
];

export const SUBCONTRACTORS: readonly [Supplier, ...Supplier[]] = [
  { name: "YANN LE GOFF EI", motif: "PRESTATION DEV FA", low: 90_000, high: 260_000 },
  { name: "STUDIO PIXEL NOMADE", motif: "SOUS TRAITANCE GRAPHISME", low: 70_000, high: 190_000, vat },
  { name: "INES BOUAZIZ REDACTION", motif: "FACTURE", low: 30_000, high: 85_000 },
  { name: "CYBERVIGIE SARL", motif: "AUDIT FA", low: 80_000, high: 210_000, vat },
];

/** One bill a month each, or nearly. */
export const SERVICES: readonly [Supplier, ...Supplier[]] = [
  { name: "CABINET FIDUCIA OUEST", motif: "HONORAIRES COMPTABLES", low: 46_800, high: 46_800, vat },
  { name: "PROPRE ET NET SERVICES", motif: "MENAGE BUREAUX", low: 28_800, high: 28_800, vat },
  { name: "IMPRIMERIE CHAPUIS", motif: "FLYERS CATALOGUE", low: 14_000, high: 62_000, vat },
  { name: "TRANSPORTS GUILLAUMET", motif: "LIVRAISONS", low: 9_000, high: 34_000, vat },
  { name: "MAITRE DUVERGER AVOCAT", motif: "HONORAIRES DOSSIER", low: 36_000, high: 96_000, vat },
  { name: "ORGANISME FORMA OUEST", motif: "FORMATION", low: 54_000, high: 138_000 },
  { name: "CCI NANTES ST NAZAIRE", motif: "ADHESION CLUB", low: 12_000, high: 24_000 },
];
