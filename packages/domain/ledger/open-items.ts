import { type BusinessDate, daysBetween, latest } from "../dates.ts";
import { type Cents, cents } from "../money.ts";
import type { AccountNumber } from "./entry.ts";
import { OPEN_ITEMS_REFERENCE, openItemsLabel } from "./lettering.fr.ts";
import { byBookOrder, type LetteringLine, signedCents } from "./lettering.ts";
import { isPartialCode } from "./lettering-codes.ts";

/** A line of a year's books and the lettering code it bears, if any. */
export type LetteredLine = LetteringLine & { readonly pieceDate: BusinessDate; readonly letteringCode: string | null };

/** What the next year's opening entry carries: one open line of an account and third party, or the sum of `lineCount` of them. */
export type OpenItem = {
  readonly account: AccountNumber;
  readonly thirdPartyCode: string | null;
  readonly pieceRef: string;
  readonly pieceDate: BusinessDate;
  readonly label: string;
  readonly side: "debit" | "credit";
  readonly amountCents: Cents;
  readonly lineCount: number;
};

/** Open amounts of one account and third party by age of the voucher, in days; debit above zero. A voucher of tomorrow has no age yet. */
export type Ageing = {
  readonly account: AccountNumber;
  readonly thirdPartyCode: string | null;
  readonly upTo30Cents: number;
  readonly upTo60Cents: number;
  readonly upTo90Cents: number;
  readonly beyond90Cents: number;
  readonly balanceCents: number;
};

/**
 * Lines that are not fully lettered, in the order of accounts, third parties and books. A code closes its lines only when it is no
 * partial (lower-case) one and they cancel out among `lines`: what a payment of the next year settled is still open here. So the
 * items of an account always sum to its balance.
 */
export function openItems(lines: readonly LetteredLine[]): OpenItem[] {
  const sums = new Map<string, number>();
  for (const line of lines) {
    const group = groupKey(line);
    if (group) sums.set(group, (sums.get(group) ?? 0) + signedCents(line));
  }
  const isOpen = (line: LetteredLine): boolean => sums.get(groupKey(line) ?? "") !== 0 && line.amountCents !== 0;
  return [...lines].filter(isOpen).sort(byAccountThenBook).map(itemOf);
}

/**
 * The open items of `lines` in at most `maxLines` lines: the biggest stay apart, the others become one sum for each account and third
 * party, so that every account keeps its balance to the cent. The sums themselves are never cut: more third parties than `maxLines`
 * make as many lines. Throws RangeError when `maxLines` is below 1.
 */
export function carried(lines: readonly LetteredLine[], maxLines: number): OpenItem[] {
  if (!Number.isSafeInteger(maxLines) || maxLines < 1) throw new RangeError("no line to carry anything");
  const items = openItems(lines);
  if (items.length <= maxLines) return items;
  const ranks = new Map(items.map((item, rank) => [item, rank]));
  const rankOf = (item: OpenItem): number => ranks.get(item) ?? 0;
  const biggest = [...items].sort((a, b) => b.amountCents - a.amountCents || rankOf(a) - rankOf(b));
  const apart = keptApart(biggest, maxLines);
  const summed = byParty(biggest.slice(apart).sort((a, b) => rankOf(a) - rankOf(b))).flatMap(sumOf);
  return [...biggest.slice(0, apart).sort((a, b) => rankOf(a) - rankOf(b)), ...summed].sort(byParties);
}

/** The age of open items on a day, one row for each account and third party. The books know no due date: age counts from the voucher. */
export function ageing(items: readonly OpenItem[], on: BusinessDate): Ageing[] {
  return byParty(items).flatMap((party) => {
    const [first] = party;
    if (!first) return [];
    const within = (from: number, to: number): number =>
      party.reduce((sum, item) => {
        const age = Math.max(0, daysBetween(item.pieceDate, on));
        return age >= from && age <= to ? sum + signedCents(item) : sum;
      }, 0);
    return [
      {
        ...{ account: first.account, thirdPartyCode: first.thirdPartyCode },
        ...{ upTo30Cents: within(0, 30), upTo60Cents: within(31, 60), upTo90Cents: within(61, 90) },
        ...{ beyond90Cents: within(91, Infinity), balanceCents: within(0, Infinity) },
      },
    ];
  });
}

/** How many of the biggest can stay apart while the rest takes one line a party. */
function keptApart(biggest: readonly OpenItem[], maxLines: number): number {
  const parties = new Set<string>();
  let apart = biggest.length;
  for (const item of [...biggest].reverse()) {
    parties.add(partyKey(item));
    apart -= 1;
    if (apart + parties.size <= maxLines) return apart;
  }
  return 0;
}

function itemOf(line: LetteredLine): OpenItem {
  const { account, thirdPartyCode, pieceRef, pieceDate, label, side, amountCents } = line;
  return { account, thirdPartyCode, pieceRef, pieceDate, label, side, amountCents, lineCount: 1 };
}

/** One line for several items of a party, as old as the latest of them; none when they cancel out, itself when it is alone. */
function sumOf(items: readonly OpenItem[]): OpenItem[] {
  const [first] = items;
  const sum = items.reduce((total, item) => total + signedCents(item), 0);
  if (!first || sum === 0) return [];
  if (items.length === 1) return [first];
  return [
    {
      ...{ account: first.account, thirdPartyCode: first.thirdPartyCode, pieceRef: OPEN_ITEMS_REFERENCE },
      pieceDate: items.reduce((last, { pieceDate }) => latest(last, pieceDate), first.pieceDate),
      label: openItemsLabel(items.length),
      side: sum > 0 ? "debit" : "credit",
      amountCents: cents(Math.abs(sum)),
      lineCount: items.length,
    },
  ];
}

type Party = Pick<OpenItem, "account" | "thirdPartyCode">;

const partyKey = ({ account, thirdPartyCode }: Party): string => `${account} ${thirdPartyCode ?? ""}`;

const groupKey = (line: LetteredLine): string | null =>
  line.letteringCode === null || isPartialCode(line.letteringCode) ? null : `${partyKey(line)} ${line.letteringCode}`;

function byParty(items: readonly OpenItem[]): OpenItem[][] {
  const parties = new Map<string, OpenItem[]>();
  for (const item of items) {
    const party = parties.get(partyKey(item));
    if (party) party.push(item);
    else parties.set(partyKey(item), [item]);
  }
  return [...parties.values()];
}

function byParties(a: Party, b: Party): number {
  const [one, other] = [partyKey(a), partyKey(b)];
  return one === other ? 0 : one < other ? -1 : 1;
}

const byAccountThenBook = (a: LetteredLine, b: LetteredLine): number => byParties(a, b) || byBookOrder(a, b);
