/** VAT on a purchase whose supplier owes it on receipts: it waits for our payment. */
export const PENDING_DEDUCTIBLE = "445640";

/**
 * Accounts of VAT we assess ourselves, by where the purchase comes from: intra-EU goods (CGI art. 256 bis), services of a supplier
 * established elsewhere in the Union or outside it (283, 2), and operations the law reverses within France (283, 2 nonies).
 */
export const SELF_ASSESSED = {
  intra_eu_goods: { due: "445200", deducted: "445662" },
  eu_services: { due: "445210", deducted: "445663" },
  non_eu_services: { due: "445310", deducted: "445663" },
  domestic: { due: "445320", deducted: "445663" },
} as const;

/** Deductible VAT: on fixed assets 44562, on anything else 44566. */
export const deductibleAccount = (isAsset: boolean): string => (isAsset ? "445620" : "445660");

/** Its CA3 line. */
export const deductibleBox = (isAsset: boolean): string => (isAsset ? "19" : "20");
