import type * as z from "zod";
import { instantOf } from "#domain/dates";
import { assertMayManage } from "#domain/people/roster";
import { Refusal } from "#domain/refusals";
import type { MessageOn } from "#runtime/messages";
import { emailHash } from "#runtime/passwords";
import type { Sender } from "#runtime/services";
import { hasRoleAction } from "#store/entitlement";
import { invitationActions, invitationEndActions, invitationToken, isLive, newInvitation } from "#store/invitations";
import { type Invitation, members, ROSTER_MAX, rosterAction } from "#store/members";
import { commit } from "#store/outbox";
import { people } from "#store/people";
import { type Doing, eventFacts, overFreshRoster } from "./doing.ts";
import type { NewInvitation, NewInvitationView } from "./shapes.ts";
import { invitationView } from "./view.ts";

type Inviting = Doing & {
  readonly randomness: (bytes: number) => Uint8Array;
  readonly origin: string;
  readonly mailQueue: Sender<MessageOn<"mail">>;
};

/**
 * Asks somebody to join. Nobody becomes a member without saying yes, and whether the address has an account changes nothing here. Inviting the
 * same address again replaces the invitation: its old tokens open nothing any more. A worker mails a token of its own; a queue that does not
 * answer costs the mail, never this answer, whose token nobody can be told again: `mailedAt` stays null, and the mail can be sent again.
 */
export async function invite(body: z.output<typeof NewInvitation>, doing: Inviting): Promise<z.input<typeof NewInvitationView>> {
  const { actor, directory, now, newId, randomness, origin, mailQueue } = doing;
  const { companyId, personId } = actor;
  assertMayManage(actor.role, body.role);
  const email = body.email.trim().toLowerCase();
  const token = invitationToken(randomness);
  const mailId = newId("mail");
  const facts = { id: newId("invitation"), mailId, email, emailHash: emailHash(email), role: body.role, invitedBy: personId };
  const invitation = newInvitation({ ...facts, token, createdAt: instantOf(now()) });
  const asked = await people(directory(companyId)).idByEmailHash(invitation.emailHash);
  await overFreshRoster(async () => ({ outcome: await written(invitation, asked, doing), result: null }));
  await mailQueue.send([{ purpose: "invitation", mailId, companyId, invitationId: invitation.id }]).catch(() => undefined);
  return { ...invitationView(invitation), token, acceptUrl: `${origin}/users/invitations/accept` };
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
    ...invitationActions(companyId, invitation),
    ...replaced.flatMap((one) => invitationEndActions(companyId, one)),
  ];
  const objects = [invitation, ...replaced].map(({ id, version }) => ({ id, version }));
  return commit(db, companyId, actions, { ...eventFacts(doing), type: "user.invited", objects });
}
