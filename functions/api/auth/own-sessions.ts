import { instantOf } from "#domain/dates";
import type { CompanyId, PersonId, SessionId } from "#domain/ids";
import { Refusal } from "#domain/refusals";
import { type PersonActor, personDoing } from "#runtime/actor";
import { commit } from "#store/outbox";
import { personFiles } from "#store/person-files";
import { endedActions, type Session, type SessionPointer, sessions } from "#store/sessions";
import type { EnterTools } from "./enter.ts";

type Tools = Pick<EnterTools, "directory" | "request" | "now" | "newId">;

/** Every live session of a person, in all companies, the latest used first. */
export async function sessionsOf(actor: PersonActor, { directory, now }: Tools) {
  const pointers = (await personFiles(directory()).get(actor.personId))?.sessions ?? [];
  const byCompany = new Map<CompanyId, SessionPointer[]>();
  for (const pointer of pointers) byCompany.set(pointer.companyId, [...(byCompany.get(pointer.companyId) ?? []), pointer]);
  const read = [...byCompany].map(([companyId, own]) =>
    sessions(directory(companyId), companyId).liveAmong(
      own.map(({ sessionId }) => sessionId),
      now(),
    ),
  );
  const live = (await Promise.all(read)).flat();
  return live.map((session) => viewOf(session, actor)).sort((left, right) => (left.lastUsedAt < right.lastUsedAt ? 1 : -1));
}

const viewOf = ({ id, companyId, createdAt, lastUsedAt = createdAt, expiresAt, agent }: Session, actor: PersonActor) => ({
  ...{ id, companyId, createdAt, lastUsedAt, expiresAt, agent },
  current: id === actor.sessionId,
});

/** Ends one session of the person. Somebody else's is not there for them. */
export async function endSession(id: SessionId, { personId }: PersonActor, tools: Tools): Promise<void> {
  const pointers = (await personFiles(tools.directory()).get(personId))?.sessions ?? [];
  const pointer = pointers.find(({ sessionId }) => sessionId === id);
  if (!pointer) throw new Refusal("session.not_found");
  await ended(pointer, personId, tools);
}

/** Ends a session, and says so in its company's audit trail. */
export async function ended(
  pointer: Omit<SessionPointer, "expiresAt">,
  personId: PersonId,
  { directory, request, now, newId }: Tools,
): Promise<void> {
  const { companyId, sessionId: id } = pointer;
  const event = {
    id: newId("event"),
    type: "session.ended",
    at: instantOf(now()),
    requestId: request.requestId,
    objects: [{ id }],
  } as const;
  await commit(directory(companyId), companyId, endedActions(personId, pointer), { ...event, doer: personDoing(personId, request) });
}
