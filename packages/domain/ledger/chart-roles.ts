import type { ByPrefix } from "./chart-prefix.ts";

export type AccountKind = "capital" | "asset" | "stock" | "third_party" | "cash" | "charge" | "product" | "special";

/** Kind by class; class 8 (until 2024) and class 9 are special. */
export const KINDS: ByPrefix<AccountKind> = {
  1: "capital",
  2: "asset",
  3: "stock",
  4: "third_party",
  5: "cash",
  6: "charge",
  7: "product",
  8: "special",
  9: "special",
};

export type AccountRole =
  | ("share_capital" | "reserve" | "retained_earnings" | "result" | "provision" | "loan")
  | "depreciation"
  | ("supplier" | "customer" | "personnel" | "social_body" | "state" | "shareholder" | "sundry")
  | ("vat_due" | "vat_deductible" | "vat_collected" | "vat_pending")
  | ("suspense" | "accrual" | "bank" | "cash_desk" | "transfer")
  | "plain";

/** What an account does beyond its class. `depreciation` accounts reduce an asset: they stand in the second column of a balance sheet. */
export const ROLES: ByPrefix<AccountRole> = {
  ...{ 101: "share_capital", 106: "reserve", 11: "retained_earnings", 12: "result", 15: "provision", 16: "loan", 17: "loan" },
  ...{ 28: "depreciation", 29: "depreciation", 39: "depreciation", 49: "depreciation", 59: "depreciation" },
  ...{ 40: "supplier", 41: "customer", 42: "personnel", 43: "social_body", 44: "state", 45: "shareholder", 46: "sundry" },
  ...{ 4452: "vat_due", 4453: "vat_due", 4455: "vat_due", 4456: "vat_deductible", 4457: "vat_collected", 4458: "vat_pending" },
  ...{ 44564: "vat_pending", 44574: "vat_pending", 471: "suspense", 472: "suspense", 473: "suspense" },
  ...{ 476: "accrual", 477: "accrual", 48: "accrual", 512: "bank", 514: "bank", 517: "bank", 519: "bank", 53: "cash_desk", 58: "transfer" },
};

/** Accounts that carry an auxiliary (FEC columns 7 and 8). Never the personnel: no name of an employee reaches the books. */
export const THIRD_PARTY_ACCOUNTS: ByPrefix<boolean> = {
  ...{ 40: true, 41: true, 451: true, 455: true, 456: true, 457: true, 458: true },
  ...{ 462: true, 464: true, 465: true, 467: true, 468: true },
};

/**
 * Accounts whose lines are matched until they cancel out. VAT accounts are cleared by the return, those that wait for a payment by
 * payments.
 */
export const LETTERABLE_ACCOUNTS: ByPrefix<boolean> = {
  ...{ 40: true, 41: true, 42: true, 43: true, 44: true, 45: true, 46: true, 471: true, 472: true, 473: true, 511: true, 58: true },
  ...{ 4452: false, 4453: false, 4456: false, 4457: false, 44564: true, 44574: true },
};

/**
 * CA3 line an account feeds (form 3310-CA3). Lines of gross VAT by rate (08, 09, 9B ...) come from the entry line's own rate: here,
 * their total, 16.
 */
export const CA3_LINES: ByPrefix<string> = {
  ...{ 701: "A1", 702: "A1", 703: "A1", 704: "A1", 705: "A1", 706: "A1", 707: "A1", 708: "A1", 709: "A1" },
  ...{ 7018: "E1", 7068: "E1", 7078: "E1", 7019: "F2", 7069: "E2", 7079: "F2", 757: "A2", 775: "A2" },
  ...{ 4452: "17", 44521: "16", 4453: "16", 44571: "16", 44562: "19", 44566: "20", 44567: "22", 44583: "26", 44551: "32" },
};
