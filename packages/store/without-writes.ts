import type { Action, Db } from "./db.ts";

/** The table as a trial sees it: what is read is real, what would be written is told to `watch` and goes nowhere. */
export const withoutWrites = (db: Db, watch: (action: Action) => void): Db => ({
  ...db,
  put: async () => ({ done: true }),
  update: async () => ({ done: true }),
  delete: async () => ({ done: true }),
  async transact(actions) {
    for (const action of actions) watch(action);
    return { done: true };
  },
});
