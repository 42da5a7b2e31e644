import { atLongestPrefix, type ByPrefix } from "#domain/ledger/chart-prefix";

/** Where an account stands in the functional balance: by what its money is for, not by who it is owed to. */
export type FunctionalPlace =
  | "capitaux"
  | "amortissements"
  | "provisions"
  | "dettes_financieres"
  | "emplois"
  | "exploitation"
  | "hors_exploitation"
  | "tresorerie";

/**
 * Assets at their gross value, what depreciates them among stable resources. Partners' current accounts (455) are repayable at will unless
 * an agreement blocks them, which a balance does not tell: they stand outside operations, not among stable resources.
 */
const PLACES: ByPrefix<FunctionalPlace> = {
  ...{ 1: "capitaux", 15: "provisions", 16: "dettes_financieres", 17: "dettes_financieres", 169: "emplois", 18: "hors_exploitation" },
  ...{
    1618: "hors_exploitation",
    1638: "hors_exploitation",
    1648: "hors_exploitation",
    1658: "hors_exploitation",
    1668: "hors_exploitation",
  },
  ...{ 1688: "hors_exploitation", 229: "capitaux" },
  ...{ 2: "emplois", 269: "hors_exploitation", 279: "hors_exploitation", 28: "amortissements", 29: "amortissements" },
  ...{ 3: "exploitation", 39: "amortissements" },
  ...{ 4: "hors_exploitation", 40: "exploitation", 404: "hors_exploitation", 405: "hors_exploitation", 4084: "hors_exploitation" },
  ...{ 40974: "hors_exploitation", 41: "exploitation", 42: "exploitation", 424: "hors_exploitation", 43: "exploitation" },
  ...{ 44: "exploitation", 441: "hors_exploitation", 444: "hors_exploitation", 44562: "hors_exploitation", 4417: "exploitation" },
  ...{ 47: "exploitation", 476: "hors_exploitation", 477: "hors_exploitation", 481: "emplois", 486: "exploitation", 487: "exploitation" },
  ...{ 49: "amortissements" },
  ...{ 5: "tresorerie", 509: "hors_exploitation", 59: "amortissements" },
};

/** The place of an account of classes 1 to 5. Throws Error on another. */
export function functionalPlace(account: string): FunctionalPlace {
  const place = atLongestPrefix(PLACES, account);
  if (!place) throw new Error(`account ${account} has no place in the functional balance`);
  return place;
}
