import type { Category, Direction } from "./category.ts";

type Group = (typeof GROUPS)[number];

const GROUPS = ["Encaissements", "Achats", "Services extérieurs", "Personnel", "Impôts", "Financier"] as const;

/** Code, id, name, group, direction, account (after a slash, the one before 2025 where it differs), treatment of VAT. */
type Leaf = readonly [string, string, string, Group, Direction, string, string];

/**
 * The default tree: NUMMA's own table of 54 categories. Each books to one account of the French general chart (PCG, ANC regulation
 * 2014-03 as amended by 2022-06 for years opened from 2025-01-01; `accountBefore2025` where the older chart differs). Codes are
 * stored in rows and totals: a new category takes a new code, none is ever reused or moved.
 */
const TABLE: readonly Leaf[] = [
  ["01", "encaissement_client", "Encaissements clients", "Encaissements", "in", "411000", "collectee"],
  ["02", "encaissement_psp", "Encaissements plateformes de paiement / TPE", "Encaissements", "in", "411000", "collectee"],
  ["03", "remise_cheques", "Remises de chèques", "Encaissements", "in", "511200", "collectee"],
  ["04", "versement_especes", "Versements d'espèces", "Encaissements", "in", "530000", "aucune"],
  ["05", "subvention_aide", "Subventions et aides", "Encaissements", "in", "740000", "hors_champ"],
  ["06", "remboursement_fournisseur", "Remboursements et avoirs fournisseurs", "Encaissements", "in", "401000", "deductible_moins"],
  ["07", "produits_financiers", "Produits financiers", "Encaissements", "in", "768000", "exonere"],
  ["08", "credit_tva_impots", "Remboursements d'impôts et TVA", "Encaissements", "in", "445830", "hors_champ"],
  ["09", "indemnite_assurance", "Indemnités d'assurance", "Encaissements", "in", "758700/791000", "hors_champ"],
  ["10", "apport_associe", "Apports et comptes courants d'associés", "Encaissements", "in", "455000", "hors_champ"],
  ["11", "emprunt_recu", "Déblocages d'emprunt", "Encaissements", "in", "164000", "hors_champ"],
  ["12", "achats_marchandises", "Achats de marchandises", "Achats", "out", "607000", "deductible_taux_variable"],
  ["13", "achats_matieres", "Matières premières et matériaux", "Achats", "out", "601000", "deductible_20"],
  ["14", "sous_traitance", "Sous-traitance", "Achats", "out", "611000", "deductible_20_ou_autoliquidation"],
  ["15", "fournitures_bureau", "Fournitures de bureau", "Achats", "out", "606400", "deductible_20"],
  ["16", "petit_equipement", "Petit équipement et outillage", "Achats", "out", "606300", "deductible_20"],
  ["17", "energie_eau", "Énergie et eau", "Achats", "out", "606100", "deductible_20_ou_5_5"],
  ["18", "carburant", "Carburant et recharge", "Achats", "out", "606100", "deductible_80_ou_100"],
  ["19", "loyer_immobilier", "Loyers et charges locatives", "Services extérieurs", "out", "613200", "deductible_20_ou_exonere"],
  ["20", "location_materiel", "Location de matériel et crédit-bail", "Services extérieurs", "out", "613500", "deductible_20"],
  ["21", "entretien_reparation", "Entretien, réparations et ménage", "Services extérieurs", "out", "615000", "deductible_20"],
  ["22", "assurance", "Assurances", "Services extérieurs", "out", "616000", "exonere"],
  ["23", "formation_documentation", "Formation et documentation", "Services extérieurs", "out", "618000", "deductible_ou_exonere"],
  ["24", "personnel_exterieur", "Intérim et personnel extérieur", "Services extérieurs", "out", "621000", "deductible_20"],
  ["25", "honoraires", "Honoraires", "Services extérieurs", "out", "622600", "deductible_20"],
  [
    "26",
    "commissions_plateformes",
    "Commissions et frais de plateformes",
    "Services extérieurs",
    "out",
    "622200",
    "deductible_20_ou_autoliquidation",
  ],
  ["27", "publicite_marketing", "Publicité et marketing", "Services extérieurs", "out", "623000", "deductible_20_ou_autoliquidation"],
  ["28", "transport_livraison", "Transport et livraison de biens", "Services extérieurs", "out", "624000", "deductible_20"],
  ["29", "deplacements", "Déplacements et hébergement", "Services extérieurs", "out", "625100", "non_deductible_ou_deductible_10"],
  ["30", "restauration_reception", "Restaurants et réceptions", "Services extérieurs", "out", "625700", "deductible_10"],
  ["31", "telecom_internet", "Télécoms et internet", "Services extérieurs", "out", "626000", "deductible_20"],
  ["32", "affranchissement", "Affranchissement et courrier", "Services extérieurs", "out", "626100", "exonere_ou_20"],
  ["33", "logiciels_saas", "Logiciels, SaaS et hébergement", "Services extérieurs", "out", "651100", "deductible_20_ou_autoliquidation"],
  ["34", "frais_bancaires", "Frais bancaires", "Services extérieurs", "both", "627000", "exonere_ou_20"],
  ["35", "interets_agios", "Intérêts et agios", "Financier", "out", "661600", "exonere"],
  ["36", "echeance_emprunt", "Échéances d'emprunt", "Financier", "out", "164000", "hors_champ"],
  ["37", "cotisations_pro", "Cotisations et adhésions professionnelles", "Services extérieurs", "out", "628100", "deductible_ou_exonere"],
  ["38", "salaires", "Salaires nets", "Personnel", "out", "421000", "hors_champ"],
  ["39", "urssaf", "URSSAF", "Personnel", "both", "431000", "hors_champ"],
  ["40", "retraite_mutuelle_prevoyance", "Retraite, mutuelle et prévoyance", "Personnel", "both", "437000", "hors_champ"],
  ["41", "sante_travail_avantages", "Santé au travail, titres-restaurant, CSE", "Personnel", "out", "647000", "variable"],
  ["42", "notes_de_frais", "Notes de frais remboursées", "Personnel", "out", "425000", "via_justificatifs"],
  ["43", "tva", "TVA payée", "Impôts", "out", "445510", "hors_champ"],
  ["44", "impot_societes", "Impôt sur les sociétés", "Impôts", "out", "444000", "hors_champ"],
  ["45", "prelevement_source", "Prélèvement à la source", "Impôts", "out", "442100", "hors_champ"],
  ["46", "taxes_diverses", "CFE, CVAE et autres taxes", "Impôts", "out", "635000", "hors_champ"],
  ["47", "amendes_penalites", "Amendes et pénalités", "Impôts", "out", "658200/671200", "non_deductible"],
  ["48", "immobilisation", "Investissements et matériel immobilisé", "Financier", "out", "218300", "deductible_20_immo"],
  ["49", "remboursement_client", "Remboursements clients", "Financier", "out", "411000", "collectee_moins"],
  ["50", "associes_dividendes", "Dividendes et remboursements d'associés", "Financier", "out", "455000", "hors_champ"],
  ["51", "virement_interne", "Virements internes", "Financier", "both", "580000", "hors_champ"],
  ["52", "retrait_especes", "Retraits d'espèces", "Financier", "out", "530000", "hors_champ"],
  ["53", "reglement_fournisseur", "Règlements fournisseurs (à lettrer)", "Achats", "out", "401000", "via_facture"],
  ["54", "dons_cadeaux", "Dons, cadeaux et mécénat", "Services extérieurs", "out", "623800", "variable"],
];

/** The 54 leaves. */
export const CATEGORIES: readonly Category[] = TABLE.map(([code, id, name, group, direction, accounts, vat]) => {
  const [account = "", accountBefore2025] = accounts.split("/");
  return { code, id, name, group, direction, account, vat, ...(accountBefore2025 && { accountBefore2025 }) };
});

/** Where a row waits for a person: not a category to choose, but a place in totals and books (account 471). */
export const TO_CATEGORISE: Category = {
  ...{ code: "00", id: "a_categoriser", name: "À catégoriser", group: "À catégoriser" },
  ...{ direction: "both", account: "471000", vat: "aucune" },
};

const BY_ID: ReadonlyMap<string, Category> = new Map([TO_CATEGORISE, ...CATEGORIES].map((category) => [category.id, category]));
const BY_CODE: ReadonlyMap<string, Category> = new Map([TO_CATEGORISE, ...CATEGORIES].map((category) => [category.code, category]));

/** The category of that id, `a_categoriser` included. Throws RangeError on any other: a caller's word is checked before. */
export const categoryById = (id: string): Category => known(BY_ID.get(id), id);

/** The category of a stored code, `00` included. Throws RangeError on any other. */
export const categoryByCode = (code: string): Category => known(BY_CODE.get(code), code);

/** A group of the tree with its leaves, in the order of the table. */
export type CategoryGroup = { readonly name: string; readonly categories: readonly Category[] };

/** The 54 leaves by group. */
export const categoryTree = (): readonly CategoryGroup[] =>
  GROUPS.map((name) => ({ name, categories: CATEGORIES.filter(({ group }) => group === name) }));

function known(category: Category | undefined, name: string): Category {
  if (!category) throw new RangeError(`unknown category: ${name.slice(0, 60)}`);
  return category;
}
