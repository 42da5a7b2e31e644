import type { CompanyId } from "#domain/ids";
import { Refusal } from "#domain/refusals";
import type { Action, Db, Outcome } from "#store/db";
import { type BusinessEvent, commit } from "#store/outbox";
import { type PersonFile, personChange, personFiles, sameCredentials, sameSessions } from "#store/person-files";
import { endedActions } from "#store/sessions";
import type { EnterTools } from "./enter.ts";

type Change = {
  readonly file: PersonFile;
  readonly passwordHash: string;
  /** What else happens in the same transaction; `opens` when a session is among it. */
  readonly also: readonly Action[];
  readonly opens: boolean;
  readonly event: Omit<BusinessEvent, "objects">;
  /** The company whose audit trail tells of it; null when the person has none left. */
  readonly companyId: CompanyId | null;
};

/** Two sessions opened while one password is set do not make it fail. */
const ATTEMPTS_MAX = 5;
/** Sessions ended in the transaction of the change: two actions each. */
const ENDED_AT_ONCE_MAX = 40;

/**
 * Sets a password and ends every session of the person, in all companies, in one transaction. It holds only if no session was opened
 * since they were listed, and none opens later for credentials that are no more: none slips through. Refuses when the credentials,
 * or what `also` conditions on, changed since they were read.
 */
export async function setPassword(change: Change, directory: EnterTools["directory"]): Promise<void> {
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
    const file = await few(change.file, directory);
    if (file.credentialVersion !== change.file.credentialVersion) break;
    const { done } = await written({ ...change, file }, directory);
    if (done) return;
  }
  throw new Refusal("conflict.changed_meanwhile");
}

/** The person's file as it is now, with no more sessions than one transaction ends: ending some early harms nobody. */
async function few({ personId }: PersonFile, directory: EnterTools["directory"]): Promise<PersonFile> {
  const file = await personFiles(directory()).get(personId);
  if (!file) throw new Refusal("conflict.changed_meanwhile");
  const surplus = file.sessions.slice(0, Math.max(0, file.sessions.length - ENDED_AT_ONCE_MAX));
  const scope = scopeOf(surplus, directory);
  for (const action of surplus.flatMap((pointer) => endedActions(personId, pointer)))
    if (action.Delete) await scope.delete({ Key: action.Delete.Key });
  return { ...file, sessions: file.sessions.slice(surplus.length) };
}

function written({ file, passwordHash, also, opens, event, companyId }: Change, directory: EnterTools["directory"]): Promise<Outcome> {
  const { personId, sessions, credentialVersion } = file;
  const [credentials, opened] = [sameCredentials(file), sameSessions(file)];
  const actions = [
    personChange({
      personId,
      set: { passwordHash, credentialVersion: credentialVersion + 1 },
      ...(opens && { add: { sessionsOpened: 1 } }),
      when: [...credentials.when, ...opened.when],
      values: { ...credentials.values, ...opened.values },
    }),
    ...sessions.flatMap((pointer) => endedActions(personId, pointer)),
    ...also,
  ];
  const scope = scopeOf([...sessions, ...(companyId ? [{ companyId }] : [])], directory);
  return companyId ? commit(scope, companyId, actions, { ...event, objects: [{ id: personId }] }) : scope.transact(actions);
}

const scopeOf = (places: readonly { readonly companyId: CompanyId }[], directory: EnterTools["directory"]): Db =>
  directory(...places.map(({ companyId }) => companyId));
