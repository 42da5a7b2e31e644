import { parisDate } from "#domain/dates";
import { tellDeadlines } from "#runtime/tell-deadlines";
import { consumer } from "#runtime/worker";

/** Tells one company its coming tax deadlines. Its message may come twice, late, or beside a person who asks for the same. */
export const tellCompanyDeadlines = consumer({
  name: "alerts/deadlines",
  queue: "alerts",
  needs: ["table"],
  errorImpact: "Une société n'est pas prévenue de ses échéances fiscales.",
  async handle({ message: { companyId }, table, now, newId }) {
    const requestId = `alerts-${parisDate(now())}`;
    await tellDeadlines(companyId, { table, when: "lately", now, newId, doer: { kind: "system", id: "alerts" }, requestId });
  },
});
