import type { BankRow } from "#domain/banking/row";
import { transactionId } from "#domain/banking/row";
import type { CompanyId } from "#domain/ids";
import { accounts } from "#store/accounts";
import { bankState, recomputed } from "#test/sync/totals";
import type { TestWorld } from "#test/world";
import { type Operation, type Truth, twinsAmong } from "./truth.ts";

/** What the product holds of a company, read from the table and from nowhere else. */
export type Held = Awaited<ReturnType<typeof heldBy>>;

export async function heldBy(world: TestWorld, companyId: CompanyId) {
  const [state, all] = [await bankState(world, companyId), await accounts(world.table(companyId), companyId).all()];
  return { ...state, accounts: all };
}

/** What is wrong with the rows held, against what really happened and was told: nothing missing, nothing twice, nothing else. */
export function differences(truth: Truth, held: Held, isTold: (operation: Operation) => boolean): readonly string[] {
  const wrong = truth.accounts().flatMap((account) => {
    const ours = held.accounts.filter(({ iban }) => iban === account.iban);
    if (ours.length !== 1) return [`${ours.length} accounts stand for ${account.iban}`];
    const rows = held.live.filter(({ ordinal }) => ordinal === ours[0]?.ordinal).map(rowText);
    const due = truth.live().filter((one) => one.account.key === account.key && isTold(one));
    return difference(due.map(operationText), rows);
  });
  const strange = held.live.filter(({ ordinal }) => !held.accounts.some((one) => one.ordinal === ordinal));
  return [...wrong, ...strange.map((row) => `a row of no account: ${rowText(row)}`)];
}

const rowText = ({ amountCents, date, status, currency }: BankRow): string => `${amountCents} ${currency} ${date} ${status}`;
const operationText = ({ cents, day, state, account }: Operation): string => `${cents} ${account.currency} ${day} ${state}`;

/** Both sides as bags: what one holds more often than the other. */
function difference(expected: readonly string[], got: readonly string[]): string[] {
  const count = new Map<string, number>();
  for (const text of got) count.set(text, (count.get(text) ?? 0) + 1);
  for (const text of expected) count.set(text, (count.get(text) ?? 0) - 1);
  return [...count].flatMap(([text, more]) => (more === 0 ? [] : [more > 0 ? `${more} too many: ${text}` : `${-more} lost: ${text}`]));
}

/** Kept totals that are not the sums of the rows. */
export function wrongTotals({ rows, kept }: Held): readonly string[] {
  const sums: Readonly<Record<string, Readonly<Record<string, number>>>> = recomputed(rows);
  const names = new Set([...Object.keys(kept), ...Object.keys(sums)]);
  return [...names]
    .filter((name) => !sameFields(kept[name] ?? {}, sums[name] ?? {}))
    .map((name) => `totals ${name} are not the sum of the rows`);
}

const sameFields = (left: Readonly<Record<string, number>>, right: Readonly<Record<string, number>>): boolean =>
  [...new Set([...Object.keys(left), ...Object.keys(right)])].every((name) => (left[name] ?? 0) === (right[name] ?? 0));

/** Opening balance and booked rows against what the bank says it holds, to the cent. */
export const wrongBalances = (truth: Truth, held: Held): readonly string[] =>
  truth.accounts().flatMap((account) => {
    const ours = held.accounts.find(({ iban }) => iban === account.iban);
    const balance = ours ? ours.openingBalanceCents + ours.totals.bookedCents : 0;
    const says = truth.bookedCents(account);
    return balance === says ? [] : [`account ${account.key} holds ${balance}, its bank ${says}`];
  });

/** Public ids seen so far, one an operation, and what a person wrote on each. */
export type Known = { readonly ids: Map<number, string>; readonly notes: Map<string, string> };

/**
 * Follows every operation by the row that now tells it. An id may pass to an operation nothing tells apart from its own, as no reader
 * could know better; otherwise an operation keeps its id while it lives, and a note stays on its row.
 */
export function lostIds(truth: Truth, held: Held, known: Known, operationOf: (row: BankRow) => number | undefined): readonly string[] {
  const now = new Map<number, string>();
  for (const row of held.live) {
    const key = operationOf(row);
    if (key !== undefined) now.set(key, transactionId(row));
  }
  const ownerOf = new Map([...now].map(([key, id]) => [id, key]));
  const lost: string[] = [];
  for (const operation of truth.live()) {
    const [before, id] = [known.ids.get(operation.key), now.get(operation.key)];
    if (before === undefined || id === undefined || before === id) continue;
    const owners = [ownerOf.get(before), [...known.ids].find(([, one]) => one === id)?.[0]];
    if (!twinsAmong(operation, truth.operations()).some(({ key }) => owners.includes(key)))
      lost.push(`operation ${operation.key} was ${before} and is ${id}`);
  }
  for (const [key, id] of now) known.ids.set(key, id);
  // What is gone, and read to be, has ended its life: coming back, it begins another.
  const live = new Set(held.live.map((row) => String(transactionId(row))));
  for (const { key, state } of truth.operations()) if (state === "gone" && !live.has(known.ids.get(key) ?? "")) known.ids.delete(key);
  return [...lost, ...lostNotes(truth, held, known)];
}

function lostNotes(truth: Truth, held: Held, { ids, notes }: Known): string[] {
  const lives = new Set(truth.live().flatMap(({ key }) => ids.get(key) ?? []));
  const rows = new Map(held.live.map((row) => [String(transactionId(row)), row]));
  return [...notes].flatMap(([id, note]) => {
    if (!lives.has(id)) return [];
    const row = rows.get(id);
    return row?.note === note && row.categorisation.source === "user" ? [] : [`what a person said of ${id} is gone`];
  });
}

/** Rows of one account that are told under one provider id: two of them are one operation doubled. */
export function doubledIds({ live }: Held): readonly string[] {
  const seen = new Set<string>();
  return live.flatMap(({ ordinal, source, providerId }) => {
    const name = `${ordinal} ${source} ${providerId}`;
    if (seen.has(name)) return [`two live rows are told as ${name}`];
    seen.add(name);
    return [];
  });
}
