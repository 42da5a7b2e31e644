import { addDays, addMonths, type BusinessDate } from "#domain/dates";
import { isSince2025 } from "#domain/ledger/account-number";
import type { Adjustment } from "../is/adjustment.ts";
import type { IsInput } from "../is/input.ts";
import type { TaxNotice } from "../notice.ts";
import type { TaxProfile } from "../profile.ts";
import { type BookedYear, creditOf, debitOf } from "./book-balance.ts";
import { isNotices } from "./is-notices.fr.ts";

/** What books and tax profile tell of a year's IS, and what the reader must know of it. */
export type IsOfBooks = { readonly input: IsInput; readonly notices: readonly TaxNotice[] };

const MONTHS = 12;

/**
 * What the rules of IS ask, as far as a company's own books and its tax profile know it. Books hold no reason for an amount: of what tax law adds
 * back, only what has an account of its own is found, and that is told.
 */
export function isOfBooks(books: BookedYear, profile: TaxProfile, years: readonly Pick<BookedYear, "startsOn" | "endsOn">[]): IsOfBooks {
  const previousYear = pastYear(profile, addDays(books.startsOn, -1), years);
  const yearBeforePrevious = previousYear && pastYear(profile, addDays(previousYear.openedOn, -1), years);
  const filed = profile.filedReturns.find(({ closedOn }) => closedOn === previousYear?.closedOn);
  const input: IsInput = {
    ...{ openedOn: books.startsOn, closedOn: books.endsOn, previousYear, yearBeforePrevious },
    accountingResultCents: creditOf(books, "6", "7"),
    turnoverCents: Math.max(creditOf(books, "70"), 0),
    capitalFullyPaidUp: profile.capitalFullyPaid,
    holders: null,
    naturalPersonsPpm: profile.heldByPersonsPpm,
    adjustments: adjustmentsOf(books),
    lossesCents: filed?.lossesLeftCents ?? null,
    giftsCarriedForwardCents: null,
    taxCredits: [],
    firstYear: profile.createdOn === null ? null : profile.createdOn >= books.startsOn,
    carryBack: null,
    instalmentsPaidCents: instalmentsOf(books),
  };
  return { input, notices: isNotices(books, profile, filed === undefined && input.firstYear !== true) };
}

/** What has an account of its own among charges and products that tax law does not take. */
function adjustmentsOf(books: BookedYear): Adjustment[] {
  // 6582 is free before 2025; 6712, abolished since, holds nothing but fines in books that still use it.
  const fines = isSince2025(books.startsOn) ? ["6582", "6712"] : ["6712"];
  const tax = debitOf(books, ...TAX_BOOKED);
  const found = [
    { kind: "corporate_tax", amountCents: tax, label: "Comptes 695 à 698" },
    { kind: "other_deduction", amountCents: -tax, label: "Comptes 695 à 698, créditeurs : impôt rendu, non imposable (CGI art. 213)" },
    { kind: "fine", amountCents: debitOf(books, ...fines), label: `Compte ${fines.join(" ou ")}` },
    { kind: "vehicle_tax", amountCents: debitOf(books, "63514"), label: "Compte 63514" },
    { kind: "carry_back_income", amountCents: creditOf(books, "699"), label: "Compte 699" },
  ] as const;
  return found.filter(({ amountCents }) => amountCents > 0).map((one) => ({ ...one }));
}

/** Tax on profits among charges; what 699 gives back is apart. */
const TAX_BOOKED = ["695", "696", "697", "698"] as const;

/**
 * Instalments of the year: the debit balance of 444, once the tax booked this year is put back and the claims of 699, which are no payment, are taken
 * out. Null when that is no debit, which an unpaid balance of the year before explains as well.
 */
function instalmentsOf(books: BookedYear): number | null {
  const paid = debitOf(books, "444") + debitOf(books, ...TAX_BOOKED, "699");
  return paid > 0 ? paid : null;
}

function pastYear(
  profile: TaxProfile,
  closedOn: BusinessDate,
  years: readonly Pick<BookedYear, "startsOn" | "endsOn">[],
): IsInput["previousYear"] {
  const filed = profile.filedReturns.find((one) => one.closedOn === closedOn);
  if (!filed) return null;
  const { reducedRateBaseCents, normalRateBaseCents } = filed;
  const openedOn = years.find(({ endsOn }) => endsOn === closedOn)?.startsOn ?? addMonths(addDays(closedOn, 1), -MONTHS);
  return { openedOn, closedOn, reducedRateBaseCents, normalRateBaseCents, socialContributionCents: 0 };
}
