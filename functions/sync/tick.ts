import { nightlyDelay } from "#domain/banking/sync-times";
import { instantOf } from "#domain/dates";
import { schedule } from "#runtime/worker";
import { connectionsOfShard, SHARDS, type Target } from "#store/connections";

/** Messages that leave together, with one delay. */
const TOGETHER = 10;

/**
 * Every night: one message a connection, spread over the longer the more there are, a quarter of an hour at most. Fired twice for the same time, the
 * second round finds each connection already read. What was ended is not in the round any more.
 */
export const nightlySync = schedule({
  name: "sync/tick",
  expression: "cron(15 4 * * ? *)",
  needs: ["directory", "syncQueue", "randomness"],
  errorImpact: "Aucune banque n'est lue cette nuit.",
  async handle({ scheduledAt, directory, syncQueue, newId, randomness }) {
    const message = (target: Target) =>
      ({ ...target, syncId: newId("sync"), trigger: "nightly", requestedAt: instantOf(scheduledAt) }) as const;
    for (let shard = 0; shard < SHARDS; shard += 1) {
      for await (const targets of connectionsOfShard(directory(), shard)) {
        for (let at = 0; at < targets.length; at += TOGETHER) {
          const delaySeconds = nightlyDelay(targets.length, Buffer.from(randomness(4)).readUInt32BE() / 2 ** 32);
          await syncQueue.send(targets.slice(at, at + TOGETHER).map(message), { delaySeconds });
        }
      }
    }
  },
});
