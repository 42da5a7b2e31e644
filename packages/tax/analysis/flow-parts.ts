import { atLongestPrefix, type ByPrefix } from "#domain/ledger/chart-prefix";
import { type IncomeStatementLine, STATEMENT_LINES } from "#domain/ledger/chart-statements";

/** What an income statement and the balances drawn from it need finer than the chart's lines: what is no cash, what is a sale of assets. */
type FinerPart =
  | ("benefices_operations_en_commun" | "pertes_operations_en_commun" | "quote_part_subventions" | "produits_cessions")
  | ("reprises_exploitation" | "transferts_exploitation" | "valeurs_comptables_cedees")
  | ("reprises_financieres" | "transferts_financiers" | "produits_cessions_financieres")
  | ("dotations_financieres" | "valeurs_comptables_financieres_cedees")
  | ("quote_part_subventions_exceptionnelle" | "produits_cessions_exceptionnels" | "reprises_exceptionnelles")
  | ("transferts_exceptionnels" | "dotations_exceptionnelles" | "valeurs_comptables_exceptionnelles_cedees");

/** One line of our income statement. Every account of classes 6 and 7 belongs to exactly one. */
export type FlowPart = Exclude<IncomeStatementLine, "operations_en_commun" | "reprises_transferts"> | FinerPart;

type Section = "exploitation" | "operations_en_commun" | "financier" | "exceptionnel" | "participation" | "impots";
type Nature = { readonly section: Section; readonly side: "produit" | "charge" };

const product = (section: Section): Nature => ({ section, side: "produit" });
const charge = (section: Section): Nature => ({ section, side: "charge" });

/** Section and side of every part, in the order of the statement (PCG, compte de résultat en liste). */
export const FLOW_PARTS: Readonly<Record<FlowPart, Nature>> = {
  ca_ventes_marchandises: product("exploitation"),
  ca_production_vendue_biens: product("exploitation"),
  ca_production_vendue_services: product("exploitation"),
  production_stockee: product("exploitation"),
  production_immobilisee: product("exploitation"),
  subventions_exploitation: product("exploitation"),
  quote_part_subventions: product("exploitation"),
  reprises_exploitation: product("exploitation"),
  transferts_exploitation: product("exploitation"),
  produits_cessions: product("exploitation"),
  autres_produits: product("exploitation"),
  achats_marchandises: charge("exploitation"),
  variation_stocks_marchandises: charge("exploitation"),
  achats_matieres: charge("exploitation"),
  variation_stocks_matieres: charge("exploitation"),
  autres_achats_charges_externes: charge("exploitation"),
  impots_taxes: charge("exploitation"),
  salaires: charge("exploitation"),
  charges_sociales: charge("exploitation"),
  dotations: charge("exploitation"),
  valeurs_comptables_cedees: charge("exploitation"),
  autres_charges: charge("exploitation"),
  benefices_operations_en_commun: product("operations_en_commun"),
  pertes_operations_en_commun: charge("operations_en_commun"),
  produits_financiers: product("financier"),
  produits_cessions_financieres: product("financier"),
  reprises_financieres: product("financier"),
  transferts_financiers: product("financier"),
  charges_financieres: charge("financier"),
  valeurs_comptables_financieres_cedees: charge("financier"),
  dotations_financieres: charge("financier"),
  produits_exceptionnels: product("exceptionnel"),
  produits_cessions_exceptionnels: product("exceptionnel"),
  quote_part_subventions_exceptionnelle: product("exceptionnel"),
  reprises_exceptionnelles: product("exceptionnel"),
  transferts_exceptionnels: product("exceptionnel"),
  charges_exceptionnelles: charge("exceptionnel"),
  valeurs_comptables_exceptionnelles_cedees: charge("exceptionnel"),
  dotations_exceptionnelles: charge("exceptionnel"),
  participation: charge("participation"),
  is: charge("impots"),
};

const FINER: ByPrefix<FlowPart> = {
  ...{ 655: "pertes_operations_en_commun", 755: "benefices_operations_en_commun", 78: "reprises_exploitation" },
  ...{ 686: "dotations_financieres", 786: "reprises_financieres", 687: "dotations_exceptionnelles", 787: "reprises_exceptionnelles" },
  ...{ 79: "transferts_exploitation", 796: "transferts_financiers", 797: "transferts_exceptionnels" },
  ...{ 675: "valeurs_comptables_exceptionnelles_cedees", 775: "produits_cessions_exceptionnels" },
  777: "quote_part_subventions_exceptionnelle",
};

/** Accounts that began with the chart of 2025: in an older year these numbers are a company's own sub-accounts of something else. */
const FINER_SINCE_2025: ByPrefix<FlowPart> = {
  ...FINER,
  ...{ 657: "valeurs_comptables_cedees", 757: "produits_cessions", 747: "quote_part_subventions" },
  ...{ 6671: "valeurs_comptables_financieres_cedees", 7671: "produits_cessions_financieres" },
};

/**
 * The part an account of classes 6 and 7 belongs to. An account that ended with 2024 keeps the place it had. Throws Error on an account of
 * another class.
 */
export function flowPart(account: string, isSince2025: boolean): FlowPart {
  const part =
    atLongestPrefix<unknown>(isSince2025 ? FINER_SINCE_2025 : FINER, account) ?? atLongestPrefix<unknown>(STATEMENT_LINES, account);
  if (!isFlowPart(part)) throw new Error(`account ${account} is no charge and no product`);
  return part;
}

const isFlowPart = (part: unknown): part is FlowPart => typeof part === "string" && Object.hasOwn(FLOW_PARTS, part);

/** The parts in the order of the statement. */
export const flowPartsInOrder = (): FlowPart[] => Object.keys(FLOW_PARTS).filter(isFlowPart);

/** Whether an account is a charge or a product. */
export const isFlow = (account: string): boolean => /^[67]/.test(account);
