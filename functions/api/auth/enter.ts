import type { CompanyId, NewId, PersonId } from "#domain/ids";
import type { Company } from "#domain/people/company";
import type { Role } from "#domain/people/role";
import { SESSION_COOKIE } from "#runtime/authenticate";
import { ROLES } from "#runtime/permissions";
import { answer, type Reply } from "#runtime/reply";
import type { SecretOf } from "#runtime/secret-shapes";
import { signToken } from "#runtime/tokens";
import type { Db } from "#store/db";
import { sessions } from "#store/sessions";

/** A session ends for good after twelve hours, whatever happens. */
const SESSION_HOURS = 12;

type Entering = {
  readonly person: { readonly personId: PersonId; readonly name: string; readonly email: string };
  readonly company: Company;
  readonly role: Role;
  readonly grant: "token" | undefined;
  readonly status: 200 | 201;
};
type Tools = {
  readonly directory: (companyId?: CompanyId) => Db;
  readonly signingSecrets: () => Promise<SecretOf<"signing">>;
  readonly now: () => Date;
  readonly newId: NewId;
};

/** Opens a session and answers with the cookie, and with the token when it was asked for. */
export async function enter(
  { person, company, role, grant, status }: Entering,
  { directory, signingSecrets, now, newId }: Tools,
): Promise<Reply> {
  const at = now();
  const expiresAt = new Date(at.getTime() + SESSION_HOURS * 3_600_000);
  const claims = { personId: person.personId, companyId: company.id, sessionId: newId("session") };
  const session = {
    companyId: company.id,
    id: claims.sessionId,
    personId: person.personId,
    role,
    createdAt: at.toISOString(),
    expiresAt: expiresAt.toISOString(),
  };
  await sessions(directory(company.id), company.id).open(session);
  const token = await signToken(await signingSecrets(), claims, at, expiresAt);
  const cookie = `${SESSION_COOKIE}=${token}; Path=/; Max-Age=${SESSION_HOURS * 3_600}; Secure; HttpOnly; SameSite=Lax`;
  const body = { ...meOf(person, company, role), expiresAt: session.expiresAt, ...(grant && { accessToken: token, tokenType: "Bearer" }) };
  return answer(status, body, { cookies: grant ? [] : [cookie] });
}

/** What a person may know about themself and their company. */
export const meOf = (person: Entering["person"], { id, slug, name, siren }: Company, role: Role) => ({
  person: { id: person.personId, name: person.name, email: person.email },
  company: { id, slug, name, siren },
  role,
  permissions: [...ROLES[role]],
});
