import * as z from "zod";
import { BusinessDate } from "#domain/dates";
import type { CompanyId, FiscalYearId } from "#domain/ids";
import { EntrySource } from "#domain/ledger/entry";
import type { Action, Db, Item } from "./db.ts";
import { TABLE } from "./entity.ts";

/**
 * Access pattern: head of a fiscal year's books: last number, last hash, last ValidDate, how far validation and lock went, and the version every
 * write of the books is conditioned on. Per bank account and month, how many rows are booked (`b<ordinal>_<YYYY-MM>`) and, once
 * every row of the month was found booked, which change of the month that was (`s<ordinal>_<YYYY-MM>`): the month is settled until
 * its change counter moves. Per journal, how many entries it has (`j_<code>`).
 */
const Head = z.object({
  version: z.int(),
  lastNumber: z.int(),
  lastHash: z.string(),
  lastValidDate: BusinessDate,
  validatedThrough: BusinessDate.nullable(),
  /** Nothing more is booked on this day or before it: a late operation goes to the day after (PCG art. 1031-4). */
  lockedThrough: BusinessDate.nullable(),
  closed: z.boolean(),
  /** Bank rows between these days are in books taken over from another program, and are never booked again. */
  importedFrom: BusinessDate.nullable(),
  importedThrough: BusinessDate.nullable(),
  /** A file whose first `place` entries are booked and whose others follow: until then nothing else is booked in the year. */
  importing: z.object({ seal: z.string(), place: z.int() }).nullable(),
  /** An entry whose totals are still being applied, slice by slice. */
  pending: EntrySource.nullable(),
  booked: z.map(z.string(), z.int()),
  settled: z.map(z.string(), z.int()),
  journals: z.map(z.string(), z.int()),
});
export type LedgerHead = z.infer<typeof Head>;

const headKey = (companyId: CompanyId, yearId: FiscalYearId) => ({ pk: `COMPANY#${companyId}#LEDGER`, sk: `HEAD#${yearId}` });

/** Name of a bank account's month in the head: `b` booked rows, `s` the change it was settled at. */
export const monthCounter = (kind: "b" | "s", ordinal: number, month: string): string => `${kind}${ordinal}_${month}`;

/** The head, or null before anything was booked or locked. Strongly consistent. */
export async function readHead(db: Db, companyId: CompanyId, yearId: FiscalYearId): Promise<LedgerHead | null> {
  const found = await db.get({ Key: headKey(companyId, yearId), ConsistentRead: true });
  return found ? headOf(found) : null;
}

function headOf(item: Item): LedgerHead {
  const counters = (kind: RegExp) =>
    new Map(Object.entries(item).flatMap(([name, value]) => (kind.test(name) ? [[name.replace(/^j_/, ""), value]] : [])));
  return Head.parse({
    ...item,
    version: item["version"] ?? 0,
    lastHash: Buffer.from(z.instanceof(Uint8Array).parse(item["lastHash"])).toString("hex"),
    validatedThrough: item["validatedThrough"] ?? null,
    lockedThrough: item["lockedThrough"] ?? null,
    closed: item["closed"] ?? false,
    importedFrom: item["importedFrom"] ?? null,
    importedThrough: item["importedThrough"] ?? null,
    importing: item["importing"] ?? null,
    pending: item["pending"] ?? null,
    booked: counters(/^b\d+_/),
    settled: counters(/^s\d+_/),
    journals: counters(/^j_/),
  });
}

/** Where a year's books stand before anything: number 0, the chain's genesis, the year's first day. */
export const emptyHead = (lastHash: string, startsOn: BusinessDate): LedgerHead => ({
  ...{ version: 0, lastNumber: 0, lastHash, lastValidDate: startsOn, validatedThrough: null, lockedThrough: null, closed: false },
  ...{ importedFrom: null, importedThrough: null, importing: null, pending: null },
  ...{ booked: new Map(), settled: new Map(), journals: new Map() },
});

type Fields = Pick<
  LedgerHead,
  | ("lastNumber" | "lastValidDate" | "validatedThrough" | "lockedThrough" | "closed" | "pending")
  | ("importedFrom" | "importedThrough" | "importing")
>;

/** What a step of the books changes in the head. Counters are increments; `settled` are the changes months were found settled at. */
export type HeadStep = Partial<Fields> & {
  readonly lastHash?: string;
  readonly booked?: ReadonlyMap<string, number>;
  readonly settled?: ReadonlyMap<string, number>;
  readonly journals?: ReadonlyMap<string, number>;
};

/** The head after a step. */
export function headAfter(head: LedgerHead, { booked, settled, journals, ...fields }: HeadStep): LedgerHead {
  return {
    ...head,
    ...fields,
    version: head.version + 1,
    booked: addedCounts(head.booked, booked),
    settled: new Map([...head.settled, ...(settled ?? [])]),
    journals: addedCounts(head.journals, journals),
  };
}

/** Two sets of counters added up. */
export function addedCounts(
  left: ReadonlyMap<string, number> = new Map(),
  right: ReadonlyMap<string, number> = new Map(),
): Map<string, number> {
  const sum = new Map(left);
  for (const [name, count] of right) sum.set(name, (sum.get(name) ?? 0) + count);
  return sum;
}

/** Holds only while a year is not closed: what stands beside its entries may change until then. */
export const openYearCheck = (companyId: CompanyId, yearId: FiscalYearId): Action => ({
  ConditionCheck: {
    TableName: TABLE,
    Key: headKey(companyId, yearId),
    ConditionExpression: "attribute_not_exists(closed) or closed = :open",
    ExpressionAttributeValues: { ":open": false },
  },
});

/** Moves the head by one step from the version read; fails when anything moved it meanwhile. A first step writes the head whole. */
export function headAction(companyId: CompanyId, yearId: FiscalYearId, from: LedgerHead, step: HeadStep): Action {
  const { booked = new Map(), settled = new Map(), journals = new Map(), lastHash, ...fields } = step;
  const first = from.version === 0 && from.lastNumber === 0;
  const start = first ? { lastNumber: from.lastNumber, lastHash: from.lastHash, lastValidDate: from.lastValidDate } : {};
  const plain: Record<string, unknown> = { ...start, ...fields, ...(lastHash !== undefined && { lastHash }), version: from.version + 1 };
  if (typeof plain["lastHash"] === "string") plain["lastHash"] = Buffer.from(plain["lastHash"], "hex");
  const set = [...Object.entries(plain), ...settled].map(([name, value], index) => [`#s${index}`, `:s${index}`, name, value] as const);
  const counts = [...booked, ...[...journals].map(([code, count]) => [`j_${code}`, count] as const)];
  const add = counts.map(([name, count], index) => [`#c${index}`, `:c${index}`, name, count] as const);
  const added = add.map(([name, value]) => `${name} ${value}`).join(", ");
  return {
    Update: {
      TableName: TABLE,
      Key: headKey(companyId, yearId),
      UpdateExpression: `SET ${set.map(([name, value]) => `${name} = ${value}`).join(", ")}${added && ` ADD ${added}`}`,
      ...conditionOf(from, first),
      ExpressionAttributeNames: { ...namesOf(set), ...namesOf(add), ...(first ? {} : { "#version": "version" }) },
      ExpressionAttributeValues: { ...valuesOf(set), ...valuesOf(add), ...(first ? {} : { ":read": from.version }) },
    },
  };
}

type Part = readonly [placeholder: string, value: string, name: string, given: unknown];
const namesOf = (parts: readonly Part[]) => Object.fromEntries(parts.map(([placeholder, , name]) => [placeholder, name]));
const valuesOf = (parts: readonly Part[]) => Object.fromEntries(parts.map(([, value, , given]) => [value, given]));

/** Books written before heads had a version carry none: they count as version 0. */
function conditionOf({ version }: LedgerHead, first: boolean): { readonly ConditionExpression: string } {
  if (first) return { ConditionExpression: "attribute_not_exists(pk)" };
  return { ConditionExpression: version === 0 ? "attribute_not_exists(#version) or #version = :read" : "#version = :read" };
}
