import { paddedAccount } from "#domain/ledger/account-number";
import { accountSince2025 } from "#domain/ledger/chart-successors";
import type { Check } from "../check.ts";
import { creditOf, type Held, isUnder } from "../held-accounts.ts";
import type { Statements } from "../statements.ts";
import { found } from "./found.ts";
import { OPENING_WORDS as WORDS } from "./opening.fr.ts";

/** Between closing and opening, the result may be appropriated: these accounts are compared together. */
const EQUITY = ["10", "11", "12"];
const UNTOUCHED = "C. com. art. L123-19";

/** A year opens with what the year before closed with, account by account. Needs both balances and every opening column. */
export function openingChecks(now: Statements, before: Statements | null): Check[] {
  if (!before || now.held.some(({ openedCents }) => openedCents === null)) return [];
  const closed = closings(before, now.isSince2025);
  const accounts = now.held.filter(({ account }) => isCompared(account));
  const moved = accounts.filter(({ account, openedCents }) => openedCents !== (closed.get(account) ?? 0));
  const known = new Set(accounts.map(({ account }): string => account));
  const lost = [...closed].filter(([account, cents]) => cents !== 0 && !known.has(account)).length;
  return [...differing(moved, lost), ...equity(now, before)];
}

const isCompared = (account: string): boolean => /^[1-5]/.test(account) && !isUnder(account, EQUITY);

function closings(before: Statements, isSince2025: boolean): Map<string, number> {
  const closed = new Map<string, number>();
  for (const { account, cents } of before.held) {
    if (!isCompared(account)) continue;
    const to = isSince2025 && !before.isSince2025 ? paddedAccount(accountSince2025(account)) : account;
    closed.set(to, (closed.get(to) ?? 0) + cents);
  }
  return closed;
}

const differing = (moved: readonly Held[], lost: number): Check[] =>
  moved.length + lost === 0
    ? []
    : [found("a_nouveaux_differents", "alerte", WORDS.differing(moved.length + lost), { held: moved, articles: [UNTOUCHED] })];

function equity(now: Statements, before: Statements): Check[] {
  const opened = now.held.reduce((sum, { account, openedCents }) => (isUnder(account, EQUITY) ? sum - (openedCents ?? 0) : sum), 0);
  const result = before.resultPlace === "in_classes_6_and_7" ? before.flowResultCents : 0;
  const closed = creditOf(before.held, EQUITY) + result;
  if (opened === closed) return [];
  return [
    found("capitaux_propres_a_nouveau_differents", "alerte", WORDS.equity(opened, closed), { articles: ["10", "11", "12", UNTOUCHED] }),
  ];
}
