import type { Rule } from "./rules.ts";

/** How the tax administration (DGFiP) signs its debits and refunds. */
const TAX_OFFICE = /\b(?:DGFIP|DIRECTION GENERALE DES FIN\w{0,8}|DIR GENE DES FINANCES|FINANCES PUBLIQUES|TRESOR PUBLIC|IMPOTS?|SIE)\b/;

const SOCIAL = /\b(?:URSSAF|CGSS|MSA)\b/;
const PENSION =
  /\b(?:AGIRC|ARRCO|AG2R|MALAKOFF|HUMANIS|KLESIA|PRO ?BTP|APICIL|IRCEM|AUDIENS|CARCEPT|IRP AUTO|LOURMEL|MUTUELLES?|PREVOYANCE|RETRAITE(?: COMPLEMENTAIRE)?)\b/;

/** Tax and social bodies: their motifs are standard, so these rules come first. */
export const TAX_RULES: readonly Rule[] = [
  {
    ...{ id: "tax.fine", categoryId: "amendes_penalites", direction: "out", confidencePpm: 930_000 },
    all: [/\b(?:AMENDES?|ANTAI|FORFAIT POST STATIONNEMENT|FPS|CONTRAVENTIONS?|PENALITES? (?:DE )?RETARD|MAJORATIONS?)\b/],
    none: /\bPENALITES? (?:CLIENT|CONTRAT|MARCHE)\b/,
    reason: "Le libellé parle d'une amende ou d'une majoration.",
  },
  {
    ...{ id: "tax.refund", categoryId: "credit_tva_impots", direction: "in", confidencePpm: 950_000 },
    all: [TAX_OFFICE, /\b(?:DGFIP|IMPOTS?|SIE|TVA|CREDIT|RESTITUTION|DEGREVEMENT|REMB\w{0,10}|351[49])\b/],
    none: /\b(?:SUBVENTION|AIDE|FACTURE|MANDAT)\b/,
    reason: "Les impôts vous remboursent.",
  },
  {
    ...{ id: "tax.withholding", categoryId: "prelevement_source", direction: "out", confidencePpm: 980_000 },
    all: [/\bPASDSN|\bPAS DSN\b|\bPRELEVEMENT A LA SOURCE\b|\b(?:DGFIP|IMPOTS?) PAS\b|\bPAS (?:DGFIP|IMPOT)\b/],
    reason: "Prélèvement à la source reversé aux impôts (DSN).",
  },
  {
    ...{ id: "tax.vat", categoryId: "tva", direction: "out", confidencePpm: 980_000 },
    all: [TAX_OFFICE, /\bTVA\d?\b|\b(?:3310|3514|3517|3519)\w{0,6}\b|\bCA3\b|\bCA12\b/],
    reason: "Paiement de TVA aux impôts.",
  },
  {
    ...{ id: "tax.vat_named", categoryId: "tva", direction: "out", confidencePpm: 900_000 },
    all: [/\b(?:PAIEMENT|TELEPAIEMENT|TELEREGLEMENT|REGLEMENT|ACOMPTE|SOLDE) (?:DE )?(?:LA )?TVA\b/],
    reason: "Le libellé annonce un paiement de TVA.",
  },
  {
    ...{ id: "tax.corporate", categoryId: "impot_societes", direction: "out", confidencePpm: 970_000 },
    all: [TAX_OFFICE, /\bIS\d{0,8}\b|\b257[12]\w{0,4}\b|\bIMPOTS? (?:SUR LES )?SOCIETES?\b/],
    none: /\bCFE|\bCVAE\b|\bPAS\b/,
    reason: "Acompte ou solde d'impôt sur les sociétés.",
  },
  {
    ...{ id: "tax.corporate_named", categoryId: "impot_societes", direction: "out", confidencePpm: 900_000 },
    all: [/\b(?:ACOMPTE|SOLDE) IS\b|\bIMPOTS? (?:SUR LES )?SOCIETES?\b/],
    reason: "Le libellé annonce de l'impôt sur les sociétés.",
  },
  {
    ...{ id: "tax.local", categoryId: "taxes_diverses", direction: "out", confidencePpm: 950_000 },
    all: [
      /\b(?:CFE\d{0,4}|CVAE\d{0,4}|COTISATION FONCIERE|TAXES? FONCIERES?|TASCOM|TAXE SUR LES SALAIRES|TAXE D? ?APPRENTISSAGE|C3S|TVS)\b/,
    ],
    reason: "Taxe professionnelle ou locale.",
  },
  {
    ...{ id: "social.urssaf", categoryId: "urssaf", direction: "both", confidencePpm: 980_000 },
    all: [SOCIAL],
    reason: "Cotisations sociales (URSSAF).",
  },
  {
    ...{ id: "social.pension", categoryId: "retraite_mutuelle_prevoyance", direction: "out", confidencePpm: 900_000 },
    all: [PENSION],
    none: /\b(?:CREDIT MUTUEL|ASSURANCE|MUTUELLE D? ?ASSURANCE|MUTUELLES? DU MANS|AUTO|FLOTTE|HABITATION|MULTIRISQUE)\b/,
    channels: ["direct_debit", "transfer", "other"],
    reason: "Caisse de retraite, mutuelle ou prévoyance.",
  },
  {
    ...{ id: "social.benefits", categoryId: "sante_travail_avantages", direction: "out", confidencePpm: 900_000 },
    all: [
      /\b(?:MEDECINE DU TRAVAIL|SANTE AU TRAVAIL|TITRES? RESTAURANTS?|TICKETS? RESTAURANTS?|CHEQUES? (?:VACANCES|DEJEUNER|CADEAUX?)|SWILE|EDENRED|PLUXEE|ACMS)\b/,
    ],
    reason: "Santé au travail, titres-restaurant ou avantage du personnel.",
  },
  {
    ...{ id: "payroll.expenses", categoryId: "notes_de_frais", direction: "out", confidencePpm: 900_000 },
    all: [/\b(?:NDF|NOTES? (?:DE )?FRAIS|REMB\w{0,10} (?:DE )?FRAIS|FRAIS (?:KM|KILOMETRIQUES?|PROFESSIONNELS?))\b/],
    channels: ["transfer", "other"],
    reason: "Remboursement d'une note de frais.",
  },
  {
    ...{ id: "payroll.wages", categoryId: "salaires", direction: "out", confidencePpm: 930_000 },
    all: [/\b(?:SALAIRES?|PAIES?|PAYE|REMUNERATIONS?|SOLDE DE TOUT COMPTE)\b/],
    none: /\b(?:LOGICIEL|GESTION (?:DE )?(?:LA )?PAIE|CABINET|TAXE)\b/,
    channels: ["transfer", "other"],
    reason: "Virement de salaire.",
  },
  {
    ...{ id: "state.aid", categoryId: "subvention_aide", direction: "in", confidencePpm: 900_000 },
    all: [
      /\b(?:SUBVENTIONS?|AIDE (?:A|AU|AUX|DE|UNIQUE|EMBAUCHE|APPRENTI\w{0,8})|AGENCE (?:DE )?SERVICES? (?:ET )?(?:DE )?PAIEMENT|FONDS DE SOLIDARITE)\b/,
    ],
    reason: "Subvention ou aide publique.",
  },
];
