import { euros } from "#domain/amounts.fr";

export const OPENING_WORDS = {
  differing: (count: number): string =>
    `${count > 1 ? `Les à-nouveaux de ${count} comptes diffèrent` : "L'à-nouveau d'un compte diffère"} du solde de clôture de l'exercice précédent : le bilan d'ouverture d'un exercice correspond au bilan de clôture de celui qui le précède.`,
  equity: (opened: number, closed: number): string =>
    `Capital, réserves, report à nouveau et résultat s'ouvrent à ${euros(opened)}, alors que l'exercice précédent les laissait à ${euros(closed)}, son résultat compris.`,
} as const;
