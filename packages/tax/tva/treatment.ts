import type { OperationKind } from "./operation.ts";

/** How tax on an operation falls due: see exigibility.ts. */
export type Rule = "delivery" | "receipts" | "intra_eu" | "customs" | "document";

/**
 * What the return does with a kind of operation.
 * `turnover`: box of its base. `due`: on the boxes of its rate, on the import boxes, or nowhere. `deducts`: its tax goes to 19 or 20.
 * `deposits`: whether a deposit makes tax due before a delivery (goods: those cashed since 2023). `selfAssessed`: the customer owes the tax, so what is paid to the supplier bears none. `undoes`: a credit note.
 */
export type Treatment = {
  readonly turnover: string | null;
  readonly due: "rate" | "import" | "none";
  readonly deducts: boolean;
  readonly selfAssessed: boolean;
  readonly rule: Rule;
  readonly deposits: "since_2023" | "always" | "never";
  readonly undoes: "sale" | "purchase" | null;
  readonly article: string;
};

type Common = Omit<Treatment, "article">;
const NOTHING: Common = {
  ...{ turnover: null, deducts: false, selfAssessed: false, undoes: null },
  due: "none",
  rule: "delivery",
  deposits: "never",
};
const SALE: Common = { ...NOTHING, due: "rate" };
const PURCHASE: Common = { ...NOTHING, deducts: true };
const SELF: Common = { ...NOTHING, due: "rate", deducts: true, selfAssessed: true };

/** One row a kind of operation. Boxes are those of form 3310-CA3; articles are of the CGI. */
export const TREATMENTS: Readonly<Record<OperationKind, Treatment>> = {
  sale_goods: { ...SALE, turnover: "A1", deposits: "since_2023", article: "CGI art. 269, 2, a" },
  sale_services: { ...SALE, turnover: "A1", rule: "receipts", article: "CGI art. 269, 2, c" },
  other_taxable_sale: { ...SALE, turnover: "A2", deposits: "since_2023", article: "CGI art. 269, 2, a" },
  export: { ...NOTHING, turnover: "E1", article: "CGI art. 262, I" },
  intra_eu_supply: { ...NOTHING, turnover: "F2", rule: "intra_eu", article: "CGI art. 262 ter, I ; 269, 2, d" },
  intra_eu_service_supply: { ...NOTHING, turnover: "E2", deposits: "always", article: "CGI art. 259, 1° ; 269, 2, b bis" },
  distance_sale: { ...NOTHING, turnover: "E3", article: "CGI art. 258 A" },
  exempt_sale: { ...NOTHING, turnover: "E2", article: "CGI art. 261 à 261 E" },
  reverse_charge_sale: { ...NOTHING, turnover: "E2", rule: "receipts", article: "CGI art. 283, 2 nonies" },
  purchase_goods: { ...PURCHASE, deposits: "since_2023", article: "CGI art. 271, I, 2 ; 269, 2, a" },
  purchase_services: { ...PURCHASE, rule: "receipts", article: "CGI art. 271, I, 2 ; 269, 2, c" },
  intra_eu_acquisition: { ...SELF, turnover: "B2", rule: "intra_eu", article: "CGI art. 256 bis ; 269, 2, d" },
  service_from_non_established: { ...SELF, turnover: "A3", deposits: "always", article: "CGI art. 283, 2 ; 269, 2, b bis" },
  purchase_from_non_established: { ...SELF, turnover: "B4", deposits: "since_2023", article: "CGI art. 283, 1" },
  energy_from_non_established: { ...SELF, turnover: "B3", deposits: "since_2023", article: "CGI art. 283, 2 quinquies" },
  reverse_charge_purchase: { ...SELF, turnover: "A2", rule: "receipts", article: "CGI art. 283, 2 nonies ; 269, 2, c" },
  import: { ...SELF, turnover: "A4", due: "import", rule: "customs", article: "CGI art. 293 A, 1695" },
  tax_free_purchase: { ...NOTHING, turnover: "F6", article: "CGI art. 275" },
  sale_credit_note: { ...SALE, turnover: "A1", rule: "document", undoes: "sale", article: "CGI art. 272, 1" },
  bad_debt: { ...SALE, rule: "document", undoes: "sale", article: "CGI art. 272, 1" },
  purchase_credit_note: { ...PURCHASE, rule: "document", undoes: "purchase", article: "CGI ann. II art. 208" },
};
