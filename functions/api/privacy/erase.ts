import { instantOf, parisDate } from "#domain/dates";
import type { NewId, PersonId } from "#domain/ids";
import { type Erasure, type ErasurePlan, planErasure } from "#domain/people/erasure";
import { Refusal } from "#domain/refusals";
import { type Actor, doerOf } from "#runtime/actor";
import { emailHash } from "#runtime/passwords";
import type { HttpRequest } from "#runtime/request";
import type { Services } from "#runtime/services";
import { companies, designatedOwnerActions } from "#store/companies";
import { commit } from "#store/outbox";
import { deleteAction, forgettingActions, leavingActions, personTraces, recordAction } from "#store/person-traces";
import { privacyFiles } from "#store/privacy-files";

type Call = Pick<Services, "directory" | "documentRemoval"> & {
  readonly actor: Actor;
  readonly request: HttpRequest;
  readonly now: () => Date;
  readonly newId: NewId;
};

type Traces = Awaited<ReturnType<typeof tracesOf>>;

/**
 * Erases a member. What may be removed at any time goes first (archives, sessions, devices); then one transaction takes the person out of the
 * company, forgets name and e-mail, and writes the record. A death before it leaves a member to erase again, a death after it a record, and
 * asking again ends what is left.
 */
export async function erase(personId: PersonId, call: Call): Promise<Erasure> {
  const { actor, directory } = call;
  const traces = personTraces(directory(actor.companyId), actor.companyId, personId);
  const before = await traces.record();
  if (before) {
    await traces.endSessions();
    await removeArchives(call);
    return before;
  }
  const found = await tracesOf(personId, call);
  const archives = await removeArchives(call);
  const sessions = await traces.endSessions();
  if (found.plan.erases.includes("account")) await traces.remove(found.lesserKeys);
  await traces.forgetAnswers(found.texts);
  const counts = { membership: 1, sessions, invitations: found.invitations.length, archives, account: 1 };
  const erasure: Erasure = {
    personId,
    erasedAt: instantOf(call.now()),
    erased: found.plan.erases.map((what) => ({ what, count: counts[what] })),
    kept: [...found.plan.kept],
  };
  await write(erasure, found, call);
  // Whoever logged in, or asked for an archive, in between did so before the person was gone.
  await traces.endSessions();
  await removeArchives(call);
  return erasure;
}

/** Everything the erasure rests on, read before anything is removed. Refuses what may not be erased. */
async function tracesOf(personId: PersonId, { actor, directory, now }: Call) {
  const { companyId } = actor;
  const db = directory(companyId);
  const traces = personTraces(db, companyId, personId);
  const [roster, under, company, years] = await Promise.all([
    traces.roster(),
    traces.underPerson(),
    companies(db, companyId).get(),
    companies(db, companyId).years(),
  ]);
  const member = roster.members.find((one) => one.personId === personId);
  if (!member) throw new Refusal("user.not_found");
  const otherOwners = roster.members.filter((one) => one.role === "owner" && one.personId !== personId).map((one) => one.personId);
  const plan: ErasurePlan = planErasure({
    role: member.role,
    askedBy: actor.kind === "person" ? actor.role : "admin",
    otherOwners,
    otherCompanies: under.otherCompanies,
    today: parisDate(now()),
    lastYearEndsOn: years.at(-1)?.endsOn ?? null,
  });
  const hash = under.email === null ? null : emailHash(under.email);
  return {
    ...{ plan, roster, member, company, emailHash: hash },
    remaining: member.role === "owner" ? (otherOwners[0] ?? null) : null,
    invitations: roster.invitations.filter((one) => one.emailHash === hash),
    texts: [under.email, under.name].filter((text) => text !== null),
    lesserKeys: under.keys.filter(({ sk }) => sk !== "PERSON" && !sk.startsWith("MEMBER#")),
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

async function write(erasure: Erasure, found: Traces, { actor, directory, request, newId }: Call): Promise<void> {
  const { companyId } = actor;
  const { personId } = erasure;
  const { plan, roster, member, company, remaining } = found;
  const actions = [
    ...leavingActions({ companyId, member, roster, remaining }),
    recordAction(companyId, erasure),
    ...(plan.erases.includes("account") ? forgettingActions(personId, found.emailHash) : []),
    ...found.invitations.flatMap(({ keys }) => keys.map(deleteAction)),
    ...(company.ownerId === personId && remaining ? designatedOwnerActions(company, remaining) : []),
  ];
  const event = {
    id: newId("event"),
    type: "person.erased",
    at: erasure.erasedAt,
    doer: doerOf(actor),
    requestId: request.requestId,
  } as const;
  const { done } = await commit(directory(companyId), companyId, actions, { ...event, objects: [{ id: personId }] });
  if (!done) throw new Refusal("conflict.changed_meanwhile");
}
