import { instantOf } from "#domain/dates";
import { schedule } from "#runtime/worker";
import { connectionsOfShard, SHARDS } from "#store/connections";

/** Every night: one message a connection. Fired twice for the same time, the second round finds each connection already read. */
export const nightlySync = schedule({
  name: "sync/tick",
  expression: "cron(15 4 * * ? *)",
  needs: ["directory", "syncQueue"],
  errorImpact: "Aucune banque n'est lue cette nuit.",
  async handle({ scheduledAt, directory, syncQueue, newId }) {
    for (let shard = 0; shard < SHARDS; shard += 1) {
      for await (const targets of connectionsOfShard(directory(), shard)) {
        await syncQueue.send(
          targets.map((target) => ({ ...target, syncId: newId("sync"), trigger: "nightly", requestedAt: instantOf(scheduledAt) })),
        );
      }
    }
  },
});
