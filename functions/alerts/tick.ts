import { schedule } from "#runtime/worker";
import { COMPANY_SHARDS, companiesOfShard } from "#store/company-list";

/** Every morning: one message a company. Fired twice, or late, each company is told what is new to it on that day and nothing twice. */
export const dailyAlerts = schedule({
  name: "alerts/tick",
  expression: "cron(30 6 * * ? *)",
  needs: ["directory", "alertsQueue"],
  errorImpact: "Aucune société n'est prévenue aujourd'hui de ses échéances fiscales.",
  async handle({ directory, alertsQueue }) {
    for (let shard = 0; shard < COMPANY_SHARDS; shard += 1)
      for await (const companyIds of companiesOfShard(directory(), shard))
        await alertsQueue.send(companyIds.map((companyId) => ({ companyId })));
  },
});
