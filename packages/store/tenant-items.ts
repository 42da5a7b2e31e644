import * as z from "zod";
import { ordinalText } from "#domain/banking/account";
import { type CompanyId, PersonId } from "#domain/ids";
import type { Db, Item } from "./db.ts";
import { unpacked } from "./entry-item.ts";
import { itemsOf, wholePartition } from "./pages.ts";
import type { Partition } from "./partitions.ts";

/** Access pattern: everything a company has, partition after partition, strongly consistent, a megabyte at a time. For its export alone. */

/** Attributes that tables and ElectroDB need, and nobody else. */
const TECHNICAL = /^(pk|sk|gsi\d(pk|sk)|__edb_[ev]__)$/;
/** An attribute so named is taken for a secret, unless its partition says otherwise: a new secret is left out by itself. */
const SECRET = /hash|secret|token|password|totp|recovery|salt|credential|cipher|connecturl|private/i;

/** One item as its export shows it: where it lay, and what it says. */
export type TenantItem = { readonly partition: string; readonly key: string; readonly fields: Readonly<Record<string, unknown>> };

/** Every item of a family of partitions. */
export async function* itemsOfPartition(db: Db, companyId: CompanyId, partition: Partition): AsyncGenerator<TenantItem, void> {
  for await (const name of namesOf(db, companyId, partition))
    for await (const item of queried(db, `COMPANY#${companyId}#${name}`))
      yield { partition: name, key: String(item["sk"]), fields: shownItem(item, partition) };
}

/** Names of a family of partitions, as they stand after the company's. */
async function* namesOf(db: Db, companyId: CompanyId, { name, inner }: Partition): AsyncGenerator<string, void> {
  if (inner === undefined) return yield name;
  const { partition, partOf } = INNER[inner];
  for await (const item of queried(db, `COMPANY#${companyId}#${partition}`)) yield `${name}${partOf(item)}`;
}

const Named = z.object({ id: z.string() });

const INNER = {
  account: { partition: "ACCOUNTS", partOf: (item: Item) => ordinalText(z.int().parse(item["ordinal"])) },
  year: { partition: "YEARS", partOf: (item: Item) => Named.parse(item).id },
  export: { partition: "EXPORTS", partOf: (item: Item) => String(item["sk"]) },
} as const;

const queried = (db: Db, pk: string): AsyncGenerator<Item, void> => itemsOf(db, wholePartition(pk));

function shownItem(item: Item, { shown, packed }: Partition): Readonly<Record<string, unknown>> {
  const { body, ...rest } = item;
  return packed && body !== undefined ? { ...shownFields(rest, shown), body: bodyOf(body) } : shownFields(item, shown);
}

/** What an item says, without what the table needs and without anything that looks like a secret. */
export function shownFields(item: Item, shown: readonly string[] = []): Readonly<Record<string, unknown>> {
  const kept = Object.entries(item).filter(([name]) => !TECHNICAL.test(name) && (shown.includes(name) || !SECRET.test(name)));
  return Object.fromEntries(kept.map(([name, value]) => [name, shownValue(value, shown)]));
}

function shownValue(value: unknown, shown: readonly string[]): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString("hex");
  if (value instanceof Set) return [...value].map((one) => shownValue(one, shown));
  if (Array.isArray(value)) return value.map((one) => shownValue(one, shown));
  return typeof value === "object" && value !== null ? shownFields({ ...value }, shown) : value;
}

/** Bodies of entries are JSON, deflated when they are long. */
const bodyOf = (value: unknown): unknown => JSON.parse(unpacked(z.union([z.string(), z.instanceof(Uint8Array)]).parse(value)));

/** What the system holds of each member: name, e-mail, since when. Needs both scopes. */
export async function* memberItems(db: Db, companyId: CompanyId): AsyncGenerator<TenantItem, void> {
  for await (const { sk } of queried(db, `COMPANY#${companyId}#MEMBERS`)) {
    const person = PersonId.safeParse(sk).data;
    const found = person && (await db.get({ Key: { pk: `SYSTEM#PERSON#${person}`, sk: "PERSON" }, ConsistentRead: true }));
    if (found) yield { partition: "PERSON", key: person, fields: shownFields(found) };
  }
}
