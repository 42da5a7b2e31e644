import type * as z from "zod";
import { instantOf } from "#domain/dates";
import { assertMayManage } from "#domain/people/roster";
import { Refusal } from "#domain/refusals";
import { emailHash } from "#runtime/passwords";
import { companies } from "#store/companies";
import { hasRoleAction } from "#store/entitlement";
import { invitationActions, invitationEndActions, invitationToken, isLive, newInvitation } from "#store/invitations";
import { type Invitation, members, ROSTER_MAX, rosterAction } from "#store/members";
import { commit } from "#store/outbox";
import { people } from "#store/people";
import { type Doing, eventFacts, overFreshRoster } from "./doing.ts";
import { invitationMail } from "./invitation-mail.fr.ts";
import type { NewInvitation, NewInvitationView } from "./shapes.ts";
import { invitationView } from "./view.ts";

type Inviting = Doing & { readonly randomness: (bytes: number) => Uint8Array; readonly origin: string };

/**
 * Asks somebody to join. Nobody becomes a member without saying yes, and whether the address has an account changes nothing here. Inviting the
 * same address again replaces the invitation: its old token opens nothing any more.
 */
export async function invite(body: z.output<typeof NewInvitation>, doing: Inviting): Promise<z.input<typeof NewInvitationView>> {
  const { actor, directory, now, newId, randomness, origin } = doing;
  const { companyId, personId } = actor;
  assertMayManage(actor.role, body.role);
  const db = directory(companyId);
  const email = body.email.trim().toLowerCase();
  const token = invitationToken(randomness);
  const facts = { id: newId("invitation"), email, emailHash: emailHash(email), role: body.role, invitedBy: personId };
  const invitation = newInvitation({ ...facts, token, createdAt: instantOf(now()) });
  const [company, inviter, asked] = await Promise.all([
    companies(db, companyId).get(),
    people(db).byId(personId),
    people(db).idByEmailHash(invitation.emailHash),
  ]);
  const acceptUrl = `${origin}/users/invitations/accept`;
  const mail = invitationMail({ company: company.name, inviter: inviter?.name ?? company.name, role: body.role, acceptUrl, token });
  await overFreshRoster(async () => ({ outcome: await written(invitation, asked, doing), result: null }));
  // The mail port takes `mail` from here, to `invitation.email`, once the invitation is written. Until a mail leaves by itself the inviter sends it.
  return { ...invitationView(invitation), token, acceptUrl, mail };
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
