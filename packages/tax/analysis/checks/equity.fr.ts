import { euros } from "#domain/amounts.fr";

export const EQUITY_WORDS = {
  partnersInDebt: (total: number): string =>
    `Des comptes courants d'associés sont débiteurs de ${euros(total)}. Une telle avance est interdite aux personnes physiques associées ou dirigeantes d'une SARL et aux dirigeants d'une société par actions ; elle est présumée distribuée et imposable à leur nom. À rembourser ou à régulariser.`,
  halfOfCapital: (equity: number, capital: number): string =>
    `Les capitaux propres (${euros(equity)}) sont inférieurs à la moitié du capital social (${euros(capital)}). Si cela tient à des pertes, les associés décident dans les quatre mois de l'approbation des comptes s'il y a lieu à dissolution, et la situation est à régulariser avant la clôture du deuxième exercice suivant.`,
  legalReserve: (due: number, reserve: number, capital: number): string =>
    `Lors de l'affectation du résultat, ${euros(due)} au moins ${due >= 200 ? "iront" : "ira"} à la réserve légale : elle est de ${euros(reserve)} pour un capital de ${euros(capital)}, et doit en atteindre le dixième.`,
} as const;
