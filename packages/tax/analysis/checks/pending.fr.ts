import { euros } from "#domain/amounts.fr";

export const PENDING_WORDS = {
  suspense: (net: number): string =>
    `Des comptes d'attente (471 à 475) ne sont pas soldés (solde net ${euros(net)}) : chaque montant doit être justifié et reclassé avant l'arrêté des comptes.`,
  transfers: (net: number): string =>
    `Les virements internes (58) ne sont pas soldés (solde net ${euros(net)}) : un virement n'a été comptabilisé que d'un côté.`,
  closed: (result: number): string =>
    `Les écritures de clôture sont déjà passées : les comptes 6 et 7 sont soldés et le résultat (${euros(result)}) est au compte 12. Le bilan est complet ; le compte de résultat, les soldes intermédiaires et les ratios qui en dépendent demandent la balance avant clôture.`,
  differs: (held: number, computed: number): string =>
    `Le compte 12 porte ${euros(held)}, alors que les comptes 6 et 7 donnent un résultat de ${euros(computed)}.`,
  notAppropriated: (held: number): string =>
    `Le compte 12 porte encore ${euros(held)} : le résultat de l'exercice précédent n'a pas été affecté. L'affectation suit la décision des associés (11, 106, 457).`,
} as const;
