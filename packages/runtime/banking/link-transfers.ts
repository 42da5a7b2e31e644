import { type BankRow, keyOfTransaction, transactionId } from "#domain/banking/row";
import { holds } from "#domain/banking/transfer-link";
import { type OwnPockets, waits } from "#domain/banking/transfer-signs";
import { pairTransfers, TRANSFER_DAYS_MAX, type TransferPair } from "#domain/banking/transfers";
import { addDays, type BusinessDate, type Instant, instantOf, shifted } from "#domain/dates";
import type { TransactionId } from "#domain/ids";
import { accounts } from "#store/accounts";
import type { Booking } from "#store/booking";
import { companies } from "#store/companies";
import { dateSortKey } from "#store/row-item";
import { endOfDay, rows } from "#store/rows";
import { transfers, type Waiting } from "#store/transfers";
import { type Legs, type Linker, linkPair, partPair } from "./transfer-pair.ts";

/** What linking needs: whoever asks for it, the rules do it. */
export type Linking = Omit<Booking, "doer">;

/** What a run did: pairs linked, pairs parted because a leg is not what it was, rows a person may decide about. */
export type Linked = { readonly linked: number; readonly unlinked: number; readonly suggested: number };

const NONE: Linked = { linked: 0, unlinked: 0, suggested: 0 };

/** A row whose other leg never came is not looked for any more. */
const WAITING_DAYS = 15;
/** One that has candidates waits longer for a person. */
const SUGGESTED_DAYS = 90;
/** Rows read at most while candidates are looked for: what is left waits for the next run. */
const CANDIDATES_READ_MAX = 20_000;
const PAGE_ROWS = 200;
/** Candidates of rows this near to each other are read together. */
const STRETCH_DAYS = 45;

/**
 * Links the two legs of transfers between the company's own accounts, and parts those of which a leg changed or went away. To be called after rows were
 * written, with how many (0: nothing is read), or at night with `look_again`: then also what an index showed too late is found. Running it twice changes nothing;
 * two runs at once link each pair once.
 */
export async function linkTransfers(linking: Linking, moved: number | "look_again"): Promise<Linked> {
  if (moved === 0) return NONE;
  const { table, companyId } = linking;
  const store = transfers(table, companyId);
  const first = await store.waiting(moved === "look_again" ? "soon" : "now");
  if (first.length === 0) return NONE;
  const [all, company] = await Promise.all([accounts(table, companyId).all("now"), companies(table, companyId).get()]);
  const linker: Linker = { ...linking, doer: { kind: "system", id: "transfers" }, accounts: all };
  const unlinked = await partBroken(first, linker);
  const waiting = unlinked > 0 ? await store.waiting("now") : first;
  const own = { names: [company.name], accounts: all };
  return { ...(await linkWaiting(waiting, own, linker)), unlinked };
}

/** Parts what is no transfer any more. */
async function partBroken(waiting: readonly Waiting[], linker: Linker): Promise<number> {
  const noted = await rowsOf(
    waiting.map(({ id }) => id),
    linker,
  );
  let parted = 0;
  for (const one of waiting) {
    const row = noted.get(one.id);
    if (!row || row.transfer === null) continue;
    const other = (await rowsOf([row.transfer], linker)).get(row.transfer);
    if (!other) throw new Error(`the other leg of ${one.id} is not there`);
    const legs: Legs = row.amountCents < 0 === other.amountCents < 0 ? await asLinked(row, other, linker) : ordered(row, other);
    if (!holds(legs)) parted += (await partPair(legs, linker, [])) ? 1 : 0;
    else await redate(legs, one, linker);
  }
  return parted;
}

/** A link still holds: its days are those of its legs again. */
async function redate({ outgoing, incoming }: Legs, one: Waiting, { table, companyId }: Linker): Promise<void> {
  const store = transfers(table, companyId);
  const link = await store.link(transactionId(outgoing));
  const [outgoingOn, incomingOn] = [outgoing.date, incoming.date];
  if (link && (link.outgoingOn !== outgoingOn || link.incomingOn !== incomingOn)) await store.redate({ ...link, outgoingOn, incomingOn });
  await store.forget(one);
}

const ordered = (row: BankRow, other: BankRow) =>
  row.amountCents < 0 ? { outgoing: row, incoming: other } : { outgoing: other, incoming: row };

/** A leg whose money changed sides: the link still knows which of them had left. */
async function asLinked(row: BankRow, other: BankRow, { table, companyId }: Linker) {
  const isOutgoing = (await transfers(table, companyId).link(transactionId(row))) !== null;
  return isOutgoing ? { outgoing: row, incoming: other } : { outgoing: other, incoming: row };
}

async function linkWaiting(waiting: readonly Waiting[], own: OwnPockets, linker: Linker): Promise<Omit<Linked, "unlinked">> {
  const { table, companyId, now } = linker;
  const store = transfers(table, companyId);
  const since = shifted(instantOf(now()), -WAITING_DAYS * DAY_SECONDS);
  const noted = await rowsOf(
    waiting.map(({ id }) => id),
    linker,
  );
  const seeds = waiting.flatMap((one) => {
    const row = noted.get(one.id);
    return row && waits(row) && one.at >= since ? [{ one, row }] : [];
  });
  for (const one of waiting) if (isOver(one, noted.get(one.id), since, instantOf(now()))) await store.forget(one);
  if (seeds.length === 0) return { linked: 0, suggested: 0 };
  const legs = await candidates(
    seeds.map(({ row }) => row),
    linker,
  );
  const pairing = pairTransfers([...legs.values()], new Set(seeds.map(({ one }) => one.id)), own, await store.declined());
  const done = new Set<TransactionId>();
  for (const pair of pairing.links) if (await linkFound(pair, legs, linker)) for (const leg of legsOf(pair)) done.add(transactionId(leg));
  let suggested = 0;
  for (const { one } of seeds) if (!done.has(one.id)) suggested += await noteLeft(one, pairing.suggestions.get(one.id) ?? [], linker);
  return { linked: done.size / 2, suggested };
}

const DAY_SECONDS = 86_400;
const legsOf = ({ outgoing, incoming }: TransferPair) => [outgoing, incoming];

async function linkFound(pair: TransferPair, legs: ReadonlyMap<TransactionId, BankRow>, linker: Linker): Promise<boolean> {
  const [outgoing, incoming] = legsOf(pair).map((leg) => legs.get(transactionId(leg)));
  return outgoing !== undefined && incoming !== undefined && (await linkPair({ outgoing, incoming }, "rule", linker)) !== null;
}

/** Whether nobody looks for a row's other leg any more: it does not wait, or waited long enough, longer where a person may decide. */
function isOver({ at, candidates }: Waiting, row: BankRow | undefined, since: Instant, now: Instant): boolean {
  if (row && row.transfer !== null) return false;
  if (!row || !waits(row)) return true;
  return candidates.length === 0 ? at < since : at < shifted(now, -SUGGESTED_DAYS * DAY_SECONDS);
}

/** What a row that was not linked may be linked with, noted for a person. */
async function noteLeft(one: Waiting, found: readonly TransactionId[], { table, companyId }: Linker): Promise<0 | 1> {
  if (found.join() !== one.candidates.join()) await transfers(table, companyId).noteCandidates(one, found);
  return found.length > 0 ? 1 : 0;
}

/** Rows by id, those deleted too. Strongly consistent. */
export async function rowsOf(
  ids: readonly TransactionId[],
  { table, companyId }: Pick<Linker, "table" | "companyId">,
): Promise<ReadonlyMap<TransactionId, BankRow>> {
  const byOrdinal = new Map<number, string[]>();
  for (const id of ids) {
    const { ordinal, hash } = keyOfTransaction(id);
    byOrdinal.set(ordinal, [...(byOrdinal.get(ordinal) ?? []), hash]);
  }
  const store = rows(table, companyId);
  const found = await Promise.all([...byOrdinal].map(([ordinal, hashes]) => store.many(ordinal, hashes)));
  return new Map(found.flatMap((held) => [...held.values()].map((row) => [transactionId(row), row] as const)));
}

/** The rows that wait, and those of every account that may be their other legs: of the opposite amount, a few days around. */
async function candidates(seeds: readonly BankRow[], linker: Linker): Promise<ReadonlyMap<TransactionId, BankRow>> {
  const wanted = new Set(seeds.map(({ currency, amountCents }) => `${currency} ${Math.abs(amountCents)}`));
  const found = new Map<TransactionId, BankRow>();
  let left = CANDIDATES_READ_MAX;
  for (const stretch of stretchesOf(seeds)) {
    for (const { ordinal } of linker.accounts) {
      if (left <= 0) break;
      left -= await readStretch(ordinal, stretch, left, linker, (row) => {
        if (wanted.has(`${row.currency} ${Math.abs(row.amountCents)}`)) found.set(transactionId(row), row);
      });
    }
  }
  // The index may lag: what is known of the waiting rows themselves is newer.
  for (const row of seeds) found.set(transactionId(row), row);
  return found;
}

type Stretch = { readonly from: BusinessDate; readonly to: BusinessDate };

/** The days around some rows, the latest first, each read once. */
function stretchesOf(seeds: readonly BankRow[]): Stretch[] {
  const stretches: Stretch[] = [];
  for (const date of [...new Set(seeds.map((row) => row.date))].sort().reverse()) {
    const [from, to] = [addDays(date, -TRANSFER_DAYS_MAX), addDays(date, TRANSFER_DAYS_MAX)];
    const last = stretches.at(-1);
    if (last && to >= last.from && addDays(from, STRETCH_DAYS) >= last.to) stretches[stretches.length - 1] = { from, to: last.to };
    else stretches.push({ from, to: last && to >= last.from ? addDays(last.from, -1) : to });
  }
  return stretches;
}

/** Shows every row of an account between two days; gives how many there were. */
async function readStretch(
  ordinal: number,
  { from, to }: Stretch,
  limit: number,
  { table, companyId }: Linker,
  show: (row: BankRow) => void,
): Promise<number> {
  let read = 0;
  let start: string = from;
  while (read < limit) {
    const bounds = { from: start, to: endOfDay(to), descending: false, limit: PAGE_ROWS } as const;
    const page = await rows(table, companyId).page({ ordinal, index: "byDate", ...bounds });
    page.forEach(show);
    read += page.length;
    const last = page.at(-1);
    if (!last || page.length < PAGE_ROWS) break;
    start = `${dateSortKey(last)}~`;
  }
  return read;
}
