import { ZERO } from "../money.ts";
import { type Flaw, Refusal } from "../refusals.ts";
import { takesThirdParty } from "./chart-accounts.ts";
import { AccountNumber, type DraftEntry, type EntrySource, MANUAL_LINES_MAX, type ThirdParty } from "./entry.ts";
import type { FiscalYear } from "./fiscal-year.ts";
import { cleanLabel } from "./label.ts";
import type { NewEntry, NewLine } from "./new-entry.ts";
import { entryFrom, type PostingLine } from "./posting/entry-from.ts";
import { thirdPartyOf } from "./third-party.ts";

/** Ten billion euros: kept totals are sums of entries, and nine thousand of the largest still add up exactly. EUR cents. */
const DEBIT_MAX = 1_000_000_000_000;

const JOURNAL_LABELS = { OD: "Opérations diverses", VE: "Ventes", AC: "Achats" } as const;

export type ManualContext = {
  readonly source: EntrySource;
  readonly year: Pick<FiscalYear, "startsOn" | "endsOn">;
  /** Names of the company's own sub-accounts. */
  readonly ownLabels: ReadonlyMap<string, string>;
};

/**
 * The draft of an entry a person wrote. Refuses by name and place: too many lines, a line without or with two sides, a negative amount,
 * more than ten billion euros, a number that is no account of classes 1 to 7, a third party where none belongs, a label of nothing
 * visible, debits that do not equal credits.
 */
export function manualEntry(input: NewEntry, { source, year, ownLabels }: ManualContext): DraftEntry {
  if (input.lines.length > MANUAL_LINES_MAX)
    throw new Refusal("entry.too_many_lines", { flaws: [{ pointer: "/lines", message: `at_most:${MANUAL_LINES_MAX}` }] });
  const lines = input.lines.map((line, index) => lineOf(line, index, ownLabels));
  for (const [pointer, value] of [
    ["/label", input.label],
    ["/piece_ref", input.pieceRef],
  ] as const)
    if (cleanLabel(value) === "") throw new Refusal("request.invalid", { flaws: [{ pointer, message: "empty" }] });
  const sum = (side: "debit" | "credit") =>
    lines.filter((line) => line.side === side).reduce((all, { amountCents }) => all + amountCents, 0);
  if (sum("debit") > DEBIT_MAX || sum("credit") > DEBIT_MAX)
    throw new Refusal("request.invalid", { flaws: [{ pointer: "/lines", message: `at_most:${DEBIT_MAX}` }] });
  if (sum("debit") !== sum("credit")) throw new Refusal("ledger.unbalanced", { flaws: [{ pointer: "/lines", message: "unbalanced" }] });
  const { date, journal, pieceRef, pieceDate, label } = input;
  const touches = (accounts: RegExp) => lines.some(({ account }) => accounts.test(account));
  if (date === year.endsOn && touches(/^12[09]/) && touches(/^[67]/)) throw new Refusal("ledger.result_by_hand");
  const entry = entryFrom(lines, { date, pieceRef, pieceDate, label, journal, journalLabel: JOURNAL_LABELS[journal] }, { source, year });
  return { ...entry, lines: inOrderWritten(entry.lines, lines) };
}

/** A person's lines stay in the order they were written. */
function inOrderWritten(built: DraftEntry["lines"], written: readonly PostingLine[]): DraftEntry["lines"] {
  const bySide = { debit: built.filter(({ side }) => side === "debit"), credit: built.filter(({ side }) => side === "credit") };
  return written.flatMap(({ side }) => bySide[side].shift() ?? []);
}

const NAMED: Readonly<Record<string, "supplier" | "customer">> = { 40: "supplier", 41: "customer" };

function lineOf(
  { account: given, thirdParty, label, debitCents = ZERO, creditCents = ZERO, foreign }: NewLine,
  index: number,
  ownLabels: ReadonlyMap<string, string>,
): PostingLine {
  const at = (field: string, message: string): { readonly flaws: readonly Flaw[] } => ({
    flaws: [{ pointer: `/lines/${index}/${field}`, message }],
  });
  const account = AccountNumber.safeParse(given.toUpperCase().padEnd(6, "0"));
  if (!account.success || !/^[1-7]/.test(given)) throw new Refusal("ledger.account_unknown", at("account", "invalid"));
  const onOneSide = debitCents >= 0 && creditCents >= 0 && debitCents > 0 !== creditCents > 0;
  if (!onOneSide) throw new Refusal("request.invalid", at(debitCents < 0 ? "debit_cents" : "credit_cents", "one_side"));
  if (thirdParty && !takesThirdParty(account.data)) throw new Refusal("ledger.third_party_misplaced", at("third_party", "invalid"));
  if (label !== undefined && cleanLabel(label) === "") throw new Refusal("request.invalid", at("label", "empty"));
  const party = thirdParty && partyOf(account.data, thirdParty);
  return {
    ...{ account: account.data, side: debitCents > 0 ? ("debit" as const) : ("credit" as const), amountCents: debitCents || creditCents },
    ...{ accountLabel: ownLabels.get(account.data), label, thirdParty: party, foreign },
  };
}

function partyOf(account: string, { code, name }: NonNullable<NewLine["thirdParty"]>): ThirdParty {
  const kind = NAMED[account.slice(0, 2)] ?? "supplier";
  return code === undefined ? thirdPartyOf(kind, name) : { code, name: cleanLabel(name, 80) || code };
}
