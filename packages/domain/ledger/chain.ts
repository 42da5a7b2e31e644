import { type BusinessDate, instantOf, parisDate } from "../dates.ts";
import type { CompanyId, FiscalYearId } from "../ids.ts";
import { assertBalanced, type DraftEntry, type Entry, type EntryLine } from "./entry.ts";

/** SHA-256 of a text (UTF-8), in lower-case hex. Given, because the domain does no hashing. */
export type Sha256 = (text: string) => string;

/** Where a fiscal year's books stand: the last number given, its hash and its ValidDate. Before the first entry: 0, genesis, the year's first day. */
export type ChainHead = { readonly lastNumber: number; readonly lastHash: string; readonly lastValidDate: BusinessDate };

export type Numbering = { readonly yearId: FiscalYearId; readonly at: Date; readonly sha256: Sha256 };

/** Version of the canonical form. A new form gets a new name, and old entries keep being checked under theirs. */
const FORM = "v1";

/** Hash before a year's first entry: it binds the chain to one company and one year. */
export const genesis = (companyId: CompanyId, yearStartsOn: BusinessDate, sha256: Sha256): string =>
  sha256(JSON.stringify([FORM, "genesis", companyId, yearStartsOn]));

/** Hash of an entry over the one before it: changing, removing, adding or moving any entry changes every hash after it. */
export const chainHash = (previousHash: string, entry: Omit<Entry, "hash">, sha256: Sha256): string =>
  sha256(JSON.stringify([FORM, previousHash, canonicalOf(entry)]));

/**
 * Everything an entry says, in one fixed order, as JSON arrays (no key order to agree on; absent values are null). Lettering and
 * warnings are outside: lettering may change after validation, warnings are advice. An entry that puts another right names it at the end,
 * so that one which does not keeps the hash it always had.
 */
function canonicalOf(entry: Omit<Entry, "hash">): unknown {
  const { number, journal, journalLabel, date, pieceRef, pieceDate, label, source, validatedOn, validatedAt } = entry;
  return [
    number,
    journal,
    journalLabel,
    date,
    pieceRef,
    pieceDate,
    label,
    source.kind,
    source.id,
    validatedOn,
    validatedAt,
    entry.lines.map(canonicalLine),
    ...(entry.corrects ? [entry.corrects.kind, entry.corrects.id] : []),
  ];
}

const canonicalLine = ({ account, accountLabel, thirdParty, label, side, amountCents, foreign, vat }: EntryLine): unknown => [
  ...[account, accountLabel, thirdParty?.code ?? null, thirdParty?.name ?? null, label, side, amountCents],
  ...[foreign?.amountCents ?? null, foreign?.currency ?? null, vat?.ratePpm ?? null, vat?.box ?? null, vat?.baseCents ?? null],
];

/**
 * Validates drafts in the order given: consecutive numbers from the head, one ValidDate for all (the Paris date of `at`, never
 * earlier than the one before), each chained to the last. Throws on a draft that does not balance or is dated after its
 * ValidDate: a future entry stays a draft (PCG art. 1031-3).
 */
export function numberEntries(
  drafts: readonly DraftEntry[],
  head: ChainHead,
  { yearId, at, sha256 }: Numbering,
): { readonly entries: Entry[]; readonly head: ChainHead } {
  const today = parisDate(at);
  const [, validatedOn = today] = [today, head.lastValidDate].sort();
  const entries: Entry[] = [];
  let lastHash = head.lastHash;
  for (const [index, draft] of drafts.entries()) {
    assertBalanced(draft);
    if (draft.date > validatedOn) throw new Error(`entry of ${draft.source.kind} ${draft.source.id} is dated after its validation`);
    const numbered = { ...draft, yearId, number: head.lastNumber + index + 1, validatedOn, validatedAt: instantOf(at) };
    lastHash = chainHash(lastHash, numbered, sha256);
    entries.push({ ...numbered, hash: lastHash });
  }
  if (entries.length === 0) return { entries, head };
  return { entries, head: { lastNumber: head.lastNumber + entries.length, lastHash, lastValidDate: validatedOn } };
}

/** What a check of the chain found: every link holds, or the first number that does not follow. */
export type ChainCheck =
  | { readonly intact: true; readonly lastNumber: number; readonly lastHash: string }
  | { readonly intact: false; readonly atNumber: number; readonly why: "number" | "hash" };

/** Recomputes a year's chain from its genesis, entry by entry in flat memory. */
export async function checkChain(
  entries: AsyncIterable<Entry> | Iterable<Entry>,
  genesisHash: string,
  sha256: Sha256,
): Promise<ChainCheck> {
  let lastNumber = 0;
  let lastHash = genesisHash;
  for await (const entry of entries) {
    if (entry.number !== lastNumber + 1) return { intact: false, atNumber: lastNumber + 1, why: "number" };
    if (chainHash(lastHash, entry, sha256) !== entry.hash) return { intact: false, atNumber: entry.number, why: "hash" };
    lastNumber = entry.number;
    lastHash = entry.hash;
  }
  return { intact: true, lastNumber, lastHash };
}
