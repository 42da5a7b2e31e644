import { inflateRawSync } from "node:zlib";
import * as z from "zod";
import { type CompanyId, PersonId, SessionId } from "#domain/ids";
import type { Erasure } from "#domain/people/erasure";
import { Erasure as ErasureSchema } from "#domain/people/erasure";
import { Role } from "#domain/people/role";
import type { Action, Db, Item, Key } from "./db.ts";
import { TABLE } from "./entity.ts";

/**
 * Access patterns, all for an erasure alone: who belongs to a company · everything under a person · a person's sessions in a company ·
 * the record of an erasure. Needs the scope of the company and the system's. docs/table.md.
 */
const Member = z.object({ personId: PersonId, role: Role });
type Member = z.infer<typeof Member>;
const Named = z.object({ email: z.string(), name: z.string() });

/** Somebody asked to join, by e-mail: its items. */
type Invited = { readonly emailHash: string; readonly keys: readonly Key[] };

type Roster = { readonly version: number | null; readonly members: readonly Member[]; readonly invitations: readonly Invited[] };

const membersPartition = (companyId: CompanyId): string => `COMPANY#${companyId}#MEMBERS`;
const sessionsPartition = (companyId: CompanyId): string => `COMPANY#${companyId}#SESSIONS`;
const personPartition = (personId: PersonId): string => `SYSTEM#PERSON#${personId}`;
const erasureKey = (companyId: CompanyId, personId: PersonId) => ({ pk: `COMPANY#${companyId}#PRIVACY`, sk: `ERASURE#${personId}` });
const HEAD = "HEAD";
const MEMBERSHIP = "MEMBER#";

export const personTraces = (db: Db, companyId: CompanyId, personId: PersonId) => ({
  async record(): Promise<Erasure | null> {
    const found = await db.get({ Key: erasureKey(companyId, personId), ConsistentRead: true });
    return found ? ErasureSchema.parse(found) : null;
  },
  async roster(): Promise<Roster> {
    const items = await all(db, membersPartition(companyId));
    const version = items.find(({ sk }) => sk === HEAD)?.["version"];
    return {
      version: version === undefined ? null : z.int().parse(version),
      members: items.flatMap((item) => Member.safeParse(item).data ?? []),
      invitations: items.flatMap((item) => invitedBy(item) ?? []),
    };
  },
  /** Everything under the person: what each item is, and in which other companies the person is. */
  async underPerson(): Promise<{
    readonly email: string | null;
    readonly name: string | null;
    readonly keys: readonly Key[];
    readonly otherCompanies: number;
  }> {
    const items = await all(db, personPartition(personId));
    const others = items.filter(({ sk }) => String(sk).startsWith(MEMBERSHIP) && sk !== `${MEMBERSHIP}${companyId}`);
    const { email = null, name = null } = Named.safeParse(items.find(({ sk }) => sk === "PERSON")).data ?? {};
    return { email, name, keys: items.map(keyIn), otherCompanies: others.length };
  },
  /** Ends the person's sessions in this company, and what leads to them. Gives their number. */
  async endSessions(): Promise<number> {
    const own = (await all(db, sessionsPartition(companyId))).filter((item) => item["personId"] === personId);
    for (const item of own) {
      await db.delete({ Key: { ...keyIn(item) } });
      await db.delete({ Key: { pk: personPartition(personId), sk: `SESSION#${SessionId.parse(item["sk"])}` } });
    }
    return own.length;
  },
  /** Removes the stored answers that hold one of these texts: a request sent again is then answered anew. */
  async forgetAnswers(texts: readonly string[]): Promise<void> {
    const answers = await all(db, `COMPANY#${companyId}#IDEMPOTENCY`);
    const naming = answers.filter((item) => texts.some((text) => answerText(item).includes(text)));
    await this.remove(naming.map(keyIn));
  },
  async remove(keys: readonly Key[]): Promise<void> {
    for (const key of keys) await db.delete({ Key: { ...key } });
  },
});

async function all(db: Db, pk: string): Promise<readonly Item[]> {
  const found: Item[] = [];
  let start: Item | undefined;
  do {
    const { items, next } = await db.query({
      KeyConditionExpression: "#pk = :pk",
      ExpressionAttributeNames: { "#pk": "pk" },
      ExpressionAttributeValues: { ":pk": pk },
      ConsistentRead: true,
      ...(start && { ExclusiveStartKey: start }),
    });
    found.push(...items);
    start = next;
  } while (start);
  return found;
}

const keyIn = (item: Item): Key => ({ pk: String(item["pk"]), sk: String(item["sk"]) });

const StoredAnswer = z.object({ answer: z.object({ body: z.instanceof(Uint8Array).nullable(), deflated: z.boolean() }) });

function answerText(item: Item): string {
  const { body, deflated } = StoredAnswer.safeParse(item).data?.answer ?? { body: null, deflated: false };
  if (body === null) return "";
  return (deflated ? inflateRawSync(body) : Buffer.from(body)).toString("utf8");
}

const InvitationItem = z.object({ emailHash: z.string(), tokenHash: z.string(), mailTokenHash: z.string().nullish() });

function invitedBy(item: Item): Invited | null {
  const { data } = InvitationItem.safeParse(item);
  if (!data) return null;
  const leads = [data.tokenHash, data.mailTokenHash].flatMap((hash) => (hash ? [{ pk: `SYSTEM#INVITE#${hash}`, sk: "INVITE" }] : []));
  return { emailHash: data.emailHash, keys: [keyIn(item), ...leads] };
}

type Leaving = {
  readonly companyId: CompanyId;
  readonly member: Member;
  readonly roster: Pick<Roster, "version">;
  /** Who stays an owner, when an owner leaves. */
  readonly remaining: PersonId | null;
};

/** The person leaves, if roster and roles are still those that were read: two owners cannot erase each other at once. */
export function leavingActions({ companyId, member, roster, remaining }: Leaving): Action[] {
  const { personId, role } = member;
  const hasRole = (id: PersonId, value: Role) => ({
    ...{ TableName: TABLE, Key: { pk: membersPartition(companyId), sk: id }, ConditionExpression: "#role = :role" },
    ...{ ExpressionAttributeNames: { "#role": "role" }, ExpressionAttributeValues: { ":role": value } },
  });
  return [
    { Delete: hasRole(personId, role) },
    ...(remaining === null ? [] : [{ ConditionCheck: hasRole(remaining, "owner") }]),
    rosterAction(companyId, roster),
    deleteAction({ pk: personPartition(personId), sk: `${MEMBERSHIP}${companyId}` }),
  ];
}

/** The roster moves on from the version that was read. */
const rosterAction = (companyId: CompanyId, { version }: Pick<Roster, "version">): Action => ({
  Update: {
    TableName: TABLE,
    Key: { pk: membersPartition(companyId), sk: HEAD },
    UpdateExpression: "SET #version = :next",
    ConditionExpression: version === null ? "attribute_not_exists(pk)" : "#version = :read",
    ExpressionAttributeNames: { "#version": "version" },
    ExpressionAttributeValues: { ":next": (version ?? 0) + 1, ...(version !== null && { ":read": version }) },
  },
});

/** The person's own items, and what leads from the e-mail to them. */
export const forgettingActions = (personId: PersonId, emailHash: string | null): Action[] => [
  deleteAction({ pk: personPartition(personId), sk: "PERSON" }),
  ...(emailHash === null ? [] : [deleteAction({ pk: `SYSTEM#LOGIN#${emailHash}`, sk: "LOGIN" })]),
];

export const recordAction = (companyId: CompanyId, erasure: Erasure): Action => ({
  Put: {
    TableName: TABLE,
    Item: { ...erasureKey(companyId, erasure.personId), ...erasure },
    ConditionExpression: "attribute_not_exists(pk)",
  },
});

export const deleteAction = (key: Key): Action => ({ Delete: { TableName: TABLE, Key: { ...key } } });
