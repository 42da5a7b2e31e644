import { instantOf } from "#domain/dates";
import { mayGrant } from "#domain/people/role";
import type { Quota } from "#domain/people/throttle";
import type { MessageOn } from "#runtime/messages";
import type { Services } from "#runtime/services";
import { companies } from "#store/companies";
import { invitationMailed, invitationToken, isLive, mailsOfAddress, mailTokenActions } from "#store/invitations";
import { type Invitation, members } from "#store/members";
import { people } from "#store/people";
import { throttles } from "#store/throttles";
import { invitationLetter } from "./letters.fr.ts";

/** Mails one address gets from all companies together, and that one company sends: nobody is buried, and nobody sends in bulk through us. */
const MAILS_TO_AN_ADDRESS: Quota = { most: 10, windowSeconds: 86_400 };
const MAILS_OF_A_COMPANY: Quota = { most: 200, windowSeconds: 86_400 };

type Tools = Pick<Services, "directory" | "randomness" | "mail" | "deployment"> & { readonly now: () => Date };
type Message = Extract<MessageOn<"mail">, { readonly purpose: "invitation" }>;

/**
 * Mails an open invitation, with a token of the mail's own. Only the mail the invitation asks for leaves: a message that comes twice, or after
 * a newer one, sends nothing. If the mail left and that could not be noted, a second one leaves, whose token takes the first one's place.
 */
export async function sendInvitation({ companyId, invitationId, mailId }: Message, tools: Tools): Promise<void> {
  const { directory, mail, now, deployment, randomness } = tools;
  const at = instantOf(now());
  const db = directory(companyId);
  const invitation = await members(db, companyId).invitation(invitationId);
  if (!invitation || !isLive(invitation, at) || invitation.mailId !== mailId || invitation.mailedAt !== null) return;
  const inviter = await members(db, companyId).find(invitation.invitedBy);
  if (!inviter || !mayGrant(inviter.role, invitation.role)) return;
  const isAgain = invitation.mailTokenOf === mailId;
  if (!isAgain && !(await withinQuotas(invitation, companyId, tools))) return;
  const [company, person] = await Promise.all([companies(db, companyId).get(), people(db).byId(inviter.personId)]);
  const token = invitationToken(randomness);
  if (!(await db.transact(mailTokenActions(companyId, invitation, mailId, token))).done)
    throw new Error("the invitation changed meanwhile");
  const { role, expiresAt, email: to } = invitation;
  const facts = { company: company.name, inviter: person?.name ?? company.name, role, expiresAt };
  await mail.send({ ...invitationLetter({ ...facts, token, page: deployment.invitationPage }), to, idempotencyKey: mailId });
  await db.update(invitationMailed(companyId, invitation, mailId, token, at));
}

async function withinQuotas({ emailHash }: Invitation, companyId: Message["companyId"], { directory, now }: Tools): Promise<boolean> {
  const at = instantOf(now());
  const { use } = throttles(directory());
  const { name, quota } = mailsOfAddress(companyId, emailHash);
  if (!(await use(name, quota, at))) return false;
  if (!(await use(`invitation-mail:${emailHash}`, MAILS_TO_AN_ADDRESS, at))) return false;
  return use(`invitation-mails:${companyId}`, MAILS_OF_A_COMPANY, at);
}
