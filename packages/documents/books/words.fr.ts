import { addDays, type BusinessDate, type Instant } from "#domain/dates";
import type { BookHead } from "./trial-balance.ts";

/** `2025-03-09` -> `09/03/2025`. */
export const frenchDate = (date: BusinessDate): string => date.split("-").reverse().join("/");

/** Day and minute in Paris: `26/11/2026 à 14:02`. */
function frenchInstant(at: Instant): string {
  const moment = new Intl.DateTimeFormat("fr-FR", { dateStyle: "short", timeStyle: "short", timeZone: "Europe/Paris" }).format(
    Date.parse(at),
  );
  return moment.replace(" ", " à ");
}

/** `123456789` -> `123 456 789`. */
export const frenchSiren = (siren: string | null): string =>
  siren === null ? "SIREN non renseigné" : `SIREN ${siren.replace(/(\d{3})(?=\d)/g, "$1\u00A0")}`;

export const exercice = ({ year }: Pick<BookHead, "year">): string =>
  `Exercice du ${frenchDate(year.startsOn)} au ${frenchDate(year.endsOn)}`;

export const period = (from: BusinessDate, to: BusinessDate): string => `Période du ${frenchDate(from)} au ${frenchDate(to)}`;

export const printedOn = (at: Instant): string => `Édité le ${frenchInstant(at)}`;

/** The lines above the header of a sheet. */
export const sheetHeading = (title: string, head: BookHead, from: BusinessDate, to: BusinessDate): readonly string[] => [
  `${head.company} (${frenchSiren(head.siren)})`,
  title,
  `${exercice(head)}, ${period(from, to).toLowerCase()}, montants en euros`,
  printedOn(head.printedAt),
];

/** Titles of the books. */
export const TITLES = { account: "Balance générale", third_party: "Balance auxiliaire", ledger: "Grand livre" } as const;

/** Sums and balances, as the books print them. */
export const SUMS = {
  total: "Total général",
  classTotal: (number: string) => `Total classe ${number}`,
  accountTotal: (account: string) => `Total compte ${account}`,
  carriedOut: "À reporter",
  carriedIn: "Report",
  opening: "Report à nouveau",
  continued: "(suite)",
} as const;

/** Column headers; the side is said in the sheet because it has one header row. */
export const HEADERS = {
  ...{ account: "Compte", accountLabel: "Intitulé", thirdPartyCode: "Code tiers", thirdParty: "Tiers" },
  ...{ opening: "À-nouveaux", movements: "Mouvements", balances: "Soldes", comparison: "Comparaison" },
  ...{ openingDebit: "À-nouveaux débit", openingCredit: "À-nouveaux crédit" },
  ...{ movementDebit: "Mouvements débit", movementCredit: "Mouvements crédit" },
  ...{ debitBalance: "Solde débiteur", creditBalance: "Solde créditeur" },
  ...{ previousBalance: "Solde N-1", difference: "Écart" },
  ...{ date: "Date", number: "N° écriture", journal: "Journal", pieceRef: "Pièce", label: "Libellé" },
  ...{ debit: "Débit", credit: "Crédit", balance: "Solde (débit - crédit)", lettering: "Lettrage" },
  ...{ entry: "N°", journalCode: "Jal", runningBalance: "Solde", letteringCode: "Let." },
} as const;

/** What an account brings over: from the year before on the year's first day, from the days before `from` otherwise. */
export const openingLabel = (from: BusinessDate, { startsOn }: BookHead["year"]): string =>
  from > startsOn ? balanceOn(addDays(from, -1)) : SUMS.opening;

/** The column of the year before: by its day when that is known. */
export const previousHeader = (through: BusinessDate | undefined): string =>
  through === undefined ? HEADERS.previousBalance : balanceOn(through);

const balanceOn = (day: BusinessDate): string => `Solde au ${frenchDate(day)}`;

/** The total is drawn after it. */
export const pageNumber = (page: number): string => `Page ${page} / `;

/** The side a signed balance is on, as the books abbreviate it; nothing is on no side, but keeps its place. */
export const sideOf = (balanceCents: number): string => {
  if (balanceCents === 0) return "\u2007";
  return balanceCents > 0 ? "D" : "C";
};
