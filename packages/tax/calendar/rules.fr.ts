import type { Obligation } from "./obligation.ts";

/**
 * What a rule is called, what is sent, where it is written, and how its day moves: to the next working day of the place (`local`), to the
 * next working day of the whole country (`national`: CIBS art. D. 171-5 counts the eleven holidays of the Code du travail only), or never.
 */
export type RuleText = {
  readonly kind: Obligation["kind"];
  readonly label: string;
  readonly form: string | null;
  readonly article: string;
  readonly moves: "local" | "national" | "never";
};

const local = (kind: RuleText["kind"], label: string, form: string | null, article: string): RuleText => ({
  ...{ kind, label, form, article, moves: "local" },
});
const fixed = (kind: RuleText["kind"], label: string, form: string | null, article: string): RuleText => ({
  ...{ kind, label, form, article, moves: "never" },
});
const national = (kind: RuleText["kind"], label: string, form: string | null, article: string): RuleText => ({
  ...{ kind, label, form, article, moves: "national" },
});

const acompteIs = (which: string): RuleText =>
  local("payment", `${which} acompte d'impôt sur les sociétés`, "2571-SD", "CGI art. 1668, 1 ; ann. III art. 360 bis");

/** Every rule the calendar knows. */
export const RULES_FR = {
  "tva.ca3_mensuelle": national(
    "declaration_and_payment",
    "Déclaration de TVA mensuelle",
    "3310-CA3-SD",
    "CGI art. 287, 2 ; ann. IV art. 39",
  ),
  "tva.ca3_trimestrielle": national(
    ...(["declaration_and_payment", "Déclaration de TVA trimestrielle", "3310-CA3-SD", "CGI art. 287, 2 ; ann. IV art. 39"] as const),
  ),
  "tva.acompte_juillet": national("payment", "Acompte de TVA de juillet", "3514-SD", "CGI art. 287, 3 ; ann. II art. 242 sexies"),
  "tva.acompte_decembre": national("payment", "Acompte de TVA de décembre", "3514-SD", "CGI art. 287, 3 ; ann. II art. 242 sexies"),
  "tva.ca12": national(
    ...([
      "declaration_and_payment",
      "Déclaration annuelle de TVA et solde",
      "3517-S-SD CA12",
      "CGI art. 287, 3 ; ann. II art. 242 sexies",
    ] as const),
  ),
  "tva.ca12_e": national(
    ...(["declaration_and_payment", "Déclaration de TVA de l'exercice et solde", "3517-S-SD CA12 E"] as const),
    "CGI art. 287, 3 ; ann. II art. 242 septies A",
  ),
  "tva.fin_regime_simplifie": fixed(
    ...([
      "milestone",
      "Fin du régime simplifié de TVA : déclarations CA3 désormais",
      null,
      "Loi 2025-127 du 14 février 2025, art. 38",
    ] as const),
  ),
  "is.acompte_1": acompteIs("Premier"),
  "is.acompte_2": acompteIs("Deuxième"),
  "is.acompte_3": acompteIs("Troisième"),
  "is.acompte_4": acompteIs("Quatrième"),
  "is.acompte_supplementaire": local(
    "payment",
    "Acompte d'impôt sur les sociétés au-delà du quatrième (exercice de plus de douze mois)",
    "2571-SD",
    "CGI art. 1668, 1 ; ann. III art. 360 bis",
  ),
  "is.solde": local("payment", "Solde de l'impôt sur les sociétés", "2572-SD", "CGI art. 1668, 2 ; ann. III art. 360 bis"),
  "is.resultats": local(
    "declaration",
    "Déclaration de résultats (liasse fiscale)",
    "2065-SD",
    "CGI art. 223, 1 ; ann. III art. 344 I-0 bis",
  ),
  "ir.resultats": local(
    "declaration",
    "Déclaration de résultats (liasse fiscale)",
    "2031-SD, 2035-SD ou 2072-SD",
    "CGI art. 175 ; ann. III art. 344 I-0 bis",
  ),
  "cfe.acompte": local("payment", "Acompte de cotisation foncière des entreprises", null, "CGI art. 1679 quinquies"),
  "cfe.solde": local("payment", "Cotisation foncière des entreprises", null, "CGI art. 1679 quinquies"),
  "cvae.declaration": local(
    "declaration",
    "Déclaration de la valeur ajoutée et des effectifs salariés",
    "1330-CVAE-SD",
    "CGI art. 1586 octies",
  ),
  "cvae.acompte_1": local("payment", "Premier acompte de CVAE", "1329-AC-SD", "CGI art. 1679 septies"),
  "cvae.acompte_2": local("payment", "Second acompte de CVAE", "1329-AC-SD", "CGI art. 1679 septies"),
  "cvae.complement": local(
    "payment",
    "Contribution complémentaire à la CVAE de 2025",
    "1329-AC-SD",
    "Loi 2025-127 du 14 février 2025, art. 62",
  ),
  "cvae.solde": local("declaration_and_payment", "Liquidation et solde de la CVAE", "1329-DEF-SD", "CGI art. 1679 septies"),
  "social.dsn": local(
    ...(["declaration_and_payment", "DSN, cotisations sociales et prélèvement à la source", "DSN"] as const),
    "CSS art. R. 133-14 et R. 243-6 ; CGI art. 1671",
  ),
  "social.apprentissage": local("payment", "Solde de la taxe d'apprentissage", "DSN d'avril", "C. trav. art. L. 6241-4 et L. 6131-3"),
  "social.logement": fixed(
    "payment",
    "Participation à l'effort de construction : investir avant le 31 décembre",
    null,
    "CCH art. L. 313-1 ; CGI art. 235 bis",
  ),
  "honoraires.das2": local("declaration", "Déclaration des honoraires et commissions", "DAS2", "CGI art. 240 ; ann. III art. 344 I-0 bis"),
  "dividendes.prelevement": local(
    ...(["declaration_and_payment", "Prélèvements sur les dividendes versés", "2777-SD", "CGI art. 117 quater et 1671 C"] as const),
  ),
  "societe.assemblee": fixed(
    ...(["corporate", "Approbation des comptes", null, "C. com. art. L. 223-26, L. 225-100, L. 227-9 et L. 221-7"] as const),
  ),
  "societe.depot": fixed("corporate", "Dépôt des comptes au greffe", null, "C. com. art. L. 232-21 à L. 232-23"),
  "facture.reception": fixed("milestone", "Réception des factures électroniques", null, "CGI art. 289 bis ; décret 2024-266"),
  "facture.emission": fixed(
    "milestone",
    "Émission des factures électroniques et transmission des données",
    null,
    "CGI art. 289 bis et 290 ; décret 2024-266",
  ),
} as const satisfies Readonly<Record<string, RuleText>>;
export type RuleCode = keyof typeof RULES_FR;
