import type { FiscalYearId } from "../ids.ts";
import { isSince2025, paddedAccount } from "./account-number.ts";
import { accountLabel } from "./chart.ts";
import { takesThirdParty } from "./chart-accounts.ts";
import { accountSince2025 } from "./chart-successors.ts";
import type { AccountNumber, DraftEntry, EntrySource, ThirdParty } from "./entry.ts";
import type { FiscalYear } from "./fiscal-year.ts";
import { BROUGHT_FORWARD } from "./journals.fr.ts";
import { balanceOf, type KeptTotals, totalKey } from "./kept-totals.ts";
import { signedCents } from "./lettering.ts";
import type { OpenItem } from "./open-items.ts";
import { LOSS, PROFIT } from "./posting/balances.ts";
import { credit, debit, entryFrom, type PostingLine } from "./posting/entry-from.ts";
import { JOURNALS } from "./posting/journals.fr.ts";

/** One balance to carry: debit minus credit, EUR cents, of an account or of one third party on it. */
export type Balance = {
  readonly account: AccountNumber;
  readonly label: string;
  readonly thirdParty: ThirdParty | null;
  readonly cents: number;
};

const isCarried = (account: string): boolean => !/^[67]/.test(account);

/**
 * Balances a year hands to the next: classes 1 to 5 by account, and by third party where the account has some; the result of classes 6
 * and 7 on 120 or 129 (never reopened on 6 or 7). Closing entries change nothing to it.
 */
export function closingBalances(
  accounts: readonly KeptTotals[],
  thirdParties: readonly KeptTotals[],
  next: Pick<FiscalYear, "startsOn">,
): Map<string, Balance> {
  const balances = new Map<string, Balance>();
  const add = (balance: Balance): void => {
    const key = totalKey(balance.account, balance.thirdParty);
    const cents = (balances.get(key)?.cents ?? 0) + balance.cents;
    balances.set(key, { ...balance, cents });
  };
  let result = 0;
  const renamed = (account: AccountNumber, label: string) => successorOf(account, label, next);
  for (const kept of accounts) {
    const { account, label } = kept;
    if (isCarried(account)) add({ ...renamed(account, label), thirdParty: null, cents: balanceOf(kept) });
    else result += balanceOf(kept);
  }
  for (const kept of thirdParties) {
    const { account, label, thirdParty } = kept;
    const cents = balanceOf(kept);
    if (!takesThirdParty(account) || !thirdParty) continue;
    add({ ...renamed(account, label), thirdParty, cents });
    add({ ...renamed(account, label), thirdParty: null, cents: -cents });
  }
  const to = paddedAccount(result > 0 ? LOSS : PROFIT);
  if (result !== 0) add({ account: to, label: accountLabel(to, next.startsOn), thirdParty: null, cents: result });
  return balances;
}

/** An account that ended with 2024 is carried on the one that took its place (ANC regulation 2022-06). */
function successorOf(account: AccountNumber, label: string, { startsOn }: Pick<FiscalYear, "startsOn">) {
  const number = isSince2025(startsOn) ? paddedAccount(accountSince2025(account)) : account;
  return number === account ? { account, label } : { account: number, label: accountLabel(number, startsOn) };
}

/** What a year's opening entries carried so far from the year before, by the same keys. What came in on its own is no part of it. */
export function openedBalances(accounts: readonly KeptTotals[], thirdParties: readonly KeptTotals[]): Map<string, Balance> {
  const opened = new Map<string, Balance>();
  for (const { account, label, carriedDebitCents, carriedCreditCents } of accounts)
    opened.set(account, { account, label, thirdParty: null, cents: carriedDebitCents - carriedCreditCents });
  for (const { account, label, thirdParty, carriedDebitCents, carriedCreditCents } of thirdParties) {
    const own = carriedDebitCents - carriedCreditCents;
    if (!takesThirdParty(account)) continue;
    const whole = opened.get(account);
    if (whole) opened.set(account, { ...whole, cents: whole.cents - own });
    opened.set(totalKey(account, thirdParty), { account, label, thirdParty, cents: own });
  }
  return opened;
}

/** What is still to be brought forward: closing balances less what was opened. Empty when the opening is exact. */
export function toCarry(closing: ReadonlyMap<string, Balance>, opened: ReadonlyMap<string, Balance>): Balance[] {
  const keys = [...new Set([...closing.keys(), ...opened.keys()])].sort();
  return keys.flatMap((key) => {
    const balance = closing.get(key) ?? opened.get(key);
    const cents = (closing.get(key)?.cents ?? 0) - (opened.get(key)?.cents ?? 0);
    return balance && cents !== 0 ? [{ ...balance, cents }] : [];
  });
}

const openingSource = (yearId: FiscalYearId, place: number): EntrySource => ({ kind: "opening", id: `${yearId}~${place}` });

export type CarryContext = {
  readonly year: Pick<FiscalYear, "id" | "startsOn" | "endsOn">;
  /** 0 for the year's opening entry, then one more an adjustment. */
  readonly place: number;
  /** Open items of third parties by balance key, where they are known. */
  readonly items?: ReadonlyMap<string, readonly OpenItem[]>;
};

/**
 * The opening entry of these balances, or null when there are none: one line a balance, or one an open item where the items make up the
 * balance exactly, so that they can still be matched in the new year. It balances because the year it comes from does; throws otherwise.
 */
export function openingDraft(balances: readonly Balance[], { year, place, items = new Map() }: CarryContext): DraftEntry | null {
  if (balances.length === 0) return null;
  const date = year.startsOn;
  const more = place > 0 ? ` ${place + 1}` : "";
  const header = {
    ...JOURNALS.opening,
    date,
    pieceRef: `AN ${date}${more}`,
    label: `${BROUGHT_FORWARD}${place > 0 ? " complémentaire" : ""}`,
  };
  const lines = balances.flatMap((balance) => linesOf(balance, items.get(totalKey(balance.account, balance.thirdParty)) ?? []));
  return entryFrom(lines, header, { source: openingSource(year.id, place), year });
}

function linesOf({ account, label: accountLabel, thirdParty, cents: balance }: Balance, items: readonly OpenItem[]): PostingLine[] {
  const on = { accountLabel, thirdParty: thirdParty ?? undefined };
  const sum = items.reduce((all, item) => all + signedCents(item), 0);
  if (items.length > 0 && sum === balance)
    return items.map((item) => (item.side === "debit" ? debit : credit)(account, item.amountCents, { ...on, label: itemLabel(item) }));
  return [balance > 0 ? debit(account, balance, on) : credit(account, -balance, on)];
}

/** A line's label names its voucher, by which it may be matched later; ids of bank rows name nothing. */
const itemLabel = ({ label, pieceRef }: OpenItem): string =>
  pieceRef.startsWith("txn_") || label.includes(pieceRef) ? label : `${pieceRef} ${label}`;
