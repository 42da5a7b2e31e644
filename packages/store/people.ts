import { Entity } from "electrodb";
import * as z from "zod";
import type { Instant } from "#domain/dates";
import { CompanyId, PersonId } from "#domain/ids";
import { Role } from "#domain/people/role";
import type { Action, Db, Item } from "./db.ts";
import { companyKey, lazily, putAction, sortKey, TABLE } from "./entity.ts";

/** Access patterns: person by id · person id by hash of e-mail · companies of a person · member of a company. docs/table.md. */
const person = lazily(() => new Entity(personSchema, { table: TABLE }));
const login = lazily(() => new Entity(loginSchema, { table: TABLE }));
const membership = lazily(() => new Entity(membershipSchema, { table: TABLE }));
const member = lazily(() => new Entity(memberSchema, { table: TABLE }));

const model = (entity: string) => ({ entity, version: "1", service: "numma" });
const text = { type: "string", required: true } as const;
const systemKey = <const Field extends string, const Name extends string>(field: Field, name: Name) =>
  ({ field: "pk", composite: [field], template: `SYSTEM#${name}#\${${field}}`, casing: "none" }) as const;

const personSchema = {
  model: model("person"),
  attributes: { personId: text, email: text, name: text, passwordHash: text, createdAt: text },
  indexes: { byId: { pk: systemKey("personId", "PERSON"), sk: sortKey([], "PERSON") } },
} as const;
const loginSchema = {
  model: model("login"),
  attributes: { emailHash: text, personId: text },
  indexes: { byEmail: { pk: systemKey("emailHash", "LOGIN"), sk: sortKey([], "LOGIN") } },
} as const;
const membershipSchema = {
  model: model("membership"),
  attributes: { personId: text, companyId: text, role: text },
  indexes: { byPerson: { pk: systemKey("personId", "PERSON"), sk: sortKey(["companyId"], "MEMBER#${companyId}") } },
} as const;
const memberSchema = {
  model: model("member"),
  attributes: { companyId: text, personId: text, role: text, joinedAt: text },
  indexes: { byCompany: { pk: companyKey("MEMBERS"), sk: sortKey(["personId"], "${personId}") } },
} as const;

export const Person = z.object({ personId: PersonId, email: z.string(), name: z.string(), passwordHash: z.string() });
export type Person = z.infer<typeof Person>;
const Membership = z.object({ companyId: CompanyId, role: Role });
export type Membership = z.infer<typeof Membership>;

const MEMBERSHIPS_MAX = 100;

/** People are global: one e-mail and password, any number of companies. Needs the system scope. */
export const people = (db: Db) => ({
  async byId(personId: PersonId): Promise<Person | null> {
    return parsed(await db.get(person().get({ personId }).params()));
  },
  /** Those of some people who are there, in any order. */
  async byIds(personIds: readonly PersonId[]): Promise<readonly Person[]> {
    const keys = personIds.map((personId) => ({ pk: `SYSTEM#PERSON#${personId}`, sk: "PERSON" }));
    return (await db.batchGet(keys)).map((item) => Person.parse(item));
  },
  /** The person behind an e-mail, by id alone. */
  async idByEmailHash(emailHash: string): Promise<PersonId | null> {
    const found = await db.get({ Key: { pk: `SYSTEM#LOGIN#${emailHash}`, sk: "LOGIN" }, ConsistentRead: true });
    return found ? PersonId.parse(found["personId"]) : null;
  },
  async memberships(personId: PersonId): Promise<readonly Membership[]> {
    const { items } = await db.query({ ...membership().query.byPerson({ personId }).params<Item>(), Limit: MEMBERSHIPS_MAX });
    return items.filter((item) => String(item["sk"]).startsWith("MEMBER#")).map((item) => Membership.parse(item));
  },
});

const parsed = (item: Item | undefined): Person | null => (item ? Person.parse(item) : null);

/** The items of a new person who owns a new company. The e-mail's action comes first, so its failure can be told apart. */
export function newPersonActions(
  input: Person & { readonly emailHash: string; readonly companyId: CompanyId; readonly createdAt: Instant },
): Action[] {
  const { personId, companyId, createdAt } = input;
  return [...personActions(input), ...joiningActions({ personId, companyId, role: "owner", joinedAt: createdAt })];
}

/** The items of a new person, of no company yet. The e-mail's action comes first, so its failure can be told apart. */
export function personActions(input: Person & { readonly emailHash: string; readonly createdAt: Instant }): Action[] {
  const { personId, emailHash, createdAt, email, name, passwordHash } = input;
  return [
    putAction(login().create({ emailHash, personId }).params()),
    putAction(person().create({ personId, email, name, passwordHash, createdAt }).params()),
  ];
}

type Joining = { readonly personId: PersonId; readonly companyId: CompanyId; readonly role: Role; readonly joinedAt: Instant };

/** A person joins a company: seen from the person, and from the company. */
export const joiningActions = ({ personId, companyId, role, joinedAt }: Joining): Action[] => [
  putAction(membership().create({ personId, companyId, role }).params()),
  putAction(member().create({ companyId, personId, role, joinedAt }).params()),
];

const membershipKey = (personId: PersonId, companyId: CompanyId) => ({ pk: `SYSTEM#PERSON#${personId}`, sk: `MEMBER#${companyId}` });

/** The person's side of a change of role. */
export const membershipRoleAction = (personId: PersonId, companyId: CompanyId, role: Role): Action => ({
  Update: {
    TableName: TABLE,
    Key: membershipKey(personId, companyId),
    UpdateExpression: "SET #role = :role",
    ConditionExpression: "attribute_exists(pk)",
    ExpressionAttributeNames: { "#role": "role" },
    ExpressionAttributeValues: { ":role": role },
  },
});

/** The person's side of leaving a company. */
export const leavingAction = (personId: PersonId, companyId: CompanyId): Action => ({
  Delete: { TableName: TABLE, Key: membershipKey(personId, companyId) },
});
