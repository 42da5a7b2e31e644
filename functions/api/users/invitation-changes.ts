import type { InvitationId } from "#domain/ids";
import type { Role } from "#domain/people/role";
import { assertMayManage } from "#domain/people/roster";
import { Refusal } from "#domain/refusals";
import type { MessageOn } from "#runtime/messages";
import type { Sender } from "#runtime/services";
import type { Action } from "#store/db";
import { hasRoleAction } from "#store/entitlement";
import { invitationEndActions, invitationMailAction, invitationRoleAction, isLive, mailsOfAddress } from "#store/invitations";
import { type Invitation, members } from "#store/members";
import { commit } from "#store/outbox";
import { throttles } from "#store/throttles";
import { type Doing, eventFacts, instantNow } from "./doing.ts";

/** Refuses when the caller said which version they mean, and it is not this one. */
type AssertMatch = (now: { readonly version: number }) => void;

/** Changes the role an invitation asks for. Whoever changes it may give the old one and the new one. */
export async function changeInvitation(id: InvitationId, role: Role, assertMatch: AssertMatch, doing: Doing): Promise<Invitation> {
  const invitation = await openInvitation(id, doing);
  assertMatch(invitation);
  assertMayManage(doing.actor.role, invitation.role, role);
  if (invitation.role === role) return invitation;
  await written(invitation, [invitationRoleAction(doing.actor.companyId, invitation, role)], "user.invitation_changed", doing);
  return { ...invitation, role, version: invitation.version + 1 };
}

/** Takes an invitation back: its token opens nothing any more. */
export async function takeBack(id: InvitationId, assertMatch: AssertMatch, doing: Doing): Promise<null> {
  const invitation = await openInvitation(id, doing);
  assertMatch(invitation);
  assertMayManage(doing.actor.role, invitation.role);
  await written(invitation, invitationEndActions(doing.actor.companyId, invitation), "user.invitation_revoked", doing);
  return null;
}

/** Mails an invitation again: that mail's token takes the place of the last mail's. A few mails an hour to an address. */
export async function mailAgain(id: InvitationId, doing: Doing & { readonly mailQueue: Sender<MessageOn<"mail">> }): Promise<Invitation> {
  const invitation = await openInvitation(id, doing);
  const { actor, directory, newId, mailQueue } = doing;
  assertMayManage(actor.role, invitation.role);
  const { name, quota } = mailsOfAddress(actor.companyId, invitation.emailHash);
  await throttles(directory()).check(name, quota, instantNow(doing));
  const mailId = newId("mail");
  await written(invitation, [invitationMailAction(actor.companyId, invitation, mailId)], "user.invitation_mailed_again", doing);
  await mailQueue.send([{ purpose: "invitation", mailId, companyId: actor.companyId, invitationId: id }]);
  return { ...invitation, mailId, mailedAt: null, version: invitation.version + 1 };
}

async function openInvitation(id: InvitationId, { actor: { companyId }, directory, now }: Doing): Promise<Invitation> {
  const invitation = await members(directory(companyId), companyId).invitation(id);
  if (!invitation || !isLive(invitation, instantNow({ now }))) throw new Refusal("user.not_found");
  return invitation;
}

async function written({ id, version }: Invitation, actions: readonly Action[], type: `user.${string}`, doing: Doing): Promise<void> {
  const { actor, directory } = doing;
  const { companyId, personId, role } = actor;
  const guarded = [...actions, hasRoleAction(companyId, personId, role)];
  const event = { ...eventFacts(doing), type, objects: [{ id, version: version + 1 }] };
  const { done } = await commit(directory(companyId), companyId, guarded, event);
  if (!done) throw new Refusal("conflict.changed_meanwhile");
}
