import { euros } from "#domain/amounts.fr";
import { notice, type TaxNotice } from "../notice.ts";

/** What was found in books that a reader of the return must know. Amounts in cents. */
type Found = {
  /** Sales booked without VAT. */
  readonly untaxedCents: number;
  /** Collected VAT whose rate its entry does not show. */
  readonly assumedCents: number;
  /** Accounts of VAT nothing was read from. */
  readonly unread: readonly string[];
  /** Entries counted. */
  readonly entries: number;
};

/** What the reader of a return must know of the books it was read from. */
export const tvaNotices = ({ untaxedCents, assumedCents, unread, entries }: Found): readonly TaxNotice[] => [
  BOOKS_ONLY,
  ...(entries === 0 ? [NO_VAT] : []),
  ...(untaxedCents === 0 ? [] : [untaxedSales(untaxedCents)]),
  ...(assumedCents === 0 ? [] : [rateAssumed(assumedCents)]),
  ...(unread.length === 0 ? [] : [accountsUnread(unread)]),
];

const BOOKS_ONLY = notice(
  "books.only",
  "Déclaration préparée d'après les seules écritures validées de la période ; les bases des achats sont recalculées depuis la taxe, les opérations bancaires comptabilisées toutes taxes comprises ne déduisent rien, et les importations (A4, I1 à I6) n'ont pas de compte à elles : elles sont à ajouter.",
  "Comptes 4457, 4456, 4452 et 4453",
);

const NO_VAT = notice(
  "books.no_vat",
  "Aucune écriture validée de la période ne porte de TVA : sans factures comptabilisées, il n'y a rien à déclarer d'ici.",
  "Comptes 445",
);

const untaxedSales = (amountCents: number): TaxNotice =>
  notice(
    "books.untaxed_sales",
    `${euros(amountCents)} de ventes comptabilisées sans TVA sont portées en E2 : vérifiez qu'elles sont exonérées ou hors champ.`,
    "CGI art. 261 et 293 B",
  );

const rateAssumed = (amountCents: number): TaxNotice =>
  notice(
    "books.rate_assumed",
    `${euros(amountCents)} de TVA collectée sans vente qui lui corresponde dans son écriture : le taux est celui du sous-compte, ou le taux normal, et la base est recalculée depuis la taxe. Si c'est une autoliquidation ou une importation, sa base est à porter en A2, A3, A4, B2 ou B4, non en A1.`,
    "Comptes 44571",
  );

const accountsUnread = (accounts: readonly string[]): TaxNotice =>
  notice(
    "books.accounts_unread",
    `Comptes de TVA mouvementés dont le numéro ne dit pas l'emploi, et qui ne sont pas repris : ${accounts.join(", ")}.`,
    "Comptes 4456 et 4457",
  );
