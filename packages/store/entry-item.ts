import { deflateRawSync, inflateRawSync } from "node:zlib";
import * as z from "zod";
import type { CompanyId, FiscalYearId } from "#domain/ids";
import { Entry, type EntrySource } from "#domain/ledger/entry";
import { sourceKey } from "#domain/ledger/entry-id";
import { indexAccounts } from "#domain/ledger/index-accounts";
import { Refusal, type RefusalCode } from "#domain/refusals";
import type { Action, Item, Key } from "./db.ts";
import { TABLE } from "./entity.ts";

export const numberPartition = (companyId: CompanyId, yearId: FiscalYearId): string => `COMPANY#${companyId}#N#${yearId}`;
export const accountPartition = (companyId: CompanyId, yearId: FiscalYearId, account: string): string =>
  `COMPANY#${companyId}#G#${yearId}#${account}`;
export const entryPartition = (companyId: CompanyId): string => `COMPANY#${companyId}#E`;
export const entryKey = (companyId: CompanyId, source: EntrySource): Key => ({ pk: entryPartition(companyId), sk: sourceKey(source) });
export const numberText = (number: number): string => String(number).padStart(9, "0");
export const dateAndNumber = ({ date, number }: Pick<Entry, "date" | "number">): string => `${date}#${numberText(number)}`;

/** The body is JSON in one attribute: an entry never changes, so nothing updates a part of it. What it holds is checked once, with the rest. */
const AnyBody = z.looseObject({});

/** Bodies longer than this are deflated: an item holds 400 KB, an opening entry has thousands of lines. */
const PLAIN_MAX = 60_000;
const DEFLATED_MAX = 380_000;
const INFLATED_MAX = 16_000_000;

/** A body as an item holds it: JSON, deflated when it is long. Refuses what does not fit, by the name its caller gives. */
export function packed(
  body: object,
  maximumBytes: number = DEFLATED_MAX,
  refusal: RefusalCode = "entry.too_many_lines",
): string | Uint8Array {
  const text = JSON.stringify(body);
  if (text.length <= PLAIN_MAX) return text;
  const small = deflateRawSync(text);
  if (small.byteLength > maximumBytes) throw new Refusal(refusal);
  return small;
}

export const unpacked = (body: string | Uint8Array): string =>
  typeof body === "string" ? body : inflateRawSync(body, { maxOutputLength: INFLATED_MAX }).toString("utf8");

/** Writes a validated entry once. There is no action that changes or deletes one (PCG art. 1031-3). */
export function newEntryAction(companyId: CompanyId, entry: Entry): Action {
  const { yearId, number, hash, ...body } = entry;
  const Item = {
    ...entryKey(companyId, entry.source),
    gsi1pk: numberPartition(companyId, yearId),
    gsi1sk: numberText(number),
    gsi2pk: accountPartition(companyId, yearId, indexAccounts(entry.lines).main),
    gsi2sk: dateAndNumber(entry),
    hash: Buffer.from(hash, "hex"),
    body: packed(body),
  };
  return { Put: { TableName: TABLE, Item, ConditionExpression: "attribute_not_exists(pk)" } };
}

/** Holds only while nothing was booked of a source: what is written beside it stands for something still to be booked. */
export const notBookedAction = (companyId: CompanyId, source: EntrySource): Action => ({
  ConditionCheck: { TableName: TABLE, Key: { ...entryKey(companyId, source) }, ConditionExpression: "attribute_not_exists(pk)" },
});

/** Pointers to an entry from the accounts it is not filed under: none for a bank entry. */
export function pointerActions(companyId: CompanyId, entry: Entry): Action[] {
  return indexAccounts(entry.lines).others.map((account) => ({
    Put: {
      TableName: TABLE,
      Item: {
        pk: entryPartition(companyId),
        sk: `${sourceKey(entry.source)}@${account}`,
        gsi2pk: accountPartition(companyId, entry.yearId, account),
        gsi2sk: dateAndNumber(entry),
        to: sourceKey(entry.source),
      },
    },
  }));
}

const EntryItem = z.object({
  gsi1pk: z.string(),
  gsi1sk: z.string(),
  hash: z.instanceof(Uint8Array),
  body: z.union([z.string(), z.instanceof(Uint8Array)]),
});

/** Back from the item; throws when the table holds something that is not an entry. */
export function entryOf(item: Item): Entry {
  const { gsi1pk, gsi1sk, hash, body } = EntryItem.parse(item);
  return Entry.parse({
    ...AnyBody.parse(JSON.parse(unpacked(body))),
    yearId: gsi1pk.slice(gsi1pk.lastIndexOf("#") + 1),
    number: Number(gsi1sk),
    hash: Buffer.from(hash).toString("hex"),
  });
}

/** The key of the entry a pointer leads to, or null when the item is an entry. */
export const pointerTarget = (item: Item): Key | null =>
  typeof item["to"] === "string" ? { pk: String(item["pk"]), sk: item["to"] } : null;
