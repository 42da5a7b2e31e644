import type { Instant } from "#domain/dates";
import type { CompanyId, PersonId } from "#domain/ids";
import { mayGrant, type Role } from "#domain/people/role";
import { successorOf } from "#domain/people/roster";
import { apiKeys, revokeAction } from "./api-keys.ts";
import { companies, designatedOwnerActions } from "./companies.ts";
import { type Action, type Db, TRANSACTION_ACTIONS_MAX } from "./db.ts";
import { hasRoleAction } from "./entitlement.ts";
import { takeBackAction } from "./invitations.ts";
import { type Member, type Roster, removalAction, roleAction, rosterAction } from "./members.ts";
import type { EventObject } from "./outbox.ts";
import { leavingAction, membershipRoleAction } from "./people.ts";
import { endSessionAction, type Session, sessionRoleAction, sessions } from "./sessions.ts";

/** Invitations that end with their inviter's right to invite, in one transaction; the rest cannot be accepted either. */
const INVITATIONS_ENDED_MAX = 10;
/** Actions of a change beside what the member holds: roster, member, membership, whoever decides, a successor (two), the event, a stored answer. */
const OWN_ACTIONS_MAX = 8;
/** Sessions that change in that transaction: with fifty keys, and what is its own, they fit. */
const SESSIONS_AT_ONCE_MAX = 40;

/** What becomes of a member, decided over a roster that was read before. */
export type MembershipChange = {
  readonly companyId: CompanyId;
  readonly roster: Roster;
  readonly member: Member;
  /** Null: the member goes. */
  readonly next: Role | null;
  /** Permissions that role carries. */
  readonly permitted: readonly string[];
  readonly at: Instant;
  /** Whoever decides, and must still have this role when it is written; null: no member does. */
  readonly by: { readonly personId: PersonId; readonly role: Role } | null;
  /** Actions the caller's transaction has beside these. */
  readonly beside: number;
};

/**
 * The actions of a change of role or a removal, with everything that was handed out on the strength of the old role and the next does not
 * carry: sessions, keys, invitations, being the company's designated owner. Sessions and keys are read after the roster: what was handed out
 * in between changes the member, and fails the transaction. Needs both scopes.
 */
export async function membershipChange(
  db: Db,
  change: MembershipChange,
): Promise<{
  readonly actions: readonly Action[];
  readonly objects: readonly EventObject[];
  readonly keys: number;
  readonly invitations: number;
}> {
  const { companyId, member, next, at, by } = change;
  const { personId } = member;
  const { sessions: own, keys, invitations, company } = await lostBy(db, change);
  const successor = next !== "owner" && company.ownerId === personId ? successorOf(change.roster.members, personId) : null;
  const actions = [
    rosterAction(companyId, change.roster),
    next ? roleAction(companyId, member, next) : removalAction(companyId, member),
    next ? membershipRoleAction(personId, companyId, next) : leavingAction(personId, companyId),
    ...(by === null || by.personId === personId ? [] : [hasRoleAction(companyId, by.personId, by.role)]),
    ...own.map((session) => (next ? sessionRoleAction(session, next) : endSessionAction(session))),
    ...keys.map((key) => revokeAction(companyId, key, at)),
    ...invitations.map((invitation) => takeBackAction(companyId, invitation)),
    ...(successor ? designatedOwnerActions(company, successor) : []),
  ];
  const objects = [...keys.map(({ id, version }) => ({ id, version: version + 1 })), ...invitations.map(({ id }) => ({ id }))];
  return { actions, objects, keys: keys.length, invitations: invitations.length };
}

async function lostBy(db: Db, { companyId, roster, member: { personId }, next, permitted, at, beside }: MembershipChange) {
  const [open, live, company] = await Promise.all([
    sessions(db, companyId).ofPerson(personId),
    apiKeys(db, companyId).live(at),
    companies(db, companyId).get("now"),
  ]);
  const own = await few(db, open);
  const keys = live.filter(({ createdBy, scopes }) => createdBy === personId && !(next && scopes.every((one) => permitted.includes(one))));
  const room = TRANSACTION_ACTIONS_MAX - OWN_ACTIONS_MAX - beside - own.length - keys.length;
  const invitations = roster.invitations.filter(({ invitedBy, role }) => invitedBy === personId && !(next && mayGrant(next, role)));
  return { sessions: own, keys, company, invitations: invitations.slice(0, Math.min(INVITATIONS_ENDED_MAX, Math.max(0, room))) };
}

/** No more sessions than one transaction has room for, the newest: ending the others a moment early harms nobody. */
async function few(db: Db, open: readonly Session[]): Promise<readonly Session[]> {
  const newestFirst = [...open].sort((left, right) => (left.id < right.id ? 1 : -1));
  const surplus = newestFirst.slice(SESSIONS_AT_ONCE_MAX);
  for (let at = 0; at < surplus.length; at += TRANSACTION_ACTIONS_MAX)
    await db.transact(surplus.slice(at, at + TRANSACTION_ACTIONS_MAX).map(endSessionAction));
  return newestFirst.slice(0, SESSIONS_AT_ONCE_MAX);
}
