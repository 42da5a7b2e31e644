import * as z from "zod";
import { BusinessDate } from "#domain/dates";
import type { CompanyId, FiscalYearId } from "#domain/ids";
import type { Action, Db, Item } from "./db.ts";
import { TABLE } from "./entity.ts";

/**
 * Access pattern: head of a fiscal year's books: last number, last hash, last ValidDate, how far validation went, and how many
 * bank rows are booked per account and month (`b<ordinal>_<YYYY-MM>`), which tells a late arrival without reading rows.
 */
const Head = z.object({
  lastNumber: z.int(),
  lastHash: z.string(),
  lastValidDate: BusinessDate,
  validatedThrough: BusinessDate.nullable(),
  booked: z.map(z.string(), z.int()),
});
export type LedgerHead = z.infer<typeof Head>;

const keyOf = (companyId: CompanyId, yearId: FiscalYearId) => ({ pk: `COMPANY#${companyId}#LEDGER`, sk: `HEAD#${yearId}` });

/** Name of the counter of a bank account's booked rows in a month. */
export const bookedCounter = (ordinal: number, month: string): string => `b${ordinal}_${month}`;

/** The head, or null before the first entry. Strongly consistent. */
export async function readHead(db: Db, companyId: CompanyId, yearId: FiscalYearId): Promise<LedgerHead | null> {
  const found = await db.get({ Key: keyOf(companyId, yearId), ConsistentRead: true });
  return found ? headOf(found) : null;
}

function headOf(item: Item): LedgerHead {
  const counters = Object.entries(item).filter(([name]) => /^b\d+_/.test(name));
  return Head.parse({
    ...item,
    lastHash: Buffer.from(z.instanceof(Uint8Array).parse(item["lastHash"])).toString("hex"),
    validatedThrough: item["validatedThrough"] ?? null,
    booked: new Map(counters),
  });
}

type Step = {
  readonly lastNumber: number;
  readonly lastHash: string;
  readonly lastValidDate: BusinessDate;
  readonly booked: ReadonlyMap<string, number>;
};

/** Moves the head from the number read to the next one; fails when somebody else moved it. */
export function headAction(companyId: CompanyId, yearId: FiscalYearId, from: LedgerHead | null, step: Step): Action {
  const counters = [...step.booked];
  return {
    Update: {
      TableName: TABLE,
      Key: keyOf(companyId, yearId),
      UpdateExpression: `SET lastNumber = :number, lastHash = :hash, lastValidDate = :date ${counters.length > 0 ? `ADD ${counters.map((_, index) => `#b${index} :b${index}`).join(", ")}` : ""}`,
      ConditionExpression: from ? "lastNumber = :read" : "attribute_not_exists(pk)",
      ...(counters.length > 0 && { ExpressionAttributeNames: Object.fromEntries(counters.map(([name], index) => [`#b${index}`, name])) }),
      ExpressionAttributeValues: {
        ":number": step.lastNumber,
        ":hash": Buffer.from(step.lastHash, "hex"),
        ":date": step.lastValidDate,
        ...(from && { ":read": from.lastNumber }),
        ...Object.fromEntries(counters.map(([, count], index) => [`:b${index}`, count])),
      },
    },
  };
}

/** Notes that everything through a date was validated; never goes back. */
export const throughAction = (companyId: CompanyId, yearId: FiscalYearId, through: BusinessDate): Action => ({
  Update: {
    TableName: TABLE,
    Key: keyOf(companyId, yearId),
    UpdateExpression: "SET validatedThrough = :through",
    ConditionExpression: "attribute_exists(pk) and (attribute_not_exists(validatedThrough) or validatedThrough < :through)",
    ExpressionAttributeValues: { ":through": through },
  },
});
