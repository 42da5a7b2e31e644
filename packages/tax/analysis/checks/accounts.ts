import { type BusinessDate, businessDate } from "#domain/dates";
import { chartNumbers } from "#domain/ledger/chart";
import type { Check } from "../check.ts";
import { type Held, isUnder } from "../held-accounts.ts";
import type { Statements } from "../statements.ts";
import { endedAdvice, ACCOUNTS_WORDS as WORDS } from "./accounts.fr.ts";
import { found, holding } from "./found.ts";

const CHART = "PCG (règlement ANC 2014-03)";
const CHART_OF_2025 = "Règlement ANC 2022-06";

/** Whether accounts are each there once, and in the chart of the year. */
export const accountsChecks = (all: Statements): Check[] => [
  ...doubles(all.held),
  ...subtotals(all.held),
  ...outsideTheChart(all),
  ...outsideStatements(all.held),
];

function doubles(held: readonly Held[]): Check[] {
  const twice = held.filter(({ rowCount }) => rowCount > 1);
  return twice.length === 0 ? [] : [found("compte_en_double", "alerte", WORDS.doubles(twice.length), { held: twice })];
}

/** A heading printed with its total beside its own accounts: counted twice, it would unbalance the balance or double its amounts. */
function subtotals(held: readonly Held[]): Check[] {
  const below = new Map<string, number>();
  for (const { account, cents } of held)
    for (let length = 2; length < account.length; length += 1) {
      const prefix = account.slice(0, length);
      below.set(prefix, (below.get(prefix) ?? 0) + cents);
    }
  const suspected = held.filter(({ account, cents }) => {
    const own = account.slice(0, Math.max(HEADING_DIGITS, account.replace(/0+$/, "").length));
    return cents !== 0 && own.length < account.length && below.get(own) === 2 * cents;
  });
  return suspected.length === 0 ? [] : [found("total_compte_deux_fois", "alerte", WORDS.subtotals(suspected.length), { held: suspected })];
}

function outsideTheChart({ held, isSince2025, startsOn }: Statements): Check[] {
  const named = new Set(chartNumbers(startsOn));
  const strangers = held.filter(({ account }) => !isUnder(account, OUTSIDE) && !isNamed(account, named));
  if (strangers.length === 0) return [];
  const namedElsewhere = new Set(chartNumbers(isSince2025 ? BEFORE_2025 : SINCE_2025));
  const elsewhere = strangers.filter(({ account }) => isNamed(account, namedElsewhere));
  const unknown = strangers.filter(({ account }) => !isNamed(account, namedElsewhere));
  return [
    ...(unknown.length === 0
      ? []
      : [found("compte_inconnu", "alerte", WORDS.unknown(unknown.length), { held: unknown, articles: [CHART] })]),
    ...(elsewhere.length === 0 ? [] : [isSince2025 ? ended(elsewhere) : early(elsewhere)]),
  ];
}

const ended = (held: readonly Held[]): Check =>
  found("compte_supprime_en_2025", "alerte", WORDS.ended(endedAdvice(held.map(({ account }) => account))), {
    held,
    articles: [CHART_OF_2025],
  });

const early = (held: readonly Held[]): Check =>
  found("compte_cree_en_2025", "information", WORDS.early(held.length), { held, articles: [CHART_OF_2025] });

const HEADING_DIGITS = 2;
const OUTSIDE = ["8", "9"];
const SINCE_2025: BusinessDate = businessDate("2025-01-01");
const BEFORE_2025: BusinessDate = businessDate("2024-01-01");
const LONGEST_OF_THE_CHART = 6;

const isNamed = (account: string, named: ReadonlySet<string>): boolean => {
  for (let length = 2; length <= LONGEST_OF_THE_CHART; length += 1) if (named.has(account.slice(0, length))) return true;
  return false;
};

function outsideStatements(held: readonly Held[]): Check[] {
  const outside = holding(held, OUTSIDE);
  return outside.length === 0 ? [] : [found("compte_hors_etats", "information", WORDS.outside(outside.length), { held: outside })];
}
