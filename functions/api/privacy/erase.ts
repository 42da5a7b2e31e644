import { instantOf, parisDate } from "#domain/dates";
import type { CompanyId, NewId, PersonId } from "#domain/ids";
import { type Erasure, type ErasurePlan, planErasure } from "#domain/people/erasure";
import { assertMayManage, assertOwnerRemains } from "#domain/people/roster";
import { Refusal } from "#domain/refusals";
import { type Actor, doerOf } from "#runtime/actor";
import { emailHash } from "#runtime/passwords";
import type { HttpRequest } from "#runtime/request";
import type { Services } from "#runtime/services";
import { companies } from "#store/companies";
import type { Action } from "#store/db";
import { forgottenMemberAction, isFormerMember } from "#store/former-members";
import { invitationEndActions } from "#store/invitations";
import { type Invitation, type Member, members, type Roster, rosterAction } from "#store/members";
import { membershipChange } from "#store/membership-changes";
import { commit } from "#store/outbox";
import { forgettingActions, personTraces, recordAction } from "#store/person-traces";
import { privacyFiles } from "#store/privacy-files";

type Call = Pick<Services, "directory" | "documentRemoval"> & {
  readonly actor: Actor;
  readonly request: HttpRequest;
  readonly now: () => Date;
  readonly newId: NewId;
};

/** Who is to be erased, over the roster that says so. `member` is null for somebody who was one. */
type Subject = { readonly personId: PersonId; readonly roster: Roster; readonly member: Member | null };

type Found = {
  readonly plan: ErasurePlan;
  readonly emailHash: string | null;
  readonly joins: number;
  readonly addressed: readonly Invitation[];
  readonly texts: readonly string[];
};

/**
 * Erases a member, or somebody who was one. What may be removed at any time goes first (archives, sessions, devices); then one transaction
 * does all that a removal does, forgets name and e-mail, and writes the record. A death before it leaves a member to erase again, a death
 * after it a record, and asking again ends what is left. Nothing of a person is read before the company's own items say that they are, or were, of it.
 */
export async function erase(personId: PersonId, call: Call): Promise<Erasure> {
  const { actor, directory } = call;
  const traces = personTraces(directory(actor.companyId), actor.companyId, personId);
  const subject = await subjectOf(personId, call);
  if (!subject) {
    const before = await traces.record();
    if (!before) throw new Refusal("user.not_found");
    await removeRest(before, call);
    return before;
  }
  const found = await tracesOf(subject, call);
  const archives = await removeArchives(call);
  const sessions = await traces.endSessions();
  await removeLesser(found.plan, personId, call);
  await traces.forgetAnswers(found.texts);
  const erasure = await write(subject, found, { sessions, archives }, call);
  // Whoever asked for an archive, or for a new password, in between did so before the person was gone.
  await removeRest(erasure, call);
  return erasure;
}

/** Refuses what may not be erased; null: whoever this is, they are of this company no more, if they ever were. */
async function subjectOf(personId: PersonId, { actor, directory }: Call): Promise<Subject | null> {
  const { companyId } = actor;
  const db = directory(companyId);
  const roster = await members(db, companyId).roster();
  const member = roster.members.find((one) => one.personId === personId) ?? null;
  if (!member) return (await isFormerMember(db, companyId, personId)) ? { personId, roster, member } : null;
  assertMayManage(actor.kind === "person" ? actor.role : "admin", member.role);
  assertOwnerRemains(roster.members, personId, null);
  return { personId, roster, member };
}

/** Everything the erasure rests on, read before anything is removed. */
async function tracesOf({ personId, roster, member }: Subject, { actor: { companyId }, directory, now }: Call): Promise<Found> {
  const db = directory(companyId);
  const [under, years] = await Promise.all([personTraces(db, companyId, personId).underPerson(), companies(db, companyId).years()]);
  const { email, name, joins, otherCompanies } = under;
  const lastYearEndsOn = years.at(-1)?.endsOn ?? null;
  const hash = email === null ? null : emailHash(email);
  return {
    plan: planErasure({ isMember: member !== null, otherCompanies, today: parisDate(now()), lastYearEndsOn }),
    emailHash: hash,
    joins,
    addressed: roster.invitations.filter((one) => one.emailHash === hash),
    texts: [email, name].filter((text) => text !== null),
  };
}

/** Archives of the company's data name its members: all of them go, and whoever needs one asks for a new one. */
async function removeArchives({ actor, directory, documentRemoval }: Call): Promise<number> {
  const files = privacyFiles(directory(actor.companyId), actor.companyId);
  const all = await files.all();
  for (const { fileId, key } of all) {
    await documentRemoval.remove(key);
    await files.forget(fileId);
  }
  return all.length;
}

/** What lies under the person beside account and memberships: all of it with the account, what leads to this company without. */
async function removeLesser({ erases }: Pick<ErasurePlan, "erases">, personId: PersonId, { actor, directory }: Call): Promise<void> {
  const traces = personTraces(directory(actor.companyId), actor.companyId, personId);
  const { lesserKeys, pointers } = await traces.underPerson();
  await traces.remove(erases.includes("account") ? lesserKeys : pointers);
}

async function removeRest({ personId, erased }: Erasure, call: Call): Promise<void> {
  await removeArchives(call);
  await removeLesser({ erases: erased.map(({ what }) => what) }, personId, call);
}

type Removed = { readonly sessions: number; readonly archives: number };

async function write(subject: Subject, found: Found, removed: Removed, call: Call): Promise<Erasure> {
  const { actor, directory, request, newId } = call;
  const { companyId } = actor;
  const { personId } = subject;
  const at = instantOf(call.now());
  const beside = forgetting(subject, found, companyId);
  const leaving = await leavingOf(subject, found, beside.length + 1, call);
  const invitations = leaving.invitations + found.addressed.length;
  const counts = { ...removed, membership: 1, account: found.emailHash === null ? 0 : 1, keys: leaving.keys, invitations };
  const erased = found.plan.erases.map((what) => ({ what, count: counts[what] }));
  const erasure: Erasure = { personId, erasedAt: at, erased, kept: [...found.plan.kept] };
  const objects = [{ id: personId }, ...leaving.objects];
  const event = { id: newId("event"), type: "person.erased", at, doer: doerOf(actor), requestId: request.requestId, objects } as const;
  const actions = [...leaving.actions, ...beside, recordAction(companyId, erasure)];
  const { done } = await commit(directory(companyId), companyId, actions, event);
  if (!done) throw new Refusal("conflict.changed_meanwhile");
  return erasure;
}

/** What is forgotten of somebody, member or not. */
const forgetting = ({ personId }: Subject, { plan, addressed, emailHash: hash, joins }: Found, companyId: CompanyId): Action[] => [
  forgottenMemberAction(companyId, personId),
  ...(plan.erases.includes("account") ? forgettingActions(personId, hash, joins) : []),
  ...addressed.flatMap((invitation) => invitationEndActions(companyId, invitation)),
];

/** What takes a member out of the company; of somebody who left it, that they did not come back meanwhile. */
async function leavingOf({ roster, member }: Subject, { addressed }: Found, beside: number, { actor, directory, now }: Call) {
  const { companyId } = actor;
  if (!member) return { actions: [rosterAction(companyId, roster)], objects: [], keys: 0, invitations: 0 };
  const others = roster.invitations.filter((invitation) => !addressed.includes(invitation));
  return membershipChange(directory(companyId), {
    ...{ companyId, roster: { ...roster, invitations: others }, member, next: null, permitted: [], at: instantOf(now()), beside },
    by: actor.kind === "person" ? actor : null,
  });
}
