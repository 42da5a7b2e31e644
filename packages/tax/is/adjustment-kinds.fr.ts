import type { WholeKind } from "./adjustment.ts";

type Kind = { readonly adds: boolean; readonly label: string; readonly article: string | null };

/** Which kinds are added back (otherwise deducted) for their whole amount, what an accountant calls them, and the article. */
export const KINDS: Readonly<Record<WholeKind, Kind>> = {
  corporate_tax: { adds: true, label: "Impôt sur les sociétés et contributions assises sur lui", article: "CGI art. 213" },
  fine: { adds: true, label: "Amendes et pénalités", article: "CGI art. 39, 2" },
  vehicle_tax: { adds: true, label: "Taxes annuelles sur les véhicules de tourisme", article: "CGI art. 213" },
  luxury: { adds: true, label: "Dépenses somptuaires", article: "CGI art. 39, 4" },
  car_lease_excess: { adds: true, label: "Loyers de véhicules de tourisme, fraction non déductible", article: "CGI art. 39, 4" },
  non_deductible_provision: { adds: true, label: "Provisions non déductibles", article: "CGI art. 39, 1-5°" },
  other_addition: { adds: true, label: "Autre réintégration", article: null },
  carry_back_income: { adds: false, label: "Produit de la créance de report en arrière", article: "CGI art. 220 quinquies" },
  tax_credit_income: { adds: false, label: "Crédits d'impôt comptabilisés en produit", article: "CGI art. 209, I" },
  other_deduction: { adds: false, label: "Autre déduction", article: null },
};
