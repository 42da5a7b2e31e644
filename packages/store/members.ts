import * as z from "zod";
import { Instant } from "#domain/dates";
import { type CompanyId, InvitationId, MailId, PersonId } from "#domain/ids";
import { Role } from "#domain/people/role";
import type { Action, Db, Item } from "./db.ts";
import { TABLE } from "./entity.ts";

/**
 * Access patterns: members and invitations of a company in one order · one of them · the whole roster. One partition holds them and a head
 * whose version every change of who belongs is conditioned on, so that what was decided over the roster is still true when it is written.
 * docs/table.md.
 */
export const Member = z.object({
  personId: PersonId,
  role: Role,
  joinedAt: Instant,
  version: z.int().default(1),
  /** How often something was handed out on the strength of this role: a session, a key. A change of role must have seen all of it. */
  grants: z.int().default(0),
});
export type Member = z.infer<typeof Member>;

export const Invitation = z.object({
  id: InvitationId,
  email: z.string(),
  emailHash: z.string(),
  role: Role,
  invitedBy: PersonId,
  createdAt: Instant,
  expiresAt: Instant,
  /** Times a password was hashed to take this invitation up. */
  attempts: z.int(),
  /** The one mail that may be sent for it now, and when it left. */
  mailId: MailId.nullable().default(null),
  mailedAt: Instant.nullable().default(null),
  /** SHA-256 of the token the last mail carried, hex, and which mail that was. Null until a worker makes one: nobody is shown it but by mail. */
  mailTokenHash: z.string().nullable().default(null),
  mailTokenOf: MailId.nullable().default(null),
  version: z.int(),
});
export type Invitation = z.infer<typeof Invitation>;

/** Everybody who belongs to a company, or is asked to. `head` is null until the first change. */
export type Roster = {
  readonly head: number | null;
  readonly members: readonly Member[];
  readonly invitations: readonly Invitation[];
};

/** Members and live invitations of a company at most. */
export const ROSTER_MAX = 500;
const PAGES_MAX = 20;
const HEAD = "HEAD";
/** Sort keys of members and invitations start with a small letter, the head's does not. */
const FIRST = "a";
const Head = z.object({ version: z.int() });

const partition = (companyId: CompanyId): string => `COMPANY#${companyId}#MEMBERS`;
const memberKey = (companyId: CompanyId, id: PersonId | InvitationId) => ({ pk: partition(companyId), sk: id });

export const members = (db: Db, companyId: CompanyId) => ({
  async find(personId: PersonId): Promise<Member | null> {
    const found = await db.get({ Key: memberKey(companyId, personId), ConsistentRead: true });
    return found ? Member.parse(found) : null;
  },
  async invitation(id: InvitationId): Promise<Invitation | null> {
    const found = await db.get({ Key: memberKey(companyId, id), ConsistentRead: true });
    return found ? Invitation.parse(found) : null;
  },
  /** Invitations, then members, each in the order of their ids. */
  async page(limit: number, after: string | null): Promise<Omit<Roster, "head"> & { readonly next: string | null }> {
    const { items, next } = await db.query({ ...following(companyId, after ?? FIRST), Limit: limit });
    return { ...sorted(items), next: next ? String(next["sk"]) : null };
  },
  async roster(): Promise<Roster> {
    const items: Item[] = [];
    let after = "";
    for (let page = 0; page < PAGES_MAX; page += 1) {
      const read = await db.query(following(companyId, after || " "));
      items.push(...read.items);
      if (!read.next) return { head: headOf(items), ...sorted(items) };
      after = String(read.next["sk"]);
    }
    throw new Error("a roster has more pages than it may have members");
  },
});

const following = (companyId: CompanyId, after: string) => ({
  KeyConditionExpression: "#pk = :pk and sk > :after",
  ExpressionAttributeNames: { "#pk": "pk" },
  ExpressionAttributeValues: { ":pk": partition(companyId), ":after": after },
  ConsistentRead: true,
});

function headOf(items: readonly Item[]): number | null {
  const head = items.find(({ sk }) => sk === HEAD);
  return head ? Head.parse(head).version : null;
}

function sorted(items: readonly Item[]): Omit<Roster, "head"> {
  const starting = (prefix: string) => items.filter(({ sk }) => String(sk).startsWith(prefix));
  return {
    members: starting("per_").map((item) => Member.parse(item)),
    invitations: starting("ivt_").map((item) => Invitation.parse(item)),
  };
}

/** The roster moves on from the head that was read: whoever decided over the same roster meanwhile must decide again. */
export const rosterAction = (companyId: CompanyId, { head }: Pick<Roster, "head">): Action => ({
  Update: {
    TableName: TABLE,
    Key: { pk: partition(companyId), sk: HEAD },
    UpdateExpression: "SET #version = :next",
    ConditionExpression: head === null ? "attribute_not_exists(pk)" : "#version = :read",
    ExpressionAttributeNames: { "#version": "version" },
    ExpressionAttributeValues: { ":next": (head ?? 0) + 1, ...(head !== null && { ":read": head }) },
  },
});

export const roleAction = (companyId: CompanyId, member: Member, role: Role): Action => {
  const { condition, names, values } = asRead(member);
  return {
    Update: {
      TableName: TABLE,
      Key: memberKey(companyId, member.personId),
      UpdateExpression: "SET #role = :role, #version = :next",
      ConditionExpression: condition,
      ExpressionAttributeNames: { ...names, "#role": "role" },
      ExpressionAttributeValues: { ...values, ":role": role, ":next": member.version + 1 },
    },
  };
};

export const removalAction = (companyId: CompanyId, member: Member): Action => {
  const { condition, names, values } = asRead(member);
  return {
    Delete: {
      TableName: TABLE,
      Key: memberKey(companyId, member.personId),
      ConditionExpression: condition,
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: values,
    },
  };
};

/** A member exactly as read. Those who joined before members had versions count as the first, with nothing handed out. */
function asRead({ version, grants }: Member) {
  const or = (name: string, first: boolean) => (first ? `(attribute_not_exists(#${name}) or #${name} = :${name})` : `#${name} = :${name}`);
  return {
    condition: `attribute_exists(pk) and ${or("version", version === 1)} and ${or("grants", grants === 0)}`,
    names: { "#version": "version", "#grants": "grants" },
    values: { ":version": version, ":grants": grants },
  };
}
