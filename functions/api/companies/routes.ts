import * as z from "zod";
import { instantOf, parisDate } from "#domain/dates";
import { CompanyId } from "#domain/ids";
import { firstYears } from "#domain/ledger/fiscal-year";
import { type Company, NewCompany, slugOf } from "#domain/people/company";
import { CompanyChange, changedCompany } from "#domain/people/company-change";
import { Refusal } from "#domain/refusals";
import { doerOf, personIn } from "#runtime/actor";
import { listOf, listQuery } from "#runtime/list";
import { resource } from "#runtime/resource";
import { routesNeeding } from "#runtime/route";
import { changeCompanyAction, companies } from "#store/companies";
import { hasRoleAction } from "#store/entitlement";
import { newCompanyActions } from "#store/new-company";
import { commit } from "#store/outbox";
import { COMPANIES_MAX, ownCompanies } from "#store/own-companies";
import { joiningActions, people } from "#store/people";
import { joinedAction } from "#store/person-files";
import { assertOwn } from "./own.ts";
import { CompanyView, OwnCompany } from "./shapes.ts";
import { taxProfileRoutes } from "./tax-profile.ts";
import { companyView } from "./view.ts";

const route = routesNeeding("table", "directory");
const params = z.object({ companyId: CompanyId });

const list = route({
  method: "GET",
  path: "/api/companies",
  may: "session",
  summary: "The companies one belongs to, with one's role in each; POST /auth/switch enters another",
  query: listQuery({}),
  returns: listOf(OwnCompany),
  refuses: ["request.bad_cursor"],
  async handle({ query, actor, directory, cursors }) {
    const all = await ownCompanies(directory, actor.personId);
    const after = cursors.open(CompanyId);
    const rest = all.filter(({ company }) => after === null || company.id > after);
    const page = rest.slice(0, query.limit);
    const last = page.at(-1);
    return {
      data: page.map(({ company: { id, slug, name, siren }, role }) => ({ id, slug, name, siren, role })),
      nextCursor: last && rest.length > page.length ? cursors.seal(last.company.id) : null,
    };
  },
});

const create = route({
  method: "POST",
  path: "/api/companies",
  may: "session",
  summary: "Another company for the same person, as its owner; the session stays where it is",
  body: NewCompany,
  returns: CompanyView,
  status: 201,
  refuses: ["company.slug_taken", "company.limit_reached"],
  async handle({ body, actor, request, directory, now, newId }) {
    const { personId } = actor;
    if ((await people(directory()).memberships(personId)).length >= COMPANIES_MAX) throw new Refusal("company.limit_reached");
    const at = instantOf(now());
    const { name, slug = slugOf(name), siren = null, closesOn } = body;
    const company: Company = { id: newId("company"), slug, name, siren, closesOn, ownerId: personId, version: 1 };
    const today = parisDate(now());
    const actions = [
      ...newCompanyActions(company, firstYears(closesOn, today, newId)),
      joinedAction(personId),
      ...joiningActions({ personId, companyId: company.id, role: "owner", joinedAt: at }),
    ];
    const objects = [{ id: company.id, version: 1 }];
    const event = { id: newId("event"), type: "company.created", at, doer: doerOf(actor), requestId: request.requestId, objects } as const;
    const { done } = await commit(directory(company.id), company.id, actions, event);
    if (!done) throw new Refusal("company.slug_taken");
    return companyView(company, today);
  },
});

const get = route({
  method: "GET",
  path: "/api/companies/{company_id}",
  may: "company:read",
  summary: "The company of this session or key: what it is before the law, dated, and what is true today",
  params,
  returns: CompanyView,
  refuses: ["company.not_found"],
  async handle({ params: { companyId }, actor, table, now }) {
    assertOwn(companyId, actor);
    return companyView(await companies(table, companyId).get(), parisDate(now()));
  },
});

const change = route({
  method: "PUT",
  path: "/api/companies/{company_id}",
  may: "company:write",
  summary:
    "Change the company. What is left out stays; null takes away; a dated list replaces the one before; a closing day makes years not opened yet",
  params,
  body: CompanyChange,
  returns: CompanyView,
  refuses: ["auth.person_only", "company.not_found", "conflict.changed_meanwhile"],
  async handle({ params: { companyId }, body, actor, request, assertMatch, table, now, newId }) {
    assertOwn(companyId, actor);
    const { personId, role } = personIn(actor);
    const store = companies(table, companyId);
    const [before, years] = await Promise.all([store.get("now"), store.years()]);
    assertMatch(before);
    const after = changedCompany(before, body, years);
    const actions = [changeCompanyAction(before, after), hasRoleAction(companyId, personId, role)];
    const objects = [{ id: companyId, version: after.version }];
    const at = instantOf(now());
    const event = { id: newId("event"), type: "company.updated", at, doer: doerOf(actor), requestId: request.requestId, objects } as const;
    const { done } = await commit(table, companyId, actions, event);
    if (!done) throw new Refusal("conflict.changed_meanwhile");
    return companyView(after, parisDate(now()));
  },
});

export const companiesApi = resource("companies", [list, create, get, change, ...taxProfileRoutes]);
