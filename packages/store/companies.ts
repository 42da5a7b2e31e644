import { Entity } from "electrodb";
import * as z from "zod";
import { type CompanyId, CompanyId as CompanyIdSchema, PersonId } from "#domain/ids";
import { FiscalYear } from "#domain/ledger/fiscal-year";
import { Company } from "#domain/people/company";
import { Refusal } from "#domain/refusals";
import type { Action, Db, Item } from "./db.ts";
import { companyKey, lazily, putAction, sortKey, TABLE } from "./entity.ts";

/** Access patterns: company by id · company and owner by slug · fiscal years in order. docs/table.md. */
const company = lazily(() => new Entity(companySchema, { table: TABLE }));
const slugs = lazily(() => new Entity(slugSchema, { table: TABLE }));
const year = lazily(() => new Entity(yearSchema, { table: TABLE }));

const text = { type: "string", required: true } as const;
const companySchema = {
  model: { entity: "company", version: "1", service: "numma" },
  attributes: {
    companyId: text,
    slug: text,
    name: text,
    siren: { type: "string" },
    closesOn: text,
    ownerId: text,
    version: { type: "number", required: true },
    legal: { type: "any" },
  },
  indexes: { byId: { pk: companyKey("COMPANY"), sk: sortKey([], "COMPANY") } },
} as const;
const slugSchema = {
  model: { entity: "slug", version: "1", service: "numma" },
  attributes: { slug: text, companyId: text, ownerId: text },
  indexes: {
    bySlug: { pk: { field: "pk", composite: ["slug"], template: "SYSTEM#SLUG#${slug}", casing: "none" }, sk: sortKey([], "SLUG") },
  },
} as const;
const yearSchema = {
  model: { entity: "fiscalYear", version: "1", service: "numma" },
  attributes: { companyId: text, id: text, startsOn: text, endsOn: text, status: text },
  indexes: { byStart: { pk: companyKey("YEARS"), sk: sortKey(["startsOn"], "${startsOn}") } },
} as const;

/** Fiscal years of a company at most. */
export const YEARS_MAX = 100;
const SlugTarget = z.object({ companyId: CompanyIdSchema, ownerId: PersonId });

export const companies = (db: Db, companyId: CompanyId) => ({
  async find(when: "lately" | "now" = "lately"): Promise<Company | null> {
    const found = await db.get(
      company()
        .get({ companyId })
        .params({ consistent: when === "now" }),
    );
    return found ? companyOf(found) : null;
  },
  /** `now` for whoever is about to change it. */
  async get(when: "lately" | "now" = "lately"): Promise<Company> {
    const found = await this.find(when);
    if (!found) throw new Refusal("company.not_found");
    return found;
  },
  /** Every fiscal year, oldest first. */
  async years(): Promise<readonly FiscalYear[]> {
    const { items } = await db.query({ ...year().query.byStart({ companyId }).params<Item>(), Limit: YEARS_MAX });
    return items.map((item) => FiscalYear.parse(item));
  },
});

const companyOf = (item: Item): Company => Company.parse({ ...item, id: item["companyId"], siren: item["siren"] ?? null });

/** Company and owner behind a slug, or null. Needs the system scope. */
export async function bySlug(db: Db, slug: string): Promise<z.infer<typeof SlugTarget> | null> {
  const found = await db.get(slugs().get({ slug }).params());
  return found ? SlugTarget.parse(found) : null;
}

/** A new company's own items, the slug's first. Whoever makes one uses `newCompanyActions`, which lists it too. */
export function companyActions(value: Company, years: readonly FiscalYear[]): Action[] {
  const { id: companyId, slug, ownerId, siren, ...rest } = value;
  return [
    putAction(slugs().create({ slug, companyId, ownerId }).params()),
    putAction(
      company()
        .create({ companyId, slug, ownerId, ...rest, ...(siren && { siren }) })
        .params(),
    ),
    ...years.map((one) => newYearAction(companyId, one)),
  ];
}

export const newYearAction = (companyId: CompanyId, one: FiscalYear): Action =>
  putAction(
    year()
      .create({ companyId, ...one })
      .params(),
  );

/** Marks a year closed, once. */
export const closedYearAction = (companyId: CompanyId, { id, startsOn }: FiscalYear): Action => ({
  Update: {
    TableName: TABLE,
    Key: { pk: `COMPANY#${companyId}#YEARS`, sk: startsOn },
    UpdateExpression: "SET #status = :closed",
    ConditionExpression: "id = :id and #status = :open",
    ExpressionAttributeNames: { "#status": "status" },
    ExpressionAttributeValues: { ":closed": "closed", ":open": "open", ":id": id },
  },
});

/** Another owner becomes the one the company's slug logs in, if the company is still as it was read. */
export const designatedOwnerActions = ({ id, slug, ownerId, version }: Company, next: PersonId): Action[] => [
  {
    Update: {
      TableName: TABLE,
      Key: { pk: `COMPANY#${id}#COMPANY`, sk: "COMPANY" },
      UpdateExpression: "SET ownerId = :next, #version = :version",
      ConditionExpression: "ownerId = :owner and #version = :read",
      ExpressionAttributeNames: { "#version": "version" },
      ExpressionAttributeValues: { ":next": next, ":owner": ownerId, ":read": version, ":version": version + 1 },
    },
  },
  {
    Update: {
      TableName: TABLE,
      Key: { pk: `SYSTEM#SLUG#${slug}`, sk: "SLUG" },
      UpdateExpression: "SET ownerId = :next",
      ConditionExpression: "ownerId = :owner",
      ExpressionAttributeValues: { ":next": next, ":owner": ownerId },
    },
  },
];
/** A company as it is now, in place of the one that was read. Its short name and its owner have their own ways to change. */
export const changeCompanyAction = (before: Company, after: Company): Action => ({
  Update: {
    TableName: TABLE,
    Key: { pk: `COMPANY#${before.id}#COMPANY`, sk: "COMPANY" },
    UpdateExpression: `SET #name = :name, closesOn = :closesOn, legal = :legal, #version = :next${after.siren ? ", siren = :siren" : " REMOVE siren"}`,
    ConditionExpression: "#version = :version",
    ExpressionAttributeNames: { "#name": "name", "#version": "version" },
    ExpressionAttributeValues: {
      ...{ ":name": after.name, ":closesOn": after.closesOn, ":legal": after.legal, ":version": before.version, ":next": after.version },
      ...(after.siren && { ":siren": after.siren }),
    },
  },
});
