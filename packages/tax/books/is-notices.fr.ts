import { euros, longDate } from "#domain/amounts.fr";
import { notice, type TaxNotice } from "../notice.ts";
import type { TaxProfile } from "../profile.ts";
import { type BookedYear, creditOf } from "./book-balance.ts";

/** What the reader of a year's IS must know of the books and the profile it was read from. `isReturnUnknown`: the year before was not told. */
export function isNotices(books: BookedYear, profile: TaxProfile, isReturnUnknown: boolean): readonly TaxNotice[] {
  const suspenseCents = SUSPENSE.reduce((sum, account) => sum + openOn(books, account), 0);
  return [
    BOOKS_ONLY,
    ...(books.through < books.endsOn ? [yearRunning(books)] : []),
    ...(profile.taxedAs === "ir" ? [NOT_IS] : []),
    ...(suspenseCents === 0 ? [] : [suspenseOpen(suspenseCents)]),
    ...(isCleared(books) ? [CLEARED] : []),
    ...(creditOf(books, "70") <= 0 ? [NO_SALES] : []),
    ...(isReturnUnknown ? [NO_RETURN] : []),
    INSTALMENTS,
  ];
}

const SUSPENSE = ["471", "472", "473"] as const;

/** What stands on accounts, whatever its side: a debit here does not clear a credit there. */
const openOn = ({ rows }: BookedYear, prefix: string): number =>
  rows
    .filter(({ account }) => account.startsWith(prefix))
    .reduce((sum, { debitBalanceCents, creditBalanceCents }) => sum + Math.abs(debitBalanceCents - creditBalanceCents), 0);

/** Charges and products that moved and all stand at nothing. */
function isCleared({ rows }: BookedYear): boolean {
  const flows = rows.filter(({ account }) => /^[67]/.test(account));
  return flows.length > 0 && flows.every(({ debitBalanceCents, creditBalanceCents }) => debitBalanceCents === creditBalanceCents);
}

const BOOKS_ONLY = notice(
  "books.only",
  "Calcul d'après les seules écritures validées et le profil fiscal de la société : les réintégrations et déductions sans compte propre (amortissement des véhicules, intérêts de comptes courants, dons…) ne sont pas connues d'ici. POST /analyze/is les prend toutes.",
  "CGI art. 38 et 39",
);

const yearRunning = ({ through }: BookedYear): TaxNotice =>
  notice(
    "books.year_running",
    `L'exercice n'est pas terminé : résultat et chiffre d'affaires sont ceux des écritures validées au ${longDate(through)}, comparés aux limites de l'exercice entier.`,
  );

const NOT_IS = notice(
  "books.not_is",
  "Le profil fiscal dit que la société relève de l'impôt sur le revenu : ce calcul est une simulation.",
  "CGI art. 8 et 206",
);

const suspenseOpen = (amountCents: number): TaxNotice =>
  notice(
    "books.suspense",
    `Les comptes d'attente 471 à 473 ne sont pas soldés (${euros(amountCents)}) : le résultat peut changer.`,
    "Comptes 471 à 473",
  );

const CLEARED = notice(
  "books.cleared",
  "Les comptes 6 et 7 sont soldés par une écriture qui n'est pas au journal de clôture : le résultat est au compte 12, et le calcul le prend pour nul.",
  "Comptes 6, 7 et 12",
);

const NO_SALES = notice(
  "books.no_sales",
  "Aucune vente n'est comptabilisée en classe 70 : sans factures, le compte de résultat est incomplet.",
  "Comptes 70",
);

const NO_RETURN = notice(
  "books.no_return",
  "La déclaration de l'exercice précédent n'est pas dans le profil fiscal : les déficits reportables sont comptés pour zéro et les acomptes ne sont pas calculés.",
  "CGI art. 209, I et 1668",
);

const INSTALMENTS = notice(
  "books.instalments",
  "Les acomptes versés sont lus au compte 444 : son solde débiteur, une fois remis l'impôt de l'exercice passé en 695 à 698 et retirées les créances passées en 699. Un solde ou un trop-versé de l'exercice précédent resté au 444 le fausse.",
  "Comptes 444, 695 à 699",
);
