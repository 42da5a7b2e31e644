import { type Instant, instantOf } from "#domain/dates";
import type { CompanyId, NewId, PersonId, SessionId } from "#domain/ids";
import { agentFamily } from "#domain/people/agent";
import type { Company } from "#domain/people/company";
import type { Role } from "#domain/people/role";
import { Refusal } from "#domain/refusals";
import { personDoing } from "#runtime/actor";
import { ROLES } from "#runtime/permissions";
import { newRefreshToken, type RefreshToken } from "#runtime/refresh-tokens";
import type { Reply } from "#runtime/reply";
import type { HttpRequest } from "#runtime/request";
import type { SecretOf } from "#runtime/secret-shapes";
import type { Action, Db } from "#store/db";
import { entitledAction } from "#store/entitlement";
import { commit } from "#store/outbox";
import {
  deviceAction,
  forgottenDevice,
  type PersonFile,
  personChange,
  personFiles,
  sameCredentials,
  sameSessions,
} from "#store/person-files";
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
  const { person } = entering;
  const read = () => fileOf(person.personId, tools.directory);
  let proof = entering.proof ?? { file: await read() };
  for (let tried = 0; tried < ATTEMPTS_MAX; tried += 1) {
    const { failed, reply } = await opened(entering, proof, tools);
    if (reply) return reply();
    const file = await read();
    // Another session was opened since the others were listed, and nothing else: the surplus is counted anew.
    if (!failed.includes(0) || file.sessionsOpened === proof.file.sessionsOpened || !stillProves(proof, file)) break;
    proof = { ...proof, file };
  }
  throw new Refusal("auth.invalid_credentials");
}

/** Logins of one person at once: every round one of them opens its session, and the others list the sessions again. */
const ATTEMPTS_MAX = 20;

/** Whether what was shown is still worth as much: no credential changed, and nothing that counts once was spent by somebody else. */
const stillProves = ({ file: before, totpStep, recoveryHash }: Proof, file: PersonFile): boolean =>
  before.credentialVersion === file.credentialVersion &&
  (totpStep === undefined || (file.totpStep ?? 0) < totpStep) &&
  (recoveryHash === undefined || file.recoveryHashes.has(recoveryHash));

/** Opens the session in one transaction, over the person's sessions as they were listed. Nothing is open yet when it failed. */
async function opened(entering: Entering, proof: Proof, tools: EnterTools) {
  const { person, company, role, grant, status, remember = false, from } = entering;
  const { directory, request, now, newId, randomness } = tools;
  const at = instantOf(now());
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
  const outcome = await commit(scope, company.id, actions, { ...event, doer: personDoing(person.personId, request) });
  if (!outcome.done) return { failed: outcome.failed, reply: null };
  const grants = { status, session, refresh, grant, device: device.token, body: meOf(person, company, role) };
  return { failed: [], reply: () => granted(grants, tools) };
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

/** Counts the opening on the person, spends what was shown once, and holds only if credentials and sessions are those that were read. */
function openingChange({ file, passwordHash, totpSealed, totpStep, recoveryHash }: Proof): Action {
  const [same, listed] = [sameCredentials(file), sameSessions(file)];
  return personChange({
    personId: file.personId,
    set: {
      ...(passwordHash !== undefined && { passwordHash }),
      ...(totpSealed !== undefined && { totpSealed }),
      ...(totpStep !== undefined && { totpStep }),
    },
    add: { sessionsOpened: 1 },
    ...(recoveryHash !== undefined && { spentRecoveryHash: recoveryHash }),
    when: [...same.when, ...listed.when, ...(totpStep === undefined ? [] : ["totpStep < :set_totpStep"])],
    values: { ...same.values, ...listed.values },
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
