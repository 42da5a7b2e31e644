import { businessDate, daysBetween } from "../dates.ts";
import { type LetteringLine, signedCents } from "./lettering.ts";
import { referencesOf } from "./lettering-references.ts";

/** How far automatic lettrage goes. Days are calendar days. */
export type LetteringOptions = {
  /** Days from the first to the last line of a group: 400, and 10 for internal transfers (58). */
  readonly maxDays?: number;
  /** Days a payment may come before what it settles: 60. */
  readonly advanceDays?: number;
  /** Also suggest groups that share a reference and do not cancel out yet. */
  readonly partial?: boolean;
};

/** The options as they apply to one account and third party. */
export type LetteringRules = {
  readonly maxDays: number;
  readonly advanceDays: number;
  /** The side an amount is first owed on; the other one settles it. */
  readonly origin: "debit" | "credit";
  /** Nobody in particular: only references say which lines belong together. */
  readonly referencesOnly: boolean;
  readonly sums: boolean;
};

const MAX_DAYS = 400;
const TRANSFER_MAX_DAYS = 10;
const ADVANCE_DAYS = 60;

/** Owed to us: customers, advances to suppliers and staff, subsidies, deductible VAT, sales of assets, cheques in, money on its way. */
const DEBIT_FIRST = /^(?:409|41(?!9)|425|441|4456|4487|462|465|47|511|58)/;
/** Either side may come first: partners, suspense, transfers, and the IS, whose instalments come before the tax. */
const ANY_ORDER = /^(?:444|45|467|47|58)/;

/** What holds for one account. A transfer arrives as it left, so the halves on 58 are never sums. */
export function rulesFor(account: string, thirdPartyCode: string | null, options: LetteringOptions): LetteringRules {
  const transfer = account.startsWith("58");
  const maxDays = options.maxDays ?? (transfer ? TRANSFER_MAX_DAYS : MAX_DAYS);
  return {
    maxDays,
    advanceDays: ANY_ORDER.test(account) ? maxDays : Math.min(options.advanceDays ?? ADVANCE_DAYS, maxDays),
    origin: DEBIT_FIRST.test(account) ? "debit" : "credit",
    referencesOnly: thirdPartyCode === null ? /^4[01]1/.test(account) : thirdPartyCode.endsWith("DIVERS"),
    sums: !transfer,
  };
}

/** A line read once: its day as a number, and the documents it names. */
export type ReadLine = { readonly line: LetteringLine; readonly day: number; readonly references: readonly string[] };

const DAY_ZERO = businessDate("2000-01-01");

export const readLine = (line: LetteringLine): ReadLine => ({
  line,
  day: daysBetween(DAY_ZERO, line.date),
  references: referencesOf(line),
});

/** One line, or several that share a reference and count as their difference. */
export type Unit = {
  readonly lines: readonly ReadLine[];
  readonly side: "debit" | "credit";
  readonly amountCents: number;
  /** Day of its first line on its own side. */
  readonly day: number;
};

/** The unit of some lines in book order, or null when they cancel out. */
export function unitOf(lines: readonly ReadLine[]): Unit | null {
  const difference = differenceOf(lines);
  const side = difference > 0 ? "debit" : "credit";
  const first = lines.find(({ line }) => line.side === side);
  return difference === 0 || !first ? null : { lines, side, amountCents: Math.abs(difference), day: first.day };
}

export const differenceOf = (lines: readonly ReadLine[]): number => lines.reduce((sum, { line }) => sum + signedCents(line), 0);

/** Whether lines are near enough in time to be one group. */
export function isNear(lines: readonly ReadLine[], maxDays: number): boolean {
  const days = lines.map(({ day }) => day);
  return days.reduce((a, b) => Math.max(a, b), -Infinity) - days.reduce((a, b) => Math.min(a, b), Infinity) <= maxDays;
}

/** Counts elementary steps, says when enough were spent, and remembers what was tried in vain. */
export type Effort = {
  readonly spend: (steps: number) => void;
  readonly spent: () => number;
  readonly isOver: () => boolean;
  /** Whether this is asked for the first time. */
  readonly isNew: (search: string) => boolean;
};

export function effortOf(maximum: number): Effort {
  let steps = 0;
  const tried = new Set<string>();
  return {
    spend: (more) => {
      steps += more;
    },
    spent: () => steps,
    isOver: () => steps >= maximum,
    isNew: (search) => {
      const known = tried.has(search);
      tried.add(search);
      return !known;
    },
  };
}
