const accounts = (count: number): string => (count > 1 ? `${count} comptes` : "Un compte");
const plural = (count: number, one: string, many: string): string => (count > 1 ? many : one);

/** Where the chart of 2025 puts what accounts that ended with 2024 held. */
const SUCCESSORS: readonly (readonly [prefix: string, advice: string])[] = [
  ["675", "675 : 657 (immobilisations incorporelles et corporelles) ou 6671 (financières)"],
  ["775", "775 : 757 (immobilisations incorporelles et corporelles) ou 7671 (financières)"],
  ["777", "777 : 747"],
  ["671", "671 : 6581 à 6588, ou 638 pour un rappel d'impôts"],
  ["771", "771 : 7581 à 7588, ou 742 pour une subvention d'équilibre"],
  ["79", "79 : crédit du compte de charge, 649 pour le personnel, 7587 pour les assurances"],
  ["443", "443 : compte de tiers selon la nature de l'opération"],
  ["15", "153 à 158 : 152"],
];

/** What to put in the place of ended accounts, in one phrase. */
export function endedAdvice(ended: readonly string[]): string {
  const advice = SUCCESSORS.filter(([prefix]) => ended.some((account) => account.startsWith(prefix))).map(([, text]) => text);
  return advice.length > 0 ? ` À leur place : ${advice.join(" ; ")}.` : "";
}

export const ACCOUNTS_WORDS = {
  doubles: (count: number): string =>
    `${accounts(count)} ${plural(count, "figure", "figurent")} sur plusieurs lignes : leurs soldes ont été additionnés. S'il s'agit de comptes collectifs, débits et crédits se trouvent compensés, ce que le PCG n'admet pas au bilan.`,
  subtotals: (count: number): string =>
    `${accounts(count)} ${plural(count, "a", "ont")} exactement le solde des subdivisions qui ${plural(count, "l'accompagnent", "les accompagnent")} : il s'agit sans doute de lignes de total, comptées deux fois.`,
  unknown: (count: number): string =>
    `${accounts(count)} ne ${plural(count, "se rattache", "se rattachent")} à aucun compte du plan de l'exercice. ${plural(count, "Il a été placé", "Ils ont été placés")} d'après ${plural(count, "ses", "leurs")} premiers chiffres.`,
  ended: (advice: string): string =>
    `Des comptes supprimés par le plan comptable applicable aux exercices ouverts à compter du 1er janvier 2025 sont encore utilisés. Ils sont présentés là où ils figuraient auparavant.${advice}`,
  early: (count: number): string =>
    `${accounts(count)} ${plural(count, "n'existe", "n'existent")} que dans le plan comptable applicable à compter du 1er janvier 2025. ${plural(count, "Il est traité", "Ils sont traités")} comme ${plural(count, "une subdivision de son", "des subdivisions de leur")} compte principal.`,
  outside: (count: number): string =>
    `${accounts(count)} de classe 8 ou 9 (comptes spéciaux, comptabilité analytique) ${plural(count, "n'entre", "n'entrent")} dans aucun état.`,
} as const;
