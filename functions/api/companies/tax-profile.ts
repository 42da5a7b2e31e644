import * as z from "zod";
import { instantOf } from "#domain/dates";
import { CompanyId } from "#domain/ids";
import { Refusal } from "#domain/refusals";
import { doerOf } from "#runtime/actor";
import { routesNeeding } from "#runtime/route";
import { listedCompanyAction } from "#store/company-list";
import { commit } from "#store/outbox";
import { putTaxProfileAction, taxProfileOf } from "#store/tax-profiles";
import { TaxProfile } from "#tax/profile";
import { assertOwn } from "./own.ts";

const route = routesNeeding("table");
const saying = routesNeeding("table", "directory");
const params = z.object({ companyId: CompanyId });

const EXAMPLE = {
  ...{ taxedAs: "is", createdOn: "2019-04-01", territory: "metropole", goodFridayIsHoliday: false, vatReturnDay: 19, vatOnDebits: false },
  ...{ capitalFullyPaid: true, heldByPersonsPpm: 1_000_000, ownerInitial: null, filesOnline: true, filesAccountsOnline: true },
  ...{ headcount: [{ employees: 4, validFrom: "2025-01-01" }], paysFollowingMonth: false, size: "small", paysFees: true, cfeLiable: true },
  ...{ payrolls: [{ year: 2025, grossCents: 14_400_000 }], cfe: [{ year: 2025, amountCents: 124_500 }], cvae: [], vatDue: [] },
  filedReturns: [
    {
      ...{ closedOn: "2025-12-31", turnoverCents: 42_180_000, reducedRateBaseCents: 4_250_000, normalRateBaseCents: 1_830_000 },
      ...{ isCents: 1_095_000, lossesLeftCents: 0 },
    },
  ],
  dividends: [{ paidOn: "2026-06-30", grossCents: 1_000_000 }],
  approvals: [{ closedOn: "2025-12-31", approvedOn: "2026-06-12" }],
};
const TaxProfileView = z
  .object({ ...TaxProfile.shape, version: z.int() })
  .meta({ id: "TaxProfile", examples: [{ ...EXAMPLE, version: 2 }] });

const get = route({
  method: "GET",
  path: "/api/companies/{company_id}/tax-profile",
  may: "tax:read",
  summary: "What the company said for tax: regime, territory, holders, headcount, CFE, returns filed. Version 0: nothing yet",
  params,
  returns: TaxProfileView,
  refuses: ["company.not_found"],
  async handle({ params: { companyId }, actor, table }) {
    assertOwn(companyId, actor);
    const { profile, version } = await taxProfileOf(table, companyId);
    return { ...profile, version };
  },
});

const put = saying({
  method: "PUT",
  path: "/api/companies/{company_id}/tax-profile",
  may: "tax:write",
  summary: "Say it anew, whole: what is left out becomes unknown again. Calendar, alerts and computations from the books rest on it",
  params,
  body: TaxProfile.meta({ examples: [EXAMPLE] }),
  returns: TaxProfileView,
  refuses: ["company.not_found", "conflict.changed_meanwhile"],
  async handle({ params: { companyId }, body, actor, request, assertMatch, table, directory, now, newId }) {
    assertOwn(companyId, actor);
    const { version } = await taxProfileOf(table, companyId, "now");
    assertMatch({ version });
    const objects = [{ id: companyId, version: version + 1 }];
    const at = instantOf(now());
    const { requestId } = request;
    const event = { id: newId("event"), type: "tax_profile.updated", at, doer: doerOf(actor), requestId, objects } as const;
    // A company made before there was a list of them is visited by the morning's round from now on.
    const actions = [putTaxProfileAction(companyId, body, version), listedCompanyAction(companyId)];
    const { done } = await commit(directory(companyId), companyId, actions, event);
    if (!done) throw new Refusal("conflict.changed_meanwhile");
    return { ...body, version: version + 1 };
  },
});

export const taxProfileRoutes = [get, put];
