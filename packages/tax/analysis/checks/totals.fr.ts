import { euros } from "#domain/amounts.fr";

const side = (gapCents: number): string =>
  gapCents > 0 ? `le débit dépasse le crédit de ${euros(gapCents)}` : `le crédit dépasse le débit de ${euros(-gapCents)}`;

export const TOTALS_WORDS = {
  unbalanced: (gap: number): string =>
    `La balance n'est pas équilibrée : ${side(gap)}. Les états ci-dessous montrent cet écart tant qu'il n'est pas expliqué.`,
  twice: (result: number): string =>
    `Le résultat (${euros(result)}) figure à la fois au compte 12 et dans les comptes 6 et 7 : la balance est donnée après clôture avec ses comptes de gestion. Il n'est compté qu'une fois.`,
  openings: (gap: number): string => `Les à-nouveaux ne sont pas équilibrés : ${side(gap)}.`,
  movements: (gap: number): string => `Les mouvements de l'exercice ne sont pas équilibrés : ${side(gap)}.`,
  incoherent: (count: number): string =>
    `${count > 1 ? `${count} comptes ont` : "Un compte a"} un solde différent de la somme de son à-nouveau et de ses mouvements.`,
  openedFlows: (count: number): string =>
    `${count > 1 ? `${count} comptes` : "Un compte"} de charges ou de produits ${count > 1 ? "ont" : "a"} un à-nouveau : les comptes 6 et 7 repartent de zéro à chaque exercice.`,
} as const;
