import { type Action, assertActionsInside, type Db, type Outcome } from "#store/db";
import type { Scope } from "#store/guard";
import type { QueueName } from "./messages.ts";
import type { Sender } from "./services.ts";

type Waiting = { readonly queue: QueueName; readonly message: unknown };

/**
 * Holds back what a handler writes and sends, so that its answer can join its own transaction. To the handler a held transaction is
 * done; what it sends to queues from then on waits too. Single puts and updates (sessions, notes) are not effects and go through.
 */
export type Hold = {
  readonly around: (db: Db) => Db;
  readonly aroundSender: <Message>(queue: QueueName, sender: Sender<Message>) => Sender<Message>;
  readonly actions: readonly Action[];
  readonly scopes: readonly Scope[];
  readonly messages: readonly Waiting[];
};

/** `failed` is what the table said of this handler's first transaction when it was sent: the handler is told, and decides anew. */
export function newHold(failed: Outcome | null): Hold {
  const actions: Action[] = [];
  const scopes: Scope[] = [];
  const messages: Waiting[] = [];
  const state = { told: failed === null };
  return {
    ...{ actions, scopes, messages },
    around: (db) => ({
      ...db,
      async transact(given) {
        assertActionsInside(db.scope, given);
        if (failed !== null && !state.told) {
          state.told = true;
          return failed;
        }
        actions.push(...given);
        scopes.push(db.scope);
        return { done: true };
      },
    }),
    aroundSender: (queue, sender) => ({
      async send(given, options) {
        if (actions.length === 0) return sender.send(given, options);
        messages.push(...given.map((message) => ({ queue, message })));
      },
    }),
  };
}
