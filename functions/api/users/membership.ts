import type { Instant } from "#domain/dates";
import type { Role } from "#domain/people/role";
import { assertMayManage, assertOwnerRemains } from "#domain/people/roster";
import { Refusal } from "#domain/refusals";
import { allows, PERMISSIONS } from "#runtime/permissions";
import type { Outcome } from "#store/db";
import { formerMemberAction } from "#store/former-members";
import { type Member, members, type Roster } from "#store/members";
import { membershipChange } from "#store/membership-changes";
import { commit } from "#store/outbox";
import { type Doing, eventFacts, instantNow, overFreshRoster } from "./doing.ts";

type Change = { readonly member: Member; readonly next: Role | null; readonly at: Instant };

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
  const { actor, directory } = doing;
  const { companyId } = actor;
  const { next, at } = change;
  const db = directory(companyId);
  const roster = await members(db, companyId).roster();
  const member = stillAllowed(change, roster, doing);
  const { personId } = member;
  const permitted = next ? PERMISSIONS.filter((permission) => allows(next, permission)) : [];
  const mark = next ? [] : [formerMemberAction(companyId, personId, at)];
  const changed = await membershipChange(db, { companyId, roster, member, next, permitted, at, by: actor, beside: mark.length });
  const objects = [{ id: personId, version: member.version + (next ? 1 : 0) }, ...changed.objects];
  const event = { ...eventFacts(doing), type: next ? "user.role_changed" : "user.removed", objects } as const;
  return { outcome: await commit(db, companyId, [...changed.actions, ...mark], event), result: null };
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
