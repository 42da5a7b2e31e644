import * as z from "zod";
import { BusinessDate, Instant } from "#domain/dates";
import type { CompanyId, FiscalYearId } from "#domain/ids";
import type { Entry } from "#domain/ledger/entry";
import type { LetteringGroup, LineRef } from "#domain/ledger/lettering";
import { Cents } from "#domain/money";
import { type Action, BATCH_GET_MAX, type Db } from "./db.ts";
import { TABLE } from "./entity.ts";
import { itemsOf, wholePartition } from "./pages.ts";

/**
 * Access patterns: lettering of some lines, of all lines of a year in their order · groups of an account and third party · the count of
 * changes of a year. Lettering is no part of an entry: it stands beside it and may change until the year is closed. docs/table.md.
 */
const linePartition = (companyId: CompanyId, yearId: FiscalYearId): string => `COMPANY#${companyId}#LET#${yearId}`;
const groupPartition = (companyId: CompanyId, yearId: FiscalYearId): string => `COMPANY#${companyId}#LETG#${yearId}`;
const versionKey = (companyId: CompanyId, yearId: FiscalYearId) => ({ pk: `COMPANY#${companyId}#LEDGER`, sk: `LET#${yearId}` });

/** Place of a line in a year, as text that sorts by number and line. */
const lineText = ({ entryNumber, lineIndex }: LineRef): string =>
  `${String(entryNumber).padStart(9, "0")}#${String(lineIndex).padStart(5, "0")}`;
const partyText = (account: string, thirdPartyCode: string | null): string => `${account}#${thirdPartyCode ?? "-"}`;

/** A group with the code it got. */
export const Lettering = z.object({
  code: z.string().max(8),
  account: z.string(),
  thirdPartyCode: z.string().nullable(),
  on: BusinessDate,
  lines: z.array(z.object({ entryNumber: z.int(), lineIndex: z.int() })),
  differenceCents: Cents,
  how: z.enum(["exact", "reference", "sum", "manual", "import"]),
  at: Instant,
});
export type Lettering = z.infer<typeof Lettering>;

/** Lines of one group: a transaction holds them all. */
export const GROUP_LINES_MAX = 90;

export type LineLettering = { readonly code: string; readonly on: BusinessDate };
const LineItem = z.object({ code: z.string(), on: BusinessDate });

export const letterings = (db: Db, companyId: CompanyId, yearId: FiscalYearId) => ({
  /** Lettering of some lines, by place. Strongly consistent. */
  async ofLines(refs: readonly LineRef[]): Promise<(ref: LineRef) => LineLettering | null> {
    const found = new Map<string, LineLettering>();
    const keys = refs.map((ref) => ({ pk: linePartition(companyId, yearId), sk: lineText(ref) }));
    for (let at = 0; at < keys.length; at += BATCH_GET_MAX)
      for (const item of await db.batchGet(keys.slice(at, at + BATCH_GET_MAX))) found.set(String(item["sk"]), LineItem.parse(item));
    return (ref) => found.get(lineText(ref)) ?? null;
  },
  /** Lettering of every line of the year, in the order of the books. */
  async *all(): AsyncGenerator<LineRef & LineLettering, void> {
    for await (const item of itemsOf(db, wholePartition(linePartition(companyId, yearId)))) {
      const [number, line] = String(item["sk"]).split("#");
      yield { entryNumber: Number(number), lineIndex: Number(line), ...LineItem.parse(item) };
    }
  },
  async group(account: string, thirdPartyCode: string | null, code: string): Promise<Lettering | null> {
    const key = { pk: groupPartition(companyId, yearId), sk: `${partyText(account, thirdPartyCode)}#${code}` };
    const found = await db.get({ Key: key, ConsistentRead: true });
    return found ? Lettering.parse(found) : null;
  },
  /** How many codes an account and third party ever had. Strongly consistent. */
  async codesUsed(account: string, thirdPartyCode: string | null): Promise<number> {
    const key = { pk: groupPartition(companyId, yearId), sk: partyText(account, thirdPartyCode) };
    const found = await db.get({ Key: key, ConsistentRead: true });
    return Number(found?.["used"] ?? 0);
  },
  /** Moves with every change of the year's lettering. */
  async version(): Promise<number> {
    return Number((await db.get({ Key: versionKey(companyId, yearId), ConsistentRead: true }))?.["version"] ?? 0);
  },
});

const _whole = (pk: string) => ({
  KeyConditionExpression: "#pk = :pk",
  ExpressionAttributeNames: { "#pk": "pk" },
  ExpressionAttributeValues: { ":pk": pk },
});

/** Takes the next codes of an account and third party; fails when somebody took one meanwhile. */
export const takeCodesAction = (
  companyId: CompanyId,
  yearId: FiscalYearId,
  group: Pick<LetteringGroup, "account" | "thirdPartyCode">,
  used: number,
  count: number,
): Action => ({
  Update: {
    TableName: TABLE,
    Key: { pk: groupPartition(companyId, yearId), sk: partyText(group.account, group.thirdPartyCode) },
    UpdateExpression: "SET used = :next",
    ConditionExpression: used === 0 ? "attribute_not_exists(pk)" : "used = :used",
    ExpressionAttributeValues: { ":next": used + count, ...(used > 0 && { ":used": used }) },
  },
});

/** Writes a group and the lettering of its lines; fails when a line has one already. */
export function letterActions(companyId: CompanyId, yearId: FiscalYearId, { lines, ...group }: Lettering): Action[] {
  const once = { ConditionExpression: "attribute_not_exists(pk)" };
  const sk = `${partyText(group.account, group.thirdPartyCode)}#${group.code}`;
  return [
    {
      Put: {
        TableName: TABLE,
        Item: { pk: groupPartition(companyId, yearId), sk, ...group, lines: lines.map((line) => ({ ...line })) },
        ...once,
      },
    },
    ...lines.map((line) => ({
      Put: {
        TableName: TABLE,
        Item: { pk: linePartition(companyId, yearId), sk: lineText(line), code: group.code, on: group.on },
        ...once,
      },
    })),
  ];
}

/** Takes a group away; fails when it is not there any more. */
export function unletterActions(companyId: CompanyId, yearId: FiscalYearId, { account, thirdPartyCode, code, lines }: Lettering): Action[] {
  const group = { pk: groupPartition(companyId, yearId), sk: `${partyText(account, thirdPartyCode)}#${code}` };
  return [
    { Delete: { TableName: TABLE, Key: group, ConditionExpression: "attribute_exists(pk)" } },
    ...lines.map((line) => ({
      Delete: {
        TableName: TABLE,
        Key: { pk: linePartition(companyId, yearId), sk: lineText(line) },
        ConditionExpression: "code = :code",
        ExpressionAttributeValues: { ":code": code },
      },
    })),
  ];
}

export const letteringChangedAction = (companyId: CompanyId, yearId: FiscalYearId): Action => ({
  Update: {
    TableName: TABLE,
    Key: versionKey(companyId, yearId),
    UpdateExpression: "ADD version :one",
    ExpressionAttributeValues: { ":one": 1 },
  },
});

/** Entries with the lettering of their lines, both read in the order of the books. */
export async function* withLettering(entries: AsyncIterable<Entry>, marks: AsyncIterator<LineRef & LineLettering>): AsyncGenerator<Entry> {
  let mark = await marks.next();
  for await (const entry of entries) {
    const own = new Map<number, LineLettering>();
    while (!mark.done && mark.value.entryNumber <= entry.number) {
      if (mark.value.entryNumber === entry.number) own.set(mark.value.lineIndex, { code: mark.value.code, on: mark.value.on });
      mark = await marks.next();
    }
    yield own.size === 0 ? entry : { ...entry, lines: entry.lines.map((line, index) => lettered(line, own.get(index))) };
  }
}

const lettered = (line: Entry["lines"][number], lettering: LineLettering | undefined): Entry["lines"][number] =>
  lettering ? { ...line, lettering } : line;
