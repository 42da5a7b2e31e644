import { euros } from "#domain/amounts.fr";
import type { Severity } from "../check.ts";

/** A side an account's balance should not lie on. The message is given the total of the accounts concerned, EUR cents. */
export type SideRule = {
  readonly code: string;
  readonly severity: Severity;
  readonly prefixes: readonly string[];
  readonly except?: readonly string[];
  readonly never: "debit" | "credit";
  readonly message: (totalCents: number) => string;
  readonly articles?: readonly string[];
  /** Legal forms for which that side is in order: a sole trader's capital bears the owner's drawings. */
  readonly notFor?: readonly string[];
};

const rule = (
  code: string,
  severity: Severity,
  never: "debit" | "credit",
  prefixes: readonly string[],
  message: (totalCents: number) => string,
  more: Pick<SideRule, "except" | "articles" | "notFor"> = {},
): SideRule => ({ code, severity, never, prefixes, message, ...more });

const NO_NETTING = "PCG : non-compensation des postes d'actif et de passif";

/** Rebates, changes of stock and refunds lie the other way round from their class. */
const CHARGES_EITHER_SIDE = ["603", "609", "619", "629", "649", "655", "698", "699"];
const PRODUCTS_EITHER_SIDE = ["709", "71", "755"];

export const SIDE_RULES: readonly SideRule[] = [
  rule(
    "capital_debiteur",
    "erreur",
    "debit",
    ["101"],
    (total) => `Le capital est débiteur de ${euros(total)} : un capital ne peut être que créditeur.`,
    { notFor: ["ei"] },
  ),
  rule(
    "reserves_debitrices",
    "erreur",
    "debit",
    ["104", "106"],
    (total) => `Des primes ou réserves sont débitrices de ${euros(total)} : les pertes se portent en report à nouveau (119).`,
  ),
  rule(
    "report_a_nouveau_debiteur_en_110",
    "alerte",
    "debit",
    ["110"],
    (total) => `Le compte 110 est débiteur de ${euros(total)} : un report à nouveau débiteur se tient au compte 119.`,
  ),
  rule(
    "report_a_nouveau_crediteur_en_119",
    "alerte",
    "credit",
    ["119"],
    (total) => `Le compte 119 est créditeur de ${euros(total)} : un report à nouveau créditeur se tient au compte 110.`,
  ),
  rule(
    "emprunt_debiteur",
    "erreur",
    "debit",
    ["161", "163", "164"],
    (total) =>
      `Des emprunts sont débiteurs de ${euros(total)} : plus a été remboursé que reçu, ou la part d'intérêts (6611) a été portée en capital.`,
  ),
  rule(
    "immobilisation_creditrice",
    "erreur",
    "credit",
    ["20", "21", "22", "23", "26", "27"],
    (total) =>
      `Des immobilisations sont créditrices de ${euros(total)} : une valeur brute ne peut être négative (cession enregistrée sans l'entrée correspondante ?).`,
    { except: ["229", "269", "279"] },
  ),
  rule(
    "amortissement_debiteur",
    "erreur",
    "debit",
    ["28", "29"],
    (total) => `Des amortissements ou dépréciations d'immobilisations sont débiteurs de ${euros(total)}.`,
  ),
  rule(
    "depreciation_debitrice",
    "erreur",
    "debit",
    ["39", "49", "59"],
    (total) => `Des dépréciations d'actif circulant sont débitrices de ${euros(total)} : reprise supérieure à la dotation.`,
  ),
  rule(
    "stock_crediteur",
    "erreur",
    "credit",
    ["31", "32", "33", "34", "35", "36", "37", "38"],
    (total) => `Des stocks sont créditeurs de ${euros(total)} : un stock ne peut être négatif.`,
  ),
  rule(
    "fournisseur_debiteur",
    "alerte",
    "debit",
    ["401", "403", "404", "405", "408"],
    (total) =>
      `Des comptes fournisseurs sont débiteurs de ${euros(total)} : facture non comptabilisée, double paiement, ou avance à présenter en 409.`,
    { articles: [NO_NETTING] },
  ),
  rule(
    "fournisseur_409_crediteur",
    "alerte",
    "credit",
    ["409"],
    (total) => `Les avances et avoirs fournisseurs (409) sont créditeurs de ${euros(total)}.`,
  ),
  rule(
    "client_crediteur",
    "alerte",
    "credit",
    ["411", "413", "416", "418"],
    (total) =>
      `Des comptes clients sont créditeurs de ${euros(total)} : facture non comptabilisée, encaissement mal affecté, ou acompte à présenter en 4191.`,
    { articles: [NO_NETTING] },
  ),
  rule(
    "client_419_debiteur",
    "alerte",
    "debit",
    ["419"],
    (total) => `Les acomptes et avoirs clients (419) sont débiteurs de ${euros(total)}.`,
  ),
  rule(
    "remunerations_debitrices",
    "alerte",
    "debit",
    ["421"],
    (total) =>
      `Les rémunérations dues (421) sont débitrices de ${euros(total)} : plus a été payé que constaté, ou un acompte est à porter en 425.`,
  ),
  rule(
    "organismes_sociaux_debiteurs",
    "information",
    "debit",
    ["431", "437"],
    (total) =>
      `Des organismes sociaux sont débiteurs de ${euros(total)} : trop-versé à justifier, ou cotisation payée avant d'être constatée.`,
  ),
  rule(
    "tva_collectee_debitrice",
    "alerte",
    "debit",
    ["44571"],
    (total) => `La TVA collectée (44571) est débitrice de ${euros(total)} : plus a été déclaré ou annulé que facturé.`,
    { articles: ["CGI art. 269"] },
  ),
  rule(
    "tva_deductible_creditrice",
    "alerte",
    "credit",
    ["44562", "44566"],
    (total) => `La TVA déductible (44562, 44566) est créditrice de ${euros(total)} : plus a été déduit que porté en compte.`,
    { articles: ["CGI art. 271"] },
  ),
  rule(
    "tva_a_decaisser_debitrice",
    "alerte",
    "debit",
    ["44551"],
    (total) =>
      `La TVA à décaisser (44551) est débitrice de ${euros(total)} : un paiement n'a pas sa déclaration, ou un crédit est à porter en 44567.`,
    { articles: ["CGI art. 287"] },
  ),
  rule(
    "credit_tva_crediteur",
    "alerte",
    "credit",
    ["44567"],
    (total) => `Le crédit de TVA à reporter (44567) est créditeur de ${euros(total)} : une dette de TVA se tient au compte 44551.`,
    { articles: ["CGI art. 271, IV"] },
  ),
  rule(
    "charges_constatees_avance_creditrices",
    "alerte",
    "credit",
    ["486"],
    (total) => `Les charges constatées d'avance (486) sont créditrices de ${euros(total)}.`,
  ),
  rule(
    "produits_constates_avance_debiteurs",
    "alerte",
    "debit",
    ["487"],
    (total) => `Les produits constatés d'avance (487) sont débiteurs de ${euros(total)}.`,
  ),
  rule(
    "banque_creditrice",
    "information",
    "credit",
    ["512"],
    (total) => `Des comptes bancaires sont créditeurs de ${euros(total)} : découvert présenté au passif ; à rapprocher du relevé.`,
    { articles: [NO_NETTING] },
  ),
  rule(
    "caisse_creditrice",
    "erreur",
    "credit",
    ["53"],
    (total) =>
      `La caisse est créditrice de ${euros(total)}. Une caisse ne peut jamais l'être : des recettes manquent ou des sorties sont fausses, et l'administration peut y voir un motif de rejet de la comptabilité.`,
    { articles: ["BOI-CF-IOR-10-20, § 80"] },
  ),
  rule(
    "charge_creditrice",
    "alerte",
    "credit",
    ["6"],
    (total) => `Des comptes de charges sont créditeurs de ${euros(total)} : avoir, extourne ou régularisation à vérifier.`,
    { except: CHARGES_EITHER_SIDE },
  ),
  rule(
    "produit_debiteur",
    "alerte",
    "debit",
    ["7"],
    (total) => `Des comptes de produits sont débiteurs de ${euros(total)} : avoir ou régularisation à vérifier.`,
    { except: PRODUCTS_EITHER_SIDE },
  ),
  rule(
    "rabais_obtenus_debiteurs",
    "alerte",
    "debit",
    ["609", "619", "629"],
    (total) => `Les rabais obtenus (609, 619, 629) sont débiteurs de ${euros(total)} : ils viennent en moins des achats.`,
  ),
  rule(
    "rabais_accordes_crediteurs",
    "alerte",
    "credit",
    ["709"],
    (total) => `Les rabais accordés (709) sont créditeurs de ${euros(total)} : ils viennent en moins des ventes.`,
  ),
];
