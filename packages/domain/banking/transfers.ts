import { addDays, type BusinessDate } from "../dates.ts";
import type { TransactionId } from "../ids.ts";
import { isBooked } from "../ledger/bookable.ts";
import type { Account } from "./account.ts";
import { transactionId } from "./row.ts";
import { isFree, type Leg, type OwnPockets, type Sign, signOf } from "./transfer-signs.ts";

/** Money that only changed pockets: what left one account, and what reached another one. */
export type TransferPair = { readonly outgoing: Leg; readonly incoming: Leg };

/** Certain pairs, and for legs that have several possible ones, or a doubtful one, which: a person decides. */
export type Pairing = {
  readonly links: readonly TransferPair[];
  readonly suggestions: ReadonlyMap<TransactionId, readonly TransactionId[]>;
};

/** Both legs are booked within this many days on which banks work. */
const BANK_DAYS_MAX = 5;
/** The same in days of the calendar, for whoever reads candidates: five bank days span one week-end. */
export const TRANSFER_DAYS_MAX = BANK_DAYS_MAX + 2;
const SUGGESTIONS_MAX = 5;
/** More rows than this of one amount say nothing about which belongs to which. */
const ALIKE_MAX = 200;

/** Names a pair, the leg that left first. */
export const pairKey = (outgoing: TransactionId, incoming: TransactionId): string => `${outgoing}#${incoming}`;

/**
 * Pairs legs that wait (`waiting`) with each other and with other rows. Opposite amounts in one currency, in two accounts of a kind, a few days
 * apart, and words that speak for it. Each row is used once; of two equally good candidates none is taken; what a person declined never comes back.
 * Rows that nothing tells apart (same account, day, amount and words) are one kind: as many on both sides pair up, and no choice is made.
 */
export function pairTransfers(
  legs: readonly Leg[],
  waiting: ReadonlySet<TransactionId>,
  own: OwnPockets,
  declined: ReadonlySet<string>,
): Pairing {
  const links: TransferPair[] = [];
  const suggestions = new Map<TransactionId, readonly TransactionId[]>();
  for (const bucket of buckets(legs, waiting)) {
    const edges = edgesOf(bucket, { own, declined });
    const left = settle(edges, links);
    for (const leg of bucket) {
      const id = transactionId(leg);
      const others = waiting.has(id) ? candidatesOf(leg, left) : [];
      if (others.length > 0) suggestions.set(id, others);
    }
  }
  return { links, suggestions };
}

/** Free legs of one currency and amount, those alone in which somebody waits. */
function buckets(legs: readonly Leg[], waiting: ReadonlySet<TransactionId>): Leg[][] {
  const byMoney = new Map<string, Leg[]>();
  for (const leg of legs) {
    if (!isFree(leg)) continue;
    const key = `${leg.currency} ${Math.abs(leg.amountCents)}`;
    byMoney.set(key, [...(byMoney.get(key) ?? []), leg]);
  }
  return [...byMoney.values()].filter((bucket) => bucket.length <= ALIKE_MAX && bucket.some((leg) => waiting.has(transactionId(leg))));
}

/** Rows that nothing tells apart, oldest key first. */
type Kind = readonly [Leg, ...Leg[]];
/** A possible pair of kinds. Lower is better: what speaks for it, then how many bank days lie between. */
type Edge = { readonly out: Kind; readonly in: Kind; readonly isSure: boolean; readonly rank: number; readonly days: number };

type Knowing = { readonly own: OwnPockets; readonly declined: ReadonlySet<string> };

function edgesOf(bucket: readonly Leg[], { own, declined }: Knowing): Edge[] {
  const kinds = kindsOf(bucket, declined).map((kind) => ({ kind, sign: signOf(kind[0], own) }));
  const edges: Edge[] = [];
  for (const out of kinds.filter(({ kind }) => kind[0].amountCents < 0))
    for (const into of kinds.filter(({ kind }) => kind[0].amountCents > 0)) {
      const [left, reached] = [out.kind[0], into.kind[0]];
      const days = bankDaysBetween(left.date, reached.date);
      if (days > BANK_DAYS_MAX || !mayExchange(left, reached, own)) continue;
      if (declined.has(pairKey(transactionId(left), transactionId(reached)))) continue;
      const found = evidence(left, out.sign, reached, into.sign, own);
      if (found) edges.push({ out: out.kind, in: into.kind, days, ...found });
    }
  return edges.sort(better);
}

/** A leg of a pair that was declined is a kind of its own: it is told apart from then on. */
function kindsOf(bucket: readonly Leg[], declined: ReadonlySet<string>): Kind[] {
  const apart = new Set([...declined].flatMap((key) => key.split("#")));
  const kinds = new Map<string, Kind>();
  for (const leg of [...bucket].sort((left, right) => (left.hash < right.hash ? -1 : 1))) {
    const { ordinal, date, amountCents, rawLabel, label, categorisation } = leg;
    const words = JSON.stringify([ordinal, date, amountCents, rawLabel, label, categorisation.code]);
    const key = apart.has(transactionId(leg)) ? transactionId(leg) : words;
    const known = kinds.get(key);
    kinds.set(key, known ? [...known, leg] : [leg]);
  }
  return [...kinds.values()];
}

/**
 * Two accounts, both in the books or neither: with one leg booked alone, 580 would never come back to zero. Never a loan: what is paid back
 * is debt and interest.
 */
export function mayExchange(
  left: Pick<Leg, "ordinal">,
  right: Pick<Leg, "ordinal">,
  { accounts }: { readonly accounts: readonly Pick<Account, "ordinal" | "accountType" | "currency">[] },
): boolean {
  const [one, other] = [left, right].map(({ ordinal }) => accounts.find((account) => account.ordinal === ordinal));
  if (!one || !other || one.ordinal === other.ordinal) return false;
  return isBooked(one) === isBooked(other) && one.accountType !== "loan" && other.accountType !== "loan";
}

/**
 * What speaks for a pair: that one names the other, that both say so, that one does, that neither names anybody else. A leg that says nothing at all
 * may be anybody's money of the same amount: unless the other one names its account, a person decides.
 */
function evidence(left: Leg, out: Sign, reached: Leg, into: Sign, { accounts }: OwnPockets): Pick<Edge, "isSure" | "rank"> | null {
  const isCard = (leg: Leg) => accounts.some(({ ordinal, accountType }) => ordinal === leg.ordinal && accountType === "card");
  const settles = (isCard(left) || isCard(reached)) && (out.settlesCard || into.settlesCard);
  const names = out.named.has(reached.ordinal) || into.named.has(left.ordinal);
  const isMute = out.isMute || into.isMute;
  const isClear = (sign: Sign) => sign.saysSo || sign.isPlain || (settles && sign.settlesCard);
  if (!out.saysSo && !into.saysSo && !names && !settles)
    return out.isPlain && into.isPlain ? { isSure: !isMute, rank: isMute ? 4 : 3 } : null;
  if (!isClear(out) || !isClear(into) || (isMute && !names)) return { isSure: false, rank: 4 };
  return { isSure: true, rank: names ? 0 : out.saysSo && into.saysSo ? 1 : 2 };
}

const better = (left: Edge, right: Edge): number => left.rank - right.rank || left.days - right.days;

/** Links every pair of kinds that is the best of both and alone so, until none is left; gives the edges nothing was decided about. */
function settle(edges: readonly Edge[], links: TransferPair[]): readonly Edge[] {
  let open = edges;
  for (;;) {
    const sure = open.filter(({ isSure }) => isSure);
    const found = sure.find((edge) => edge.out.length === edge.in.length && isAloneBest(edge, sure));
    if (!found) return open;
    found.out.forEach((outgoing, place) => {
      const incoming = found.in[place];
      if (incoming) links.push({ outgoing, incoming });
    });
    open = open.filter((edge) => edge.out !== found.out && edge.in !== found.in);
  }
}

const isAloneBest = (edge: Edge, all: readonly Edge[]): boolean =>
  all.every((other) => other === edge || (other.out !== edge.out && other.in !== edge.in) || better(edge, other) < 0);

/** Who may be a leg's other one, the best first. */
function candidatesOf(leg: Leg, edges: readonly Edge[]): TransactionId[] {
  const others = edges.flatMap((edge) => (edge.out.includes(leg) ? edge.in : edge.in.includes(leg) ? edge.out : []));
  return others.slice(0, SUGGESTIONS_MAX).map(transactionId);
}

/** Days on which banks work from one day to another, whichever comes first: Saturdays and Sundays do not count. */
export function bankDaysBetween(one: BusinessDate, other: BusinessDate): number {
  const [first, last] = one < other ? [one, other] : [other, one];
  let days = 0;
  for (let day = first; day < last && days <= BANK_DAYS_MAX; day = addDays(day, 1)) if (isBankDay(addDays(day, 1))) days += 1;
  return days;
}

const isBankDay = (day: BusinessDate): boolean => ![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());
