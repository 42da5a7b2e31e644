import { instantOf } from "#domain/dates";
import type { CompanyId, NewId, PersonId } from "#domain/ids";
import type { Company } from "#domain/people/company";
import { assertStrong } from "#domain/people/password";
import { mayGrant } from "#domain/people/role";
import { Refusal } from "#domain/refusals";
import { personDoing } from "#runtime/actor";
import { hashPassword } from "#runtime/passwords";
import type { HttpRequest } from "#runtime/request";
import { companies } from "#store/companies";
import type { Action, Db } from "#store/db";
import { hasRoleAction } from "#store/entitlement";
import { invitationBehind, invitationEndActions, takeAttempt } from "#store/invitations";
import { type Invitation, members, rosterAction } from "#store/members";
import { commit } from "#store/outbox";
import { COMPANIES_MAX } from "#store/own-companies";
import { joiningActions, people, personActions } from "#store/people";
import { joinedAction } from "#store/person-files";
import { overFreshRoster } from "./doing.ts";

type Tools = {
  readonly directory: (companyId?: CompanyId) => Db;
  readonly now: () => Date;
  readonly newId: NewId;
  readonly request: Pick<HttpRequest, "requestId" | "sourceIp">;
  readonly hash?: typeof hashPassword;
};
type Someone = { readonly personId: PersonId; readonly name: string; readonly email: string };
type Found = { readonly companyId: CompanyId; readonly invitation: Invitation; readonly company: Company };
type Input = { readonly token: string; readonly password: string; readonly name: string };

/**
 * Takes an invitation up as somebody new. Whoever has an account logs in first (`joinAs`): no password is compared here, where neither the count of
 * guesses nor a second factor would stand before it. That there is an account is told only to who holds the token of the mail to its address.
 */
export async function accept({ token, password, name }: Input, tools: Tools) {
  const found = await foundBy(token, tools);
  const { companyId, invitation, company } = found;
  const { directory, newId, now, hash = hashPassword } = tools;
  if (await people(directory()).idByEmailHash(invitation.emailHash)) throw new Refusal("invitation.login_required");
  assertStrong(password, [invitation.email.split("@", 1)[0] ?? "", company.name, name]);
  if (!(await takeAttempt(directory(companyId), companyId, invitation))) throw new Refusal("invitation.not_found");
  const person = { personId: newId("person"), email: invitation.email, name, passwordHash: await hash(password) };
  const made = personActions({ ...person, emailHash: invitation.emailHash, createdAt: instantOf(now()) });
  return join(found, person, made, tools);
}

/** Takes an invitation up as the person who is logged in. One for another address is none of theirs. */
export async function joinAs(personId: PersonId, token: string, tools: Tools) {
  const found = await foundBy(token, tools);
  const person = await people(tools.directory()).byId(personId);
  const own = await people(tools.directory()).idByEmailHash(found.invitation.emailHash);
  if (!person || own !== personId) throw new Refusal("invitation.not_found");
  return join(found, person, [], tools);
}

async function foundBy(token: string, { directory, now }: Tools): Promise<Found> {
  const behind = await invitationBehind(directory, token, instantOf(now()));
  if (!behind) throw new Refusal("invitation.not_found");
  return { ...behind, company: await companies(directory(behind.companyId), behind.companyId).get() };
}

/** Membership, and the person when they are new, in the transaction that ends the invitation: taken up twice at once, it counts once. */
async function join(found: Found, person: Someone, made: readonly Action[], tools: Tools) {
  const { company, invitation } = found;
  const { length: count } = await people(tools.directory()).memberships(person.personId);
  if (count >= COMPANIES_MAX) throw new Refusal("company.limit_reached");
  await overFreshRoster(() => attempt(found, person.personId, made, tools));
  return {
    person: { id: person.personId, name: person.name, email: person.email },
    company: { id: company.id, slug: company.slug, name: company.name },
    role: invitation.role,
  };
}

/** Whoever invited must still be one who may: an invitation is worth no more than its inviter's role today. */
async function attempt({ companyId, invitation }: Found, personId: PersonId, made: readonly Action[], tools: Tools) {
  const { directory, now, newId, request } = tools;
  const { requestId } = request;
  const db = directory(companyId);
  const roster = await members(db, companyId).roster();
  const current = roster.invitations.find(({ id, version }) => id === invitation.id && version === invitation.version);
  const inviter = roster.members.find((member) => member.personId === invitation.invitedBy);
  if (!current || !inviter || !mayGrant(inviter.role, invitation.role)) throw new Refusal("invitation.not_found");
  if (roster.members.some((member) => member.personId === personId)) throw new Refusal("user.already_member");
  const at = instantOf(now());
  const actions = [
    ...(made.length > 0 ? made : [joinedAction(personId)]),
    rosterAction(companyId, roster),
    hasRoleAction(companyId, inviter.personId, inviter.role),
    ...invitationEndActions(companyId, invitation),
    ...joiningActions({ personId, companyId, role: invitation.role, joinedAt: at }),
  ];
  const doer = personDoing(personId, request);
  const objects = [{ id: personId, version: 1 }, { id: invitation.id }];
  const outcome = await commit(db, companyId, actions, { id: newId("event"), type: "user.joined", at, doer, requestId, objects });
  if (!outcome.done && made.length > 0 && outcome.failed.includes(0)) throw new Refusal("conflict.changed_meanwhile");
  return { outcome, result: null };
}
