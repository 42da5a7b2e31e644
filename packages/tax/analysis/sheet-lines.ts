import { atLongestPrefix } from "#domain/ledger/chart-prefix";
import { ROLES } from "#domain/ledger/chart-roles";
import { STATEMENT_LINES } from "#domain/ledger/chart-statements";
import type { SheetLine } from "./statement-labels.fr.ts";

/** Lines of the assets, in order. */
export const ASSETS = [
  ...(["capital_souscrit_non_appele", "immobilisations_incorporelles", "immobilisations_corporelles"] as const),
  ...(["immobilisations_financieres", "stocks", "avances_acomptes_verses", "clients", "autres_creances"] as const),
  ...(["capital_appele_non_verse", "valeurs_mobilieres_placement", "disponibilites", "charges_constatees_avance"] as const),
  ...(["frais_emission_emprunts", "primes_remboursement_emprunts", "ecarts_conversion_actif"] as const),
] as const;
export type AssetCode = (typeof ASSETS)[number];

export type LiabilityCode = Exclude<SheetLine, AssetCode>;
type Section = "capitaux_propres" | "autres_fonds_propres" | "provisions" | "dettes";

/** Lines of the liabilities, in order, with the part of the balance sheet they stand in. */
export const LIABILITIES: Readonly<Record<LiabilityCode, Section>> = {
  capital: "capitaux_propres",
  primes: "capitaux_propres",
  ecarts_reevaluation: "capitaux_propres",
  reserves: "capitaux_propres",
  report_a_nouveau: "capitaux_propres",
  resultat_en_instance: "capitaux_propres",
  acomptes_dividendes: "capitaux_propres",
  resultat: "capitaux_propres",
  subventions_investissement: "capitaux_propres",
  provisions_reglementees: "capitaux_propres",
  autres_fonds_propres: "autres_fonds_propres",
  provisions: "provisions",
  emprunts: "dettes",
  emprunts_dettes_financieres_divers: "dettes",
  avances_acomptes_recus: "dettes",
  fournisseurs: "dettes",
  dettes_fiscales_sociales: "dettes",
  dettes_immobilisations: "dettes",
  autres_dettes: "dettes",
  produits_constates_avance: "dettes",
  ecarts_conversion_passif: "dettes",
};

/** Where an account of classes 1 to 5 stands: on a line of the assets (gross or depreciation) or of the liabilities. */
export type SheetPlace =
  | { readonly side: "gross" | "depreciation"; readonly line: AssetCode }
  | { readonly side: "liability"; readonly line: LiabilityCode };

/**
 * The place of an account of classes 1 to 5, which for third parties and banks depends on the side its balance lies (PCG: no netting of assets
 * and debts). Throws Error on another class.
 */
export function sheetPlace(account: string, cents: number): SheetPlace {
  const found = atLongestPrefix(STATEMENT_LINES, account);
  const line = found === undefined || typeof found === "string" ? found : cents < 0 ? found.credit : found.debit;
  if (isAsset(line)) return { side: isDepreciation(account) ? "depreciation" : "gross", line };
  if (isLiability(line)) return { side: "liability", line };
  throw new Error(`account ${account} stands on no line of the balance sheet`);
}

/** Whether an account takes away from an asset: 28, 29, 39, 49, 59. */
const isDepreciation = (account: string): boolean => atLongestPrefix(ROLES, account) === "depreciation";

/** Whether an account stands on the balance sheet. */
export const isOnSheet = (account: string): boolean => /^[1-5]/.test(account);

/** The lines of the liabilities, in order. */
export const liabilitiesInOrder = (): LiabilityCode[] => Object.keys(LIABILITIES).filter(isLiability);

const isAsset = (line: unknown): line is AssetCode => ASSETS.some((one) => one === line);
const isLiability = (line: unknown): line is LiabilityCode => typeof line === "string" && Object.hasOwn(LIABILITIES, line);
