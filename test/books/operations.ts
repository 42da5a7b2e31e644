import fc from "fast-check";
import type { BankRow } from "#domain/banking/row";
import { CATEGORIES } from "#domain/categorising/categories";
import { addDays, type BusinessDate, daysBetween, instantOf, lastDayOf, monthsBetween } from "#domain/dates";
import { entryIdOf } from "#domain/ledger/entry-id";
import { NewEntry } from "#domain/ledger/new-entry";
import { cents } from "#domain/money";
import { Refusal } from "#domain/refusals";
import { removeDraft, reverseEntry, writeDraft } from "#functions/api/ledger/draft-changes";
import { closeYear } from "#functions/jobs/close";
import { letterYear } from "#functions/jobs/letter";
import { accounts, replaceAccountAction } from "#store/accounts";
import { drafts } from "#store/drafts";
import { entries } from "#store/entries";
import { headOf, readBooks } from "#store/ledger-books";
import { commit } from "#store/outbox";
import { lockYear } from "#store/period-lock";
import { bankRow } from "#test/rows";
import type { CompanyBooks } from "./company-books.ts";
import type { Desk } from "./desk.ts";

/** What may happen to a company. Numbers are taken modulo what there is, so that an operation keeps its sense when others are left out. */
export type Operation =
  | {
      readonly kind: "row";
      readonly account: number;
      readonly day: number;
      readonly amount: number;
      readonly category: number;
      readonly pending: boolean;
    }
  | { readonly kind: "amount"; readonly row: number; readonly amount: number }
  | { readonly kind: "move"; readonly row: number; readonly day: number }
  | { readonly kind: "delete"; readonly row: number }
  | { readonly kind: "revive"; readonly row: number }
  | { readonly kind: "recategorise"; readonly row: number; readonly category: number }
  | { readonly kind: "split"; readonly row: number; readonly parts: number }
  | { readonly kind: "manual"; readonly day: number; readonly amount: number; readonly shape: number }
  | { readonly kind: "discard"; readonly draft: number }
  | { readonly kind: "reverse"; readonly entry: number }
  | { readonly kind: "validate"; readonly day: number }
  | { readonly kind: "lock"; readonly month: number; readonly ready: boolean }
  | { readonly kind: "letter"; readonly year: number }
  | { readonly kind: "close"; readonly year: number; readonly ready: boolean }
  | { readonly kind: "opening"; readonly account: number; readonly amount: number }
  | { readonly kind: "pass"; readonly days: number };

const some = fc.nat({ max: 999 });
const signed = fc.integer({ min: -50_000, max: 50_000 });
const positive = fc.integer({ min: 1, max: 50_000 });
const seldom = fc.nat({ max: 9 }).map((die) => die === 9);
const is = <const Kind extends string>(kind: Kind) => fc.constant(kind);

export const operation: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 9, arbitrary: fc.record({ kind: is("row"), account: some, day: some, amount: signed, category: some, pending: seldom }) },
  { weight: 3, arbitrary: fc.record({ kind: is("amount"), row: some, amount: signed }) },
  { weight: 3, arbitrary: fc.record({ kind: is("move"), row: some, day: some }) },
  { weight: 2, arbitrary: fc.record({ kind: is("delete"), row: some }) },
  { weight: 2, arbitrary: fc.record({ kind: is("revive"), row: some }) },
  { weight: 3, arbitrary: fc.record({ kind: is("recategorise"), row: some, category: some }) },
  { weight: 3, arbitrary: fc.record({ kind: is("split"), row: some, parts: some }) },
  { weight: 3, arbitrary: fc.record({ kind: is("manual"), day: some, amount: positive, shape: some }) },
  { weight: 1, arbitrary: fc.record({ kind: is("discard"), draft: some }) },
  { weight: 2, arbitrary: fc.record({ kind: is("reverse"), entry: some }) },
  { weight: 6, arbitrary: fc.record({ kind: is("validate"), day: some }) },
  { weight: 2, arbitrary: fc.record({ kind: is("lock"), month: some, ready: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ kind: is("letter"), year: some }) },
  { weight: 2, arbitrary: fc.record({ kind: is("close"), year: some, ready: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: is("opening"), account: some, amount: signed }) },
  { weight: 1, arbitrary: fc.record({ kind: is("pass"), days: fc.integer({ min: 1, max: 90 }) }) },
);

/** A company under random operations: what its bank says, beside its books. */
export type Life = {
  readonly company: CompanyBooks;
  readonly desk: Pick<Desk, "time" | "newId">;
  readonly rows: BankRow[];
  readonly done: Map<string, number>;
  readonly refused: Map<string, number>;
};

/** Rows a company gets at most. */
const ROWS_MAX = 12;
/** Days a row, a draft or a validation may fall on, from the first year's first. */
const DAYS = 760;

/** Does one operation, or counts its refusal. */
export async function happen(life: Life, given: Operation): Promise<void> {
  try {
    await done(life, given);
    count(life.done, given.kind);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    count(life.refused, error.code);
  }
}

const count = (counts: Map<string, number>, name: string): void => void counts.set(name, (counts.get(name) ?? 0) + 1);

async function done(life: Life, given: Operation): Promise<unknown> {
  const { company, desk } = life;
  switch (given.kind) {
    case "row":
      return added(life, given);
    case "amount":
      return changed(life, given.row, (row) => ({
        amountCents: cents(given.amount || 1),
        parts: [],
        ...(row.amountCents < 0 === given.amount < 0 ? {} : { categorisation: categorised(row, given.amount, 0) }),
      }));
    case "move":
      return changed(life, given.row, async () => ({ date: await dayOf(company, given.day) }));
    case "delete":
      return changed(life, given.row, () => ({ status: "deleted" }));
    case "revive":
      return changed(life, given.row, () => ({ status: "booked" }));
    case "recategorise":
      return changed(life, given.row, (row) => ({ categorisation: categorised(row, row.amountCents, given.category) }));
    case "split":
      return changed(life, given.row, (row) => ({ parts: partsFor(row, given.parts) }));
    case "manual":
      return writeDraft(company.tools, { kind: "manual", id: desk.newId("entry") }, await manual(company, given));
    case "discard": {
      const found = picked(await drafts(company.table, company.companyId).all(), given.draft);
      return found && removeDraft(company.tools, entryIdOf(found.entry.source), () => undefined);
    }
    case "reverse":
      return reversed(company, given.entry);
    case "validate":
      return company.validate(await reached(company, given.day));
    case "lock":
      if (given.ready) await company.validate();
      return locked(company, given.month);
    case "letter": {
      const year = picked(await company.years(), given.year);
      return year && letterYear({ kind: "letter", yearId: year.id, account: null }, company.tools);
    }
    case "close": {
      if (given.ready) await company.validate();
      const year = picked(
        (await company.years()).filter(({ endsOn }) => endsOn < company.today()),
        given.year,
      );
      return year && closeYear({ kind: "close", yearId: year.id, acceptSuspense: true }, company.tools);
    }
    case "opening":
      return reopened(life, given);
    case "pass":
      return desk.time.pass(given.days * 86_400);
  }
}

const picked = <Value>(all: readonly Value[], place: number): Value | undefined => all[place % Math.max(1, all.length)];

async function dayOf(company: CompanyBooks, place: number): Promise<BusinessDate> {
  const [first] = await company.years();
  return addDays(first?.startsOn ?? company.today(), place % DAYS);
}

/** A day that has come. */
async function reached(company: CompanyBooks, place: number): Promise<BusinessDate> {
  const [first] = await company.years();
  const start = first?.startsOn ?? company.today();
  return addDays(start, place % (daysBetween(start, company.today()) + 1));
}

function categorised(row: BankRow, amountCents: number, place: number): BankRow["categorisation"] {
  const fitting = CATEGORIES.filter(({ direction }) => direction === "both" || direction === (amountCents > 0 ? "in" : "out"));
  return { ...row.categorisation, code: place % 10 === 0 ? "00" : (picked(fitting, place)?.code ?? "00") };
}

/** Two or three parts of any category and sign that add up to the row, or none: it is whole again. */
function partsFor(row: BankRow, place: number): BankRow["parts"] {
  const amounts = [place * 7 + 1, ...(place % 3 === 1 ? [-(place * 3 + 2)] : [])];
  const all = [...amounts, row.amountCents - amounts.reduce((sum, one) => sum + one, 0)].filter((amount) => amount !== 0);
  if (place % 3 === 2 || all.length < 2) return [];
  return all.map((amount, index) => ({ code: categorised(row, amount, place + index).code, amountCents: cents(amount), note: null }));
}

async function added(life: Life, given: Extract<Operation, { kind: "row" }>): Promise<void> {
  if (life.rows.length >= ROWS_MAX) return;
  const account = picked(await accounts(life.company.table, life.company.companyId).all("now"), given.account);
  if (!account) return;
  const draft = bankRow({
    index: life.rows.length,
    ordinal: account.ordinal,
    amount: given.amount,
    date: await dayOf(life.company, given.day),
  });
  const status = given.pending ? "pending" : "booked";
  const after: BankRow = { ...draft, status, categorisation: categorised(draft, given.amount, given.category), updatedAt: at(life) };
  await written(life, null, after);
}

const at = ({ desk }: Life) => instantOf(desk.time.now());

async function changed(life: Life, place: number, fields: (row: BankRow) => Partial<BankRow> | Promise<Partial<BankRow>>): Promise<void> {
  const before = picked(life.rows, place);
  if (!before) return;
  await written(life, before, { ...before, ...(await fields(before)), updatedAt: at(life), version: before.version + 1 });
}

async function written({ company, rows }: Life, before: BankRow | null, after: BankRow): Promise<void> {
  const outcome = await company.write([{ before, after }]);
  if (!outcome.done) throw new Error("a row was not written");
  if (before) rows.splice(rows.indexOf(before), 1, after);
  else rows.push(after);
}

/** Shapes of entries a person writes: an invoice to a customer, one of a supplier, its payment, a plain transfer, many accounts. */
const SHAPES: readonly (readonly [string, string, string?])[] = [
  ["411", "706", "Dupont"],
  ["606", "401", "Orange"],
  ["401", "512001", "Orange"],
  ["512001", "411", "Dupont"],
  ["6135", "4671"],
  ["164", "580"],
  ["471", "471"],
];

async function manual(company: CompanyBooks, given: Extract<Operation, { kind: "manual" }>): Promise<NewEntry> {
  const [debited = "471", credited = "471", name] = picked(SHAPES, given.shape) ?? [];
  const side = (account: string, field: "debitCents" | "creditCents") => ({
    ...{ account, [field]: given.amount },
    ...(name && /^4[01]1/.test(account) && { thirdParty: { name } }),
  });
  const ref = `F${given.shape}`;
  const lines = [side(debited, "debitCents"), side(credited, "creditCents")];
  return NewEntry.parse({ date: await dayOf(company, given.day), pieceRef: ref, label: `Facture ${ref}`, lines });
}

async function reversed({ table, companyId, tools, years }: CompanyBooks, place: number): Promise<unknown> {
  const all = [];
  for (const year of await years()) for await (const { source } of entries(table, companyId, year.id).through(10_000)) all.push(source);
  const own = picked(
    all.filter(({ kind }) => kind === "manual" || kind === "reversal"),
    place,
  );
  return own && reverseEntry(tools, entryIdOf(own), {});
}

async function locked(company: CompanyBooks, place: number): Promise<unknown> {
  const books = await readBooks(company.table, company.companyId);
  const months = books.years.flatMap((year) =>
    monthsBetween(year.startsOn, year.endsOn).map((month) => ({ year, through: lastDayOf(month) })),
  );
  const past = months.filter(({ through, year }) => through < company.today() && !headOf(books, year).closed);
  const found = picked(past, place);
  return found && lockYear(company.tools, books, found.year, found.through);
}

/** What `PATCH /api/accounts/{id}` does to a manual account's opening balance. */
async function reopened({ company, desk }: Life, given: Extract<Operation, { kind: "opening" }>): Promise<void> {
  const current = picked(await accounts(company.table, company.companyId).all("now"), given.account);
  if (!current) return;
  const next = { ...current, openingBalanceCents: cents(given.amount), version: current.version + 1 };
  const event = { id: desk.newId("event"), type: "account.updated", at: instantOf(desk.time.now()), requestId: "test" } as const;
  const outcome = await commit(company.table, company.companyId, [replaceAccountAction(company.companyId, current, next)], {
    ...event,
    doer: { kind: "person", id: "test" },
    objects: [{ id: current.id }],
  });
  if (!outcome.done) throw new Error("an account was not written");
}
