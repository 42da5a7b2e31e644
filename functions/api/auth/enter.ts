import { type Instant, instantOf } from "#domain/dates";
import type { CompanyId, NewId, PersonId, SessionId } from "#domain/ids";
import { agentFamily } from "#domain/people/agent";
import type { Company } from "#domain/people/company";
import type { Role } from "#domain/people/role";
import { Refusal } from "#domain/refusals";
import { ROLES } from "#runtime/permissions";
import { newRefreshToken, type RefreshToken } from "#runtime/refresh-tokens";
import type { Reply } from "#runtime/reply";
import type { HttpRequest } from "#runtime/request";
import type { SecretOf } from "#runtime/secret-shapes";
import type { Action, Db } from "#store/db";
import { entitledAction } from "#store/entitlement";
import { commit } from "#store/outbox";
import { deviceAction, forgottenDevice, type PersonFile, personChange, personFiles, sameCredentials } from "#store/person-files";
import { endedActions, openedActions, replacedActions, type Session, type SessionPointer } from "#store/sessions";
import { sha256 } from "#store/sha256";
import { granted } from "./grants.ts";
import { DEVICES_MAX, SESSIONS_MAX, termsOf } from "./terms.ts";

/** What was shown to get in, to be spent or renewed in the transaction that opens the session. */
export type Proof = {
  readonly file: PersonFile;
  readonly passwordHash?: string;
  readonly totpSealed?: string;
  readonly totpStep?: number;
  readonly recoveryHash?: string;
  /** Hash of the known device this comes from, or null. */
  readonly deviceHash?: string | null;
};

export type Entering = {
  readonly person: { readonly personId: PersonId; readonly name: string; readonly email: string };
  readonly company: Company;
  readonly role: Role;
  readonly grant: "token" | undefined;
  readonly status: 200 | 201;
  readonly remember?: boolean;
  readonly proof?: Proof;
  /** The session this one takes the place of: it must still be there, and ends with the opening. */
  readonly from?: { readonly companyId: CompanyId; readonly sessionId: SessionId };
};
export type EnterTools = {
  readonly directory: (companyId?: CompanyId, ...others: readonly CompanyId[]) => Db;
  readonly signingSecrets: () => Promise<SecretOf<"signing">>;
  readonly randomness: (bytes: number) => Uint8Array;
  readonly request: HttpRequest;
  readonly now: () => Date;
  readonly newId: NewId;
};

/**
 * Opens a session and answers with its cookies, or its tokens when they were asked for. Refuses when the person's credentials, or what
 * was shown, changed since it was read.
 */
export async function enter(entering: Entering, tools: EnterTools): Promise<Reply> {
  const { person, company, role, grant, status, remember = false, from } = entering;
  const { directory, request, now, newId, randomness } = tools;
  const at = instantOf(now());
  const proof = entering.proof ?? { file: await fileOf(person.personId, directory) };
  const { session, refresh } = newSession({ person, company, role, remember }, tools);
  const device = deviceFor(proof, at, { grant, remember, randomness });
  const others = proof.file.sessions.filter(({ sessionId }) => sessionId !== from?.sessionId);
  const surplus = surplusOf(others, at);
  const actions = [
    openingChange(proof),
    entitledAction(company.id, person.personId, role),
    ...(from ? replacedActions(person.personId, from) : []),
    ...openedActions(session),
    ...device.actions,
    ...surplus.flatMap((pointer) => endedActions(person.personId, pointer)),
  ];
  const event = { id: newId("event"), type: "session.opened", at, requestId: request.requestId, objects: [{ id: session.id }] } as const;
  const scope = directory(company.id, ...surplus.map(({ companyId }) => companyId), ...(from ? [from.companyId] : []));
  const { done } = await commit(scope, company.id, actions, { ...event, doer: { kind: "person", id: person.personId } });
  if (!done) throw new Refusal("auth.invalid_credentials");
  return granted({ status, session, refresh, grant, device: device.token, body: meOf(person, company, role) }, tools);
}

async function fileOf(personId: PersonId, directory: EnterTools["directory"]): Promise<PersonFile> {
  const file = await personFiles(directory()).get(personId);
  if (!file) throw new Refusal("auth.invalid_credentials");
  return file;
}

/** A session that begins now, and its first refresh token. */
export function newSession(
  {
    person,
    company,
    role,
    remember,
  }: Pick<Entering, "role"> & {
    readonly person: { readonly personId: PersonId };
    readonly company: { readonly id: CompanyId };
    readonly remember: boolean;
  },
  { randomness, request, now, newId }: Pick<EnterTools, "randomness" | "request" | "now" | "newId">,
): { readonly session: Session; readonly refresh: RefreshToken } {
  const at = instantOf(now());
  const userAgent = request.headers["user-agent"] ?? "";
  const id = newId("session");
  const refresh = newRefreshToken({ companyId: company.id, sessionId: id }, randomness);
  const facts = { companyId: company.id, id, personId: person.personId, role, createdAt: at, lastUsedAt: at, remembered: remember };
  const state = { familyHash: sha256(refresh.family), turnHash: sha256(refresh.turn), previousHash: null, salt: null, rotatedAt: at };
  const session = {
    ...facts,
    ...termsOf(remember, at),
    agent: agentFamily(userAgent),
    refresh: { ...state, agentHash: sha256(userAgent) },
  };
  return { session, refresh };
}

/** Counts the opening on the person, spends what was shown once, and holds only if the credentials are those that were checked. */
function openingChange({ file, passwordHash, totpSealed, totpStep, recoveryHash }: Proof): Action {
  const same = sameCredentials(file);
  return personChange({
    personId: file.personId,
    set: {
      ...(passwordHash !== undefined && { passwordHash }),
      ...(totpSealed !== undefined && { totpSealed }),
      ...(totpStep !== undefined && { totpStep }),
    },
    add: { sessionsOpened: 1 },
    ...(recoveryHash !== undefined && { spentRecoveryHash: recoveryHash }),
    when: [...same.when, ...(totpStep === undefined ? [] : ["totpStep < :set_totpStep"])],
    values: same.values,
  });
}

/** Pointers that lead nowhere any more, and the oldest beyond what a person may have open. Ids grow with time. */
function surplusOf(pointers: readonly SessionPointer[], at: Instant): readonly SessionPointer[] {
  const newestFirst = [...pointers].sort((left, right) => (left.sessionId < right.sessionId ? 1 : -1));
  return newestFirst.filter(({ expiresAt }, index) => expiresAt <= at || index >= SESSIONS_MAX - 1).slice(-ENDED_AT_ONCE_MAX);
}
const ENDED_AT_ONCE_MAX = 20;

/** A browser becomes a known device by logging in; a program only when it asks to be remembered, since it may never come back. */
function deviceFor(
  { file, deviceHash = null }: Proof,
  at: Instant,
  { grant, remember, randomness }: { grant: "token" | undefined; remember: boolean; randomness: EnterTools["randomness"] },
): { readonly token: string | null; readonly actions: readonly Action[] } {
  const { personId, devices } = file;
  if (deviceHash !== null) return { token: null, actions: [deviceAction(personId, deviceHash, at)] };
  if (grant === "token" && !remember) return { token: null, actions: [] };
  const token = Buffer.from(randomness(32)).toString("base64url");
  const oldest = [...devices].sort((left, right) => (left.lastUsedAt < right.lastUsedAt ? 1 : -1)).slice(DEVICES_MAX - 1);
  return {
    token,
    actions: [deviceAction(personId, sha256(token), at), ...oldest.map((one) => forgottenDevice(personId, one.deviceHash))],
  };
}

/** What a person may know about themself and their company. */
export const meOf = (person: Entering["person"], { id, slug, name, siren }: Company, role: Role) => ({
  person: { id: person.personId, name: person.name, email: person.email },
  company: { id, slug, name, siren },
  role,
  permissions: [...ROLES[role]],
});
