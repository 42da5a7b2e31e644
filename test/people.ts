import type { CompanyId, PersonId } from "#domain/ids";
import type { Role } from "#domain/people/role";
import { emailHash } from "#runtime/passwords";
import { SECRETS } from "#runtime/secret-shapes";
import { signToken } from "#runtime/tokens";
import { entitledAction } from "#store/entitlement";
import { joiningActions, personActions } from "#store/people";
import { openedActions, Session } from "#store/sessions";
import type { RequestOptions, TestWorld } from "#test/world";

export type Colleague = Awaited<ReturnType<typeof colleague>>;

/** Somebody with an account, of no company yet, whose password nobody knows unless its hash is given. */
export async function someone(world: TestWorld, email: string, passwordHash = "none"): Promise<PersonId> {
  const personId = world.newId("person");
  const facts = { personId, email, name: `Prénom ${email}`, passwordHash, emailHash: emailHash(email) };
  await world.table().transact(personActions({ ...facts, createdAt: world.clock.now().toISOString() }));
  return personId;
}

/** A real member of a company, in a session opened the way login does; `fresh` opens another one. */
export async function colleague(world: TestWorld, companyId: CompanyId, role: Role) {
  const email = `${world.newId("event").toLowerCase()}@example.test`;
  const personId = await someone(world, email);
  const joinedAt = world.clock.now().toISOString();
  await world.table(companyId).transact(joiningActions({ personId, companyId, role, joinedAt }));
  return { email, ...(await sessionOf(world, companyId, personId, role)) };
}

/** A live session of somebody who is a member, opened the way login does. */
export async function sessionOf(world: TestWorld, companyId: CompanyId, personId: PersonId, role: Role) {
  const now = world.clock.now();
  const expiresAt = new Date(now.getTime() + 12 * 3_600_000);
  const id = world.newId("session");
  const session = { companyId, id, personId, role, createdAt: now.toISOString(), expiresAt: expiresAt.toISOString() };
  const actions = [entitledAction(companyId, personId, role), ...openedActions(Session.parse(session))];
  if (!(await world.table(companyId).transact(actions)).done) throw new Error("no member in this role");
  const signing = SECRETS.signing.parse(JSON.parse(world.secret("signing")));
  const token = await signToken(signing, { personId, companyId, sessionId: id }, now, expiresAt);
  const as = (method: string, path: string, options: RequestOptions = {}) => world.request(method, path, { token, ...options });
  return {
    ...{ companyId, personId, token, as },
    get: (path: string) => as("GET", path),
    post: (path: string, body?: unknown) => as("POST", path, { body }),
    put: (path: string, body?: unknown) => as("PUT", path, { body }),
    delete: (path: string) => as("DELETE", path),
  };
}
