import * as z from "zod";
import { ordinalText } from "#domain/banking/account";
import { BankRow, isOpen } from "#domain/banking/row";
import type { CompanyId } from "#domain/ids";
import type { Action, Item, Key } from "./db.ts";
import { TABLE } from "./entity.ts";

/**
 * Bank rows are the bulk of the table, so their items are built by hand with one-letter names: below 1 KB a row costs
 * 2 + 1 write units, above it 4 + 2. Layout: docs/table.md.
 */
export const rowPartition = (companyId: CompanyId, ordinal: number): string => `COMPANY#${companyId}#A${ordinalText(ordinal)}`;
export const rowKey = (companyId: CompanyId, ordinal: number, hash: string): Key => ({
  pk: rowPartition(companyId, ordinal),
  sk: `T#${hash}`,
});
export const datePartition = (companyId: CompanyId, ordinal: number): string => `${rowPartition(companyId, ordinal)}#D`;
export const openPartition = (companyId: CompanyId, ordinal: number): string => `${rowPartition(companyId, ordinal)}#O`;
export const dateSortKey = ({ date, hash }: Pick<BankRow, "date" | "hash">): string => `${date}#${hash}`;

const STATUS = { booked: "b", pending: "p", future: "f", deleted: "x" } as const;
const STATUS_BACK = { b: "booked", p: "pending", f: "future", x: "deleted" } as const;
const SOURCE = { user: "u", rule: "r", direction: "d", none: "n" } as const;
const SOURCE_BACK = { u: "user", r: "rule", d: "direction", n: "none" } as const;

/** The item of a row: a tombstone has no index entries, an open row has two, any other one. */
function rowItem(companyId: CompanyId, row: BankRow): Item {
  const { categorisation: by, ordinal, hash } = row;
  const sorted = dateSortKey(row);
  return {
    ...rowKey(companyId, ordinal, hash),
    ...(row.status !== "deleted" && { gsi1pk: datePartition(companyId, ordinal), gsi1sk: sorted }),
    ...(isOpen(row) && { gsi2pk: openPartition(companyId, ordinal), gsi2sk: sorted }),
    s: STATUS[row.status],
    a: row.amountCents,
    c: row.currency,
    d: row.date,
    ...(row.transactionDate && { t: row.transactionDate }),
    ...(row.valueDate && { w: row.valueDate }),
    l: row.label,
    ...(row.rawLabel !== row.label && { r: row.rawLabel }),
    k: by.code,
    kc: by.confidencePpm,
    ks: SOURCE[by.source],
    ...(by.ruleId && { ki: by.ruleId }),
    ...(by.reason && { kr: by.reason }),
    ...(row.note && { n: row.note }),
    ...(row.parts.length > 0 && { z: row.parts.map(({ code, amountCents, note }) => [code, amountCents, note]) }),
    ...(row.attachmentCount > 0 && { f: row.attachmentCount }),
    ...(row.transfer && { m: row.transfer }),
    ...(row.source && { o: row.source }),
    p: row.providerId,
    h: row.contentHash,
    u: row.providerUpdatedAt,
    x: row.createdAt,
    y: row.updatedAt,
    v: row.version,
  };
}

const RowItem = z.object({
  pk: z.string().regex(/#A\d{3}$/),
  sk: z.string().startsWith("T#"),
  s: z.enum(["b", "p", "f", "x"]),
  a: z.number(),
  c: z.string(),
  d: z.string(),
  t: z.string().exactOptional(),
  w: z.string().exactOptional(),
  l: z.string(),
  r: z.string().exactOptional(),
  k: z.string(),
  kc: z.number(),
  ks: z.enum(["u", "r", "d", "n"]),
  ki: z.string().exactOptional(),
  kr: z.string().exactOptional(),
  n: z.string().exactOptional(),
  z: z.array(z.tuple([z.string(), z.number(), z.string().nullable()])).exactOptional(),
  f: z.number().exactOptional(),
  m: z.string().exactOptional(),
  o: z.string().exactOptional(),
  p: z.string(),
  h: z.string(),
  u: z.string(),
  x: z.string(),
  y: z.string(),
  v: z.number(),
});

/** Back from the item; throws when the table holds something that is not a row. */
export function rowOf(item: Item): BankRow {
  const raw = RowItem.parse(item);
  return BankRow.parse({
    ordinal: Number(raw.pk.slice(-3)),
    hash: raw.sk.slice(2),
    status: STATUS_BACK[raw.s],
    amountCents: raw.a,
    currency: raw.c,
    date: raw.d,
    transactionDate: raw.t ?? null,
    valueDate: raw.w ?? null,
    label: raw.l,
    rawLabel: raw.r ?? raw.l,
    categorisation: { code: raw.k, confidencePpm: raw.kc, source: SOURCE_BACK[raw.ks], ruleId: raw.ki ?? null, reason: raw.kr ?? "" },
    note: raw.n ?? null,
    parts: (raw.z ?? []).map(([code, amountCents, note]) => ({ code, amountCents, note })),
    attachmentCount: raw.f ?? 0,
    transfer: raw.m ?? null,
    source: raw.o ?? "",
    providerId: raw.p,
    contentHash: raw.h,
    providerUpdatedAt: raw.u,
    createdAt: raw.x,
    updatedAt: raw.y,
    version: raw.v,
  });
}

/** The row behind an alias item, or null when the item is a row itself. */
export const aliasTarget = (item: Item): string | null => (typeof item["to"] === "string" ? item["to"] : null);

/** Writes a row if it is still as it was decided upon: absent, or at the version read. */
export function writeRowAction(companyId: CompanyId, before: BankRow | null, after: BankRow): Action {
  const condition = before
    ? { ConditionExpression: "v = :v", ExpressionAttributeValues: { ":v": before.version } }
    : { ConditionExpression: "attribute_not_exists(pk)" };
  return { Put: { TableName: TABLE, Item: rowItem(companyId, after), ...condition } };
}

/** Makes a second key lead to a row. */
export const aliasAction = (companyId: CompanyId, ordinal: number, from: string, to: string): Action => ({
  Put: { TableName: TABLE, Item: { ...rowKey(companyId, ordinal, from), to }, ConditionExpression: "attribute_not_exists(pk)" },
});
