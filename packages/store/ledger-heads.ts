import * as z from "zod";
import { BusinessDate } from "#domain/dates";
import type { CompanyId, FiscalYearId } from "#domain/ids";
import type { Action, Db, Item } from "./db.ts";
import { TABLE } from "./entity.ts";

/**
 * Access pattern: head of a fiscal year's books: last number, last hash, last ValidDate, how far validation went; and per bank
 * account and month, how many rows are booked (`b<ordinal>_<YYYY-MM>`) and, once every row of the month was found booked, which
 * change of the month that was (`s<ordinal>_<YYYY-MM>`): the month is settled until its change counter moves.
 */
const Head = z.object({
  lastNumber: z.int(),
  lastHash: z.string(),
  lastValidDate: BusinessDate,
  validatedThrough: BusinessDate.nullable(),
  booked: z.map(z.string(), z.int()),
  settled: z.map(z.string(), z.int()),
});
export type LedgerHead = z.infer<typeof Head>;

const keyOf = (companyId: CompanyId, yearId: FiscalYearId) => ({ pk: `COMPANY#${companyId}#LEDGER`, sk: `HEAD#${yearId}` });

/** Name of a bank account's month in the head: `b` booked rows, `s` the change it was settled at. */
export const monthCounter = (kind: "b" | "s", ordinal: number, month: string): string => `${kind}${ordinal}_${month}`;

/** The head, or null before the first entry. Strongly consistent. */
export async function readHead(db: Db, companyId: CompanyId, yearId: FiscalYearId): Promise<LedgerHead | null> {
  const found = await db.get({ Key: keyOf(companyId, yearId), ConsistentRead: true });
  return found ? headOf(found) : null;
}

function headOf(item: Item): LedgerHead {
  const counters = (kind: RegExp) => new Map(Object.entries(item).filter(([name]) => kind.test(name)));
  return Head.parse({
    ...item,
    lastHash: Buffer.from(z.instanceof(Uint8Array).parse(item["lastHash"])).toString("hex"),
    validatedThrough: item["validatedThrough"] ?? null,
    booked: counters(/^b\d+_/),
    settled: counters(/^s\d+_/),
  });
}

/** How far validation went, and the months found settled, by the change each was found at. */
export type Closing = { readonly through: BusinessDate; readonly settled: ReadonlyMap<string, number> };

type Step = {
  readonly lastNumber: number;
  readonly lastHash: string;
  readonly lastValidDate: BusinessDate;
  readonly booked: ReadonlyMap<string, number>;
  readonly closing: Closing | null;
};

/** Moves the head from the number read to the next one; fails when somebody else moved it. */
export function headAction(companyId: CompanyId, yearId: FiscalYearId, from: LedgerHead | null, step: Step): Action {
  const counters = [...step.booked].map(([name, count], index) => ({ placeholder: `b${index}`, name, count }));
  const closing = closingParts(step.closing);
  const set = ["lastNumber = :number", "lastHash = :hash", "lastValidDate = :date", ...closing.set].join(", ");
  const added = counters.map(({ placeholder }) => `#${placeholder} :${placeholder}`).join(", ");
  return {
    Update: {
      TableName: TABLE,
      Key: keyOf(companyId, yearId),
      UpdateExpression: `SET ${set}${added && ` ADD ${added}`}`,
      ConditionExpression: from ? "lastNumber = :read" : "attribute_not_exists(pk)",
      ...namesOf([...counters.map(({ placeholder, name }) => [`#${placeholder}`, name] as const), ...closing.names]),
      ExpressionAttributeValues: {
        ":number": step.lastNumber,
        ":hash": Buffer.from(step.lastHash, "hex"),
        ":date": step.lastValidDate,
        ...(from && { ":read": from.lastNumber }),
        ...Object.fromEntries(counters.map(({ placeholder, count }) => [`:${placeholder}`, count])),
        ...closing.values,
      },
    },
  };
}

function closingParts(closing: Closing | null) {
  const months = [...(closing?.settled ?? [])];
  return {
    set: [...(closing ? ["validatedThrough = :through"] : []), ...months.map((_, index) => `#s${index} = :s${index}`)],
    names: months.map(([name], index) => [`#s${index}`, name] as const),
    values: {
      ...(closing && { ":through": closing.through }),
      ...Object.fromEntries(months.map(([, change], index) => [`:s${index}`, change])),
    },
  };
}

/** An update without placeholders must not carry an empty list of them. */
const namesOf = (names: readonly (readonly [string, string])[]) =>
  names.length > 0 ? { ExpressionAttributeNames: Object.fromEntries(names) } : {};

/** Notes a closing alone, if the head is still the one the pass left. */
export function closeAction(companyId: CompanyId, yearId: FiscalYearId, head: LedgerHead, closing: Closing): Action {
  const { set, names, values } = closingParts(closing);
  return {
    Update: {
      TableName: TABLE,
      Key: keyOf(companyId, yearId),
      UpdateExpression: `SET ${set.join(", ")}`,
      ConditionExpression: "lastNumber = :number",
      ...namesOf(names),
      ExpressionAttributeValues: { ...values, ":number": head.lastNumber },
    },
  };
}
