import * as z from "zod";
import { instantOf } from "#domain/dates";
import { assertStrong } from "#domain/people/password";
import { Refusal } from "#domain/refusals";
import { secretsOf } from "#runtime/needs";
import { networkName } from "#runtime/network";
import { answer } from "#runtime/reply";
import { resource } from "#runtime/resource";
import { routesNeeding } from "#runtime/route";
import { companies } from "#store/companies";
import { ownCompanies } from "#store/own-companies";
import { people } from "#store/people";
import { throttles } from "#store/throttles";
import { endedCookies, REFRESH_COOKIE } from "./cookies.ts";
import { enter, meOf } from "./enter.ts";
import { logIn } from "./login.ts";
import { ended } from "./own-sessions.ts";
import { PASSWORD_ROUTES } from "./password-routes.ts";
import { refreshed } from "./refresh.ts";
import { register } from "./register.ts";
import { SESSION_ROUTES } from "./session-routes.ts";
import { Login, MeAndCompanies, Refresh, Refreshed, Registration, Welcome } from "./shapes.ts";
import { switchCompany } from "./switch.ts";
import { REGISTRATIONS_OF_A_NETWORK } from "./terms.ts";
import { TOTP_ROUTES } from "./totp-routes.ts";

const route = routesNeeding("directory", "randomness", secretsOf("signing"));
const loginRoute = routesNeeding("directory", "randomness", secretsOf("signing"), secretsOf("envelope"));
const memberRoute = routesNeeding("directory", "table");

const signUp = route({
  method: "POST",
  path: "/auth/register",
  may: "public",
  summary: "Create a company and its owner",
  body: Registration,
  returns: Welcome,
  status: 201,
  secret: true,
  refuses: ["auth.email_taken", "auth.weak_password", "auth.too_many_attempts", "auth.cross_site", "company.slug_taken"],
  async handle({ body, ...tools }) {
    const { directory, request, now } = tools;
    assertStrong(body.password, [body.email.split("@", 1)[0] ?? "", body.company.name, body.name]);
    await throttles(directory()).spend(`register:${networkName(request.sourceIp)}`, REGISTRATIONS_OF_A_NETWORK, instantOf(now()));
    const { person, company } = await register(body, { ...tools, requestId: request.requestId, sourceIp: request.sourceIp });
    return enter({ person, company, role: "owner", grant: body.grant, status: 201 }, tools);
  },
});

const login = loginRoute({
  method: "POST",
  path: "/auth/login",
  may: "public",
  summary: "Log in with an e-mail, or as the owner of a company",
  body: Login,
  returns: Welcome,
  secret: true,
  refuses: ["auth.invalid_credentials", "auth.totp_required", "auth.too_many_attempts", "auth.company_required", "auth.cross_site"],
  handle: ({ body, ...tools }) => logIn(body, tools),
});

const refresh = route({
  method: "POST",
  path: "/auth/refresh",
  may: "public",
  summary: "Exchange the refresh token for a new one and a new access token",
  body: Refresh,
  returns: Refreshed,
  secret: true,
  refuses: ["auth.refresh_refused", "auth.cross_site"],
  async handle({ body, ...tools }) {
    const { refreshToken } = body;
    if (refreshToken !== undefined) return refreshed({ text: refreshToken, grant: "token" }, tools);
    return refreshed({ text: tools.request.cookies[REFRESH_COOKIE] ?? "", grant: undefined }, tools);
  },
});

const me = memberRoute({
  method: "GET",
  path: "/auth/me",
  may: "session",
  summary: "Who I am, for which company, and what I may do",
  returns: MeAndCompanies,
  refuses: ["company.not_found"],
  async handle({ actor, directory, table }) {
    const [person, company, own] = await Promise.all([
      people(directory()).byId(actor.personId),
      companies(table, actor.companyId).get(),
      ownCompanies(directory, actor.personId),
    ]);
    if (!person) throw new Refusal("auth.invalid_token");
    const mine = own.map(({ company: { id, slug, name }, role }) => ({ id, slug, name, role }));
    return { ...meOf(person, company, actor.role), companies: mine };
  },
});

const logOut = memberRoute({
  method: "POST",
  path: "/auth/logout",
  may: "session",
  summary: "End this session; its tokens are refused from now on",
  returns: z.null(),
  status: 204,
  async handle({ actor, ...tools }) {
    await ended(actor, actor.personId, tools);
    return answer(204, null, { cookies: endedCookies() });
  },
});

export const authApi = resource(
  "auth",
  [signUp, login, refresh, me, logOut, switchCompany, ...PASSWORD_ROUTES, ...TOTP_ROUTES, ...SESSION_ROUTES],
  {
    memoryMb: 1_024,
  },
);
