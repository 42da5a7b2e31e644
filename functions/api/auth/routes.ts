import * as z from "zod";
import { CompanyId, type PersonId } from "#domain/ids";
import { assertStrong } from "#domain/people/password";
import { Refusal } from "#domain/refusals";
import { SESSION_COOKIE } from "#runtime/authenticate";
import { secretsOf } from "#runtime/needs";
import { emailHash, passwordMatches } from "#runtime/passwords";
import { answer } from "#runtime/reply";
import { resource } from "#runtime/resource";
import { routesNeeding } from "#runtime/route";
import { bySlug, companies } from "#store/companies";
import type { Db } from "#store/db";
import { type Membership, people } from "#store/people";
import { sessions } from "#store/sessions";
import { enter, meOf } from "./enter.ts";
import { register } from "./register.ts";
import { Login, Me, Registration, Welcome } from "./shapes.ts";

const route = routesNeeding("directory", secretsOf("signing"));
const memberRoute = routesNeeding("directory", "table");

const signUp = route({
  method: "POST",
  path: "/auth/register",
  may: "public",
  summary: "Create a company and its owner",
  body: Registration,
  returns: Welcome,
  status: 201,
  refuses: ["auth.email_taken", "auth.weak_password", "company.slug_taken"],
  async handle({ body, request, ...tools }) {
    assertStrong(body.password, [body.email.split("@", 1)[0] ?? "", body.company.name, body.name]);
    const { person, company } = await register(body, { ...tools, requestId: request.requestId });
    return enter({ person, company, role: "owner", grant: body.grant, status: 201 }, tools);
  },
});

const logIn = route({
  method: "POST",
  path: "/auth/login",
  may: "public",
  summary: "Log in with an e-mail, or as the owner of a company",
  body: Login,
  returns: Welcome,
  refuses: ["auth.invalid_credentials", "auth.company_required"],
  async handle({ body, ...tools }) {
    const db = tools.directory();
    const target = body.companyId === undefined ? null : await companyOf(tools.directory, body.companyId);
    const person =
      "email" in body
        ? await people(db).byEmailHash(emailHash(body.email))
        : target?.ownerId
          ? await people(db).byId(target.ownerId)
          : null;
    if (!(await passwordMatches(body.password, person?.passwordHash ?? null)) || !person) throw new Refusal("auth.invalid_credentials");
    const { companyId, role } = chosen(
      await people(db).memberships(person.personId),
      body.companyId === undefined ? null : (target?.companyId ?? "unknown"),
    );
    const company = await companies(tools.directory(companyId), companyId).get();
    return enter({ person, company, role, grant: body.grant, status: 200 }, tools);
  },
});

/** A company named by slug or id, and its owner; null when there is none. */
async function companyOf(
  directory: (companyId?: CompanyId) => Db,
  name: string,
): Promise<{ companyId: CompanyId; ownerId: PersonId } | null> {
  const id = CompanyId.safeParse(name);
  if (!id.success) return bySlug(directory(), name);
  const found = await companies(directory(id.data), id.data).find();
  return found && { companyId: found.id, ownerId: found.ownerId };
}

/** The company to enter: the one asked for, or the only one. Somebody else's company is a wrong credential, not a hint. */
function chosen(memberships: readonly Membership[], wanted: string | null): Membership {
  if (wanted === null && memberships.length > 1) throw new Refusal("auth.company_required");
  const found = wanted === null ? memberships[0] : memberships.find(({ companyId }) => companyId === wanted);
  if (!found) throw new Refusal("auth.invalid_credentials");
  return found;
}

const me = memberRoute({
  method: "GET",
  path: "/auth/me",
  may: "session",
  summary: "Who I am, for which company, and what I may do",
  returns: Me,
  async handle({ actor, directory, table }) {
    const [person, company] = await Promise.all([people(directory()).byId(actor.personId), companies(table, actor.companyId).get()]);
    if (!person) throw new Refusal("auth.invalid_token");
    return meOf(person, company, actor.role);
  },
});

const logOut = memberRoute({
  method: "POST",
  path: "/auth/logout",
  may: "session",
  summary: "End this session; its token is refused from now on",
  returns: z.null(),
  status: 204,
  async handle({ actor, table }) {
    await sessions(table, actor.companyId).end(actor.sessionId);
    return answer(204, null, { cookies: [`${SESSION_COOKIE}=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax`] });
  },
});

export const authApi = resource("auth", [signUp, logIn, me, logOut], { memoryMb: 1_024 });
