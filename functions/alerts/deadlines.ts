import { parisDate } from "#domain/dates";
import { watchConnections } from "#runtime/banking/watch-connections";
import { tellDeadlines } from "#runtime/tell-deadlines";
import { consumer } from "#runtime/worker";

/** Tells one company its coming tax deadlines, and what waiting makes of its banks: a consent that ends, a bank that stays down. Its message may come twice, late, or beside a person who asks for the same. */
export const tellCompanyDeadlines = consumer({
  name: "alerts/deadlines",
  queue: "alerts",
  needs: ["table"],
  errorImpact: "Une société n'est pas prévenue de ses échéances fiscales, ni d'un accord bancaire qui prend fin.",
  async handle({ message: { companyId }, table, now, newId }) {
    const requestId = `alerts-${parisDate(now())}`;
    const doer = { kind: "system", id: "alerts" } as const;
    await watchConnections({ table, companyId, now, newId, doer, requestId });
    await tellDeadlines(companyId, { table, when: "lately", now, newId, doer, requestId });
  },
});
