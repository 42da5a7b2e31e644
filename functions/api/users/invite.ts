import type * as z from "zod";
import { instantOf } from "#domain/dates";
import { assertMayManage } from "#domain/people/roster";
import { Refusal } from "#domain/refusals";
import type { MessageOn } from "#runtime/messages";
import { emailHash } from "#runtime/passwords";
import type { Sender } from "#runtime/services";
import { hasRoleAction } from "#store/entitlement";
import { invitationAction, invitationEndActions, isLive, newInvitation } from "#store/invitations";
import { type Invitation, members, ROSTER_MAX, rosterAction } from "#store/members";
import { commit } from "#store/outbox";
import { people } from "#store/people";
import { type Doing, eventFacts, overFreshRoster } from "./doing.ts";
import type { NewInvitation, UserView } from "./shapes.ts";
import { invitationView } from "./view.ts";

type Inviting = Doing & { readonly mailQueue: Sender<MessageOn<"mail">> };

/**
 * Asks somebody to join. Nobody becomes a member without saying yes, and whether the address has an account changes nothing here. Inviting the
 * same address again replaces the invitation: its old token opens nothing any more. A worker makes the token and mails it: only the mail holds it, so
 * that taking the invitation up proves the address. A queue that does not answer costs the mail alone: `mailedAt` stays null, and it can be sent again.
 */
export async function invite(body: z.output<typeof NewInvitation>, doing: Inviting): Promise<UserView> {
  const { actor, directory, now, newId, mailQueue } = doing;
  const { companyId, personId } = actor;
  assertMayManage(actor.role, body.role);
  const email = body.email.trim().toLowerCase();
  const mailId = newId("mail");
  const facts = { id: newId("invitation"), mailId, email, emailHash: emailHash(email), role: body.role, invitedBy: personId };
  const invitation = newInvitation({ ...facts, createdAt: instantOf(now()) });
  const asked = await people(directory(companyId)).idByEmailHash(invitation.emailHash);
  await overFreshRoster(async () => ({ outcome: await written(invitation, asked, doing), result: null }));
  await mailQueue.send([{ purpose: "invitation", mailId, companyId, invitationId: invitation.id }]).catch(() => undefined);
  return invitationView(invitation);
}

async function written(invitation: Invitation, asked: string | null, doing: Doing) {
  const { actor, directory } = doing;
  const { companyId, personId } = actor;
  const db = directory(companyId);
  const roster = await members(db, companyId).roster();
  if (roster.members.some((member) => member.personId === asked)) throw new Refusal("user.already_member");
  if (roster.members.find((member) => member.personId === personId)?.role !== actor.role) throw new Refusal("auth.forbidden");
  const replaced = roster.invitations.filter(({ emailHash }) => emailHash === invitation.emailHash);
  const live = roster.invitations.filter((one) => isLive(one, invitation.createdAt));
  if (roster.members.length + live.length - replaced.length >= ROSTER_MAX) throw new Refusal("user.limit_reached");
  const actions = [
    rosterAction(companyId, roster),
    hasRoleAction(companyId, personId, actor.role),
    invitationAction(companyId, invitation),
    ...replaced.flatMap((one) => invitationEndActions(companyId, one)),
  ];
  const objects = [invitation, ...replaced].map(({ id, version }) => ({ id, version }));
  return commit(db, companyId, actions, { ...eventFacts(doing), type: "user.invited", objects });
}
