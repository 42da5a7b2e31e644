import type { Instant } from "#domain/dates";
import type { Company } from "#domain/people/company";
import { mayGrant, type Role } from "#domain/people/role";
import { assertMayManage, assertOwnerRemains, successorOf } from "#domain/people/roster";
import { Refusal } from "#domain/refusals";
import { allows, PERMISSIONS } from "#runtime/permissions";
import { type ApiKey, apiKeys, revokeAction } from "#store/api-keys";
import { companies, designatedOwnerActions } from "#store/companies";
import { type Action, type Outcome, TRANSACTION_ACTIONS_MAX } from "#store/db";
import { hasRoleAction } from "#store/entitlement";
import { takeBackAction } from "#store/invitations";
import { type Invitation, type Member, members, type Roster, removalAction, roleAction, rosterAction } from "#store/members";
import { commit } from "#store/outbox";
import { leavingAction, membershipRoleAction } from "#store/people";
import { endSessionAction, type Session, sessionRoleAction, sessions } from "#store/sessions";
import { type Doing, eventFacts, instantNow, overFreshRoster } from "./doing.ts";

/** Invitations that end with their inviter's right to invite, in one transaction; the rest cannot be accepted either (`accept.ts`). */
const INVITATIONS_ENDED_MAX = 10;
/** Actions of a change beside what the member holds: roster, member, membership, whoever decides, a successor (two), the event, a stored answer. */
const OWN_ACTIONS_MAX = 8;
/** Sessions that change in that transaction: with fifty keys, and what is its own, they fit. */
const SESSIONS_AT_ONCE_MAX = 40;

type Change = { readonly member: Member; readonly next: Role | null; readonly at: Instant };

/** Everything a change of a member's role has to look at, as it is now. */
type Held = {
  readonly roster: Roster;
  readonly company: Company;
  readonly sessions: readonly Session[];
  /** What was made on the strength of the old role and the new one does not carry. */
  readonly lostKeys: readonly ApiKey[];
  readonly lostInvitations: readonly Invitation[];
};

/**
 * Gives a member another role, in every live session of theirs at once: membership, sessions, and what the new role does not carry any more
 * (keys, invitations) move in one transaction. Refuses when the member changed since it was read.
 */
export async function changeRole(member: Member, role: Role, doing: Doing): Promise<Member> {
  if (member.role === role) return member;
  await overFreshRoster(() => attempt({ member, next: role, at: instantNow(doing) }, doing));
  return { ...member, role, version: member.version + 1 };
}

/** Ends a membership, with its sessions and keys, at once. The person stays, with their other companies. */
export const removeMember = (member: Member, doing: Doing): Promise<null> =>
  overFreshRoster(() => attempt({ member, next: null, at: instantNow(doing) }, doing));

async function attempt(change: Change, doing: Doing): Promise<{ readonly outcome: Outcome; readonly result: null }> {
  const { actor } = doing;
  const all = await heldBy(change, doing);
  const member = stillAllowed(change, all.roster, doing);
  const held = { ...all, sessions: await few(all.sessions, doing) };
  const { next } = change;
  const objects = [
    { id: member.personId, version: member.version + (next ? 1 : 0) },
    ...held.lostKeys.map(({ id, version }) => ({ id, version: version + 1 })),
    ...held.lostInvitations.map(({ id }) => ({ id })),
  ];
  const event = { ...eventFacts(doing), type: next ? "user.role_changed" : "user.removed", objects } as const;
  const outcome = await commit(doing.directory(actor.companyId), actor.companyId, actionsOf({ ...change, member }, held, doing), event);
  return { outcome, result: null };
}

/** No more sessions than one transaction has room for, the newest: ending the others a moment early harms nobody. */
async function few(open: readonly Session[], { actor: { companyId }, directory }: Doing): Promise<readonly Session[]> {
  const newestFirst = [...open].sort((left, right) => (left.id < right.id ? 1 : -1));
  const surplus = newestFirst.slice(SESSIONS_AT_ONCE_MAX);
  for (let at = 0; at < surplus.length; at += TRANSACTION_ACTIONS_MAX)
    await directory(companyId).transact(surplus.slice(at, at + TRANSACTION_ACTIONS_MAX).map(endSessionAction));
  return newestFirst.slice(0, SESSIONS_AT_ONCE_MAX);
}

/** The member as the fresh roster has it, when the change may still be made by whoever asked for it. */
function stillAllowed({ member, next }: Change, { members: all }: Roster, { actor }: Doing): Member {
  const current = all.find(({ personId }) => personId === member.personId);
  if (!current) throw new Refusal("user.not_found");
  if (current.version !== member.version) throw new Refusal("conflict.changed_meanwhile");
  if (all.find(({ personId }) => personId === actor.personId)?.role !== actor.role) throw new Refusal("auth.forbidden");
  const isLeaving = next === null && actor.personId === member.personId;
  if (!isLeaving) assertMayManage(actor.role, current.role, ...(next ? [next] : []));
  assertOwnerRemains(all, member.personId, next);
  return current;
}

async function heldBy({ member: { personId }, next, at }: Change, { actor: { companyId }, directory }: Doing): Promise<Held> {
  const db = directory(companyId);
  const [roster, open, keys, company] = await Promise.all([
    members(db, companyId).roster(),
    sessions(db, companyId).ofPerson(personId),
    apiKeys(db, companyId).live(at),
    companies(db, companyId).get("now"),
  ]);
  const room = TRANSACTION_ACTIONS_MAX - OWN_ACTIONS_MAX - SESSIONS_AT_ONCE_MAX - keys.length;
  const permitted: readonly string[] = next ? PERMISSIONS.filter((permission) => allows(next, permission)) : [];
  return {
    ...{ roster, company, sessions: open },
    lostKeys: keys.filter(({ createdBy, scopes }) => createdBy === personId && !(next && scopes.every((one) => permitted.includes(one)))),
    lostInvitations: roster.invitations
      .filter(({ invitedBy, role }) => invitedBy === personId && !(next && mayGrant(next, role)))
      .slice(0, Math.min(INVITATIONS_ENDED_MAX, Math.max(0, room))),
  };
}

function actionsOf({ member, next, at }: Change, held: Held, { actor }: Doing): Action[] {
  const { companyId } = actor;
  const { personId } = member;
  const successor = next !== "owner" && held.company.ownerId === personId ? successorOf(held.roster.members, personId) : null;
  return [
    rosterAction(companyId, held.roster),
    next ? roleAction(companyId, member, next) : removalAction(companyId, member),
    next ? membershipRoleAction(personId, companyId, next) : leavingAction(personId, companyId),
    ...(actor.personId === personId ? [] : [hasRoleAction(companyId, actor.personId, actor.role)]),
    ...held.sessions.map((session) => (next ? sessionRoleAction(session, next) : endSessionAction(session))),
    ...held.lostKeys.map((key) => revokeAction(companyId, key, at)),
    ...held.lostInvitations.map((invitation) => takeBackAction(companyId, invitation)),
    ...(successor ? designatedOwnerActions(held.company, successor) : []),
  ];
}
