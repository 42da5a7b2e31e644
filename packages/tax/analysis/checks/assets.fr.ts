import { euros } from "#domain/amounts.fr";

export const ASSETS_WORDS = {
  overDepreciated:
    "Les amortissements et dépréciations dépassent la valeur brute des immobilisations correspondantes : une valeur nette ne peut être négative.",
  noDepreciation: (net: number): string =>
    `Des immobilisations amortissables ont une valeur nette de ${euros(net)}, mais aucune dotation (681) n'est comptabilisée.`,
  noStockChange: (total: number): string =>
    `Des stocks de ${euros(total)} figurent au bilan sans variation de stocks (603, 713) : l'inventaire de clôture reste sans doute à comptabiliser.`,
  noInterest: (total: number): string =>
    `Des emprunts de ${euros(total)} figurent au bilan sans charges d'intérêts (661) : échéances portées entièrement en capital, ou prêt sans intérêt à justifier.`,
} as const;
