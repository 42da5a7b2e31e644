import * as z from "zod";
import { type BusinessDate, latest } from "../dates.ts";
import type { CompanyId } from "../ids.ts";
import { FiscalYearId } from "../ids.ts";
import { chainHash, genesis, type Sha256 } from "./chain.ts";
import { type Entry, totalsOf } from "./entry.ts";
import { sourceKey } from "./entry-id.ts";
import type { FiscalYear } from "./fiscal-year.ts";
import { addIncrements, type KeptTotals, keptTotals, type TotalsIncrement, totalKey, totalsIncrements } from "./kept-totals.ts";

/** One thing wrong in the books: which promise, where, in French. */
const IntegrityFinding = z.object({
  check: z.enum(["chain", "numbering", "balance", "dates", "account_totals", "third_party_totals", "head", "lettering", "bank"]),
  entryNumber: z.int().nullable(),
  account: z.string().nullable(),
  message: z.string(),
});
export type IntegrityFinding = z.infer<typeof IntegrityFinding>;

export const IntegrityReport = z.object({
  yearId: FiscalYearId,
  intact: z.boolean(),
  entries: z.int(),
  lines: z.int(),
  debitCents: z.int(),
  creditCents: z.int(),
  lastHash: z.string().nullable(),
  findings: z.array(IntegrityFinding),
});
export type IntegrityReport = z.infer<typeof IntegrityReport>;

/** Findings kept; what is wrong beyond is not counted, the first ones say enough. */
const FINDINGS_MAX = 100;

export type IntegrityFacts = {
  readonly companyId: CompanyId;
  readonly year: FiscalYear;
  readonly sha256: Sha256;
  /** The head as read: the last number and hash it vouches for. Null before the first entry. */
  readonly head: { readonly lastNumber: number; readonly lastHash: string } | null;
};

/** What stands in an entry's place and is none: all that is left of it is its number and its hash. */
export type UnreadableEntry = Pick<Entry, "number" | "hash"> & { readonly unreadable: true };

type Where = { readonly entryNumber?: number; readonly account?: string };
type Note = (check: IntegrityFinding["check"], where: Where, message: string) => void;

/** What was recomputed so far: sums by account and third party, sizes, and where the chain stands. */
type Seen = {
  readonly sums: Map<string, TotalsIncrement>;
  readonly sizes: { entries: number; lines: number; debitCents: number; creditCents: number };
  /** `validDate`: the latest so far, none before the first entry. */
  last: { readonly number: number; readonly hash: string; readonly validDate: readonly BusinessDate[] };
};

/** Recomputes a year entry by entry, in the order of the index: chain, numbering, balance, dates. Memory: totals of accounts and third parties. */
export function createIntegrityCheck(facts: IntegrityFacts) {
  const { companyId, year, sha256, head } = facts;
  const findings: IntegrityFinding[] = [];
  const note: Note = (check, where, message) => {
    if (findings.length < FINDINGS_MAX)
      findings.push({ check, entryNumber: where.entryNumber ?? null, account: where.account ?? null, message });
  };
  const seen: Seen = {
    sums: new Map(),
    sizes: { entries: 0, lines: 0, debitCents: 0, creditCents: 0 },
    last: { number: 0, hash: genesis(companyId, year.startsOn, sha256), validDate: [] },
  };
  return {
    note,
    unreadable({ number, hash }: UnreadableEntry): void {
      checkNumber(number, seen, note);
      note("chain", { entryNumber: number }, `L'écriture n° ${number} ne se lit plus : ce qui la remplace n'est pas une écriture.`);
      seen.last = { ...seen.last, number, hash };
      seen.sizes.entries += 1;
    },
    entry(entry: Entry): void {
      checkEntry(entry, facts, seen, note);
      addEntry(entry, year, seen);
    },
    /** Compares what was recomputed with what is kept. */
    finish(kept: readonly KeptTotals[], thirdParties: readonly KeptTotals[]): IntegrityReport {
      const { number, hash } = seen.last;
      const known = head?.lastNumber ?? 0;
      if (known !== number || (head && head.lastHash !== hash))
        note("head", {}, `L'exercice s'arrête à l'écriture n° ${number}, alors que n° ${known} est la dernière connue.`);
      compare([...kept, ...thirdParties], seen.sums, year, note);
      return { yearId: year.id, intact: findings.length === 0, ...seen.sizes, lastHash: number > 0 ? hash : null, findings };
    },
  };
}

function checkNumber(number: number, { last }: Pick<Seen, "last">, note: Note): void {
  if (number === last.number + 1) return;
  note("numbering", { entryNumber: number }, `Le numéro ${last.number + 1} manque : on passe de ${last.number} à ${number}.`);
}

/** What one entry can be blamed for, after the one before it. */
function checkEntry(entry: Entry, { year, sha256 }: IntegrityFacts, { last }: Seen, note: Note): void {
  const { number, date, validatedOn, source } = entry;
  const where = { entryNumber: number };
  if (number !== last.number + 1) note("numbering", where, `Le numéro ${last.number + 1} manque : on passe de ${last.number} à ${number}.`);
  if (chainHash(last.hash, entry, sha256) !== entry.hash)
    note(
      "chain",
      where,
      `L'écriture n° ${number} (${sourceKey(source)}) ne correspond pas à son empreinte : elle, ou celle qui la précède, a été modifiée.`,
    );
  const { debitCents, creditCents } = totalsOf(entry.lines);
  if (debitCents !== creditCents)
    note("balance", where, `L'écriture n° ${number} n'est pas équilibrée : ${debitCents} centimes au débit, ${creditCents} au crédit.`);
  if (date < year.startsOn || date > year.endsOn) note("dates", where, `L'écriture n° ${number} est datée hors de l'exercice.`);
  if (last.validDate.some((earlier) => validatedOn < earlier) || validatedOn < date)
    note("dates", where, `L'écriture n° ${number} est validée avant celle qui la précède, ou avant sa propre date.`);
}

function addEntry(entry: Entry, year: FiscalYear, seen: Seen): void {
  addIncrements(seen.sums, totalsIncrements(year, [entry]));
  const { debitCents, creditCents } = totalsOf(entry.lines);
  seen.last = {
    number: entry.number,
    hash: entry.hash,
    validDate: [latest(entry.validatedOn, ...seen.last.validDate)],
  };
  seen.sizes.entries += 1;
  seen.sizes.lines += entry.lines.length;
  seen.sizes.debitCents += debitCents;
  seen.sizes.creditCents += creditCents;
}

function compare(kept: readonly KeptTotals[], sums: ReadonlyMap<string, TotalsIncrement>, year: FiscalYear, note: Note): void {
  const known = new Map(kept.map((one) => [totalKey(one.account, one.thirdParty), one]));
  for (const key of [...new Set([...known.keys(), ...sums.keys()])].sort()) {
    const [held, sum] = [known.get(key), sums.get(key)];
    const own = sum && keptTotals(sum, year);
    const one = held ?? own;
    if (!one || slotsOf(held ?? nothing(one)).join() === slotsOf(own ?? nothing(one)).join()) continue;
    const name = one.thirdParty ? `${one.account} ${one.thirdParty.code}` : one.account;
    note(
      one.thirdParty ? "third_party_totals" : "account_totals",
      { account: name },
      `Le total tenu du compte ${name} n'est pas la somme de ses écritures.`,
    );
  }
}

const slotsOf = ({ debits, credits, ...kept }: KeptTotals): readonly number[] => [
  ...[...debits, ...credits],
  ...[kept.openingDebitCents, kept.openingCreditCents, kept.carriedDebitCents, kept.carriedCreditCents],
  ...[kept.closingDebitCents, kept.closingCreditCents],
];

/** The total of an account without entries. */
const nothing = (one: KeptTotals): KeptTotals => ({
  ...one,
  debits: one.debits.map(() => 0),
  credits: one.credits.map(() => 0),
  ...{
    openingDebitCents: 0,
    openingCreditCents: 0,
    carriedDebitCents: 0,
    carriedCreditCents: 0,
    closingDebitCents: 0,
    closingCreditCents: 0,
  },
});
