import * as z from "zod";
import { CompanyId } from "#domain/ids";
import { Refusal } from "#domain/refusals";
import { secretsOf } from "#runtime/needs";
import { routesNeeding } from "#runtime/route";
import { companies } from "#store/companies";
import { members } from "#store/members";
import { people } from "#store/people";
import { sessions } from "#store/sessions";
import { enter } from "./enter.ts";
import { Welcome } from "./shapes.ts";

/**
 * Another company of the same person, without the password again: a new session there in place of this one, so that there is never more
 * than one to lose. Should the answer get lost, the person logs in again.
 */
export const switchCompany = routesNeeding(
  "directory",
  "randomness",
  secretsOf("signing"),
)({
  method: "POST",
  path: "/auth/switch",
  may: "session",
  summary: "Enter another company one belongs to; this session ends",
  body: z.strictObject({ companyId: CompanyId, grant: z.literal("token").exactOptional() }),
  returns: Welcome,
  secret: true,
  refuses: ["company.not_found", "auth.invalid_credentials"],
  async handle({ body: { companyId, grant }, actor, ...tools }) {
    const db = tools.directory(companyId);
    const [member, person, company, current] = await Promise.all([
      members(db, companyId).find(actor.personId),
      people(db).byId(actor.personId),
      companies(db, companyId).find(),
      sessions(tools.directory(actor.companyId), actor.companyId).live(actor.sessionId, tools.now()),
    ]);
    if (!member || !person || !company) throw new Refusal("company.not_found");
    const from = { companyId: actor.companyId, sessionId: actor.sessionId };
    return enter({ person, company, role: member.role, grant, status: 200, remember: current?.remembered ?? false, from }, tools);
  },
});
