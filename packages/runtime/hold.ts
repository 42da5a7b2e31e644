import { type Action, assertActionsInside, type Db, type Item, type Outcome } from "#store/db";
import type { Scope } from "#store/guard";
import type { QueueName } from "./messages.ts";
import type { Sender } from "./services.ts";

type Waiting = { readonly queue: QueueName; readonly message: unknown };

/** What the table said of a handler's transaction: which of its transactions, and which of that one's actions. */
export type Failed = { readonly at: number; readonly outcome: Outcome };

/**
 * Holds back what a handler writes and sends, so that its answer can join its own transaction. To the handler a held transaction is
 * done; what it sends to queues waits too. Single puts and updates (sessions, notes) are not effects and go through. A handler that reads
 * back what it wrote would read what is not there yet: that is our bug, and throws.
 */
export type Hold = {
  readonly around: (db: Db) => Db;
  readonly aroundSender: <Message>(queue: QueueName, sender: Sender<Message>) => Sender<Message>;
  readonly actions: readonly Action[];
  readonly scopes: readonly Scope[];
  readonly messages: readonly Waiting[];
  /** Whose the failed actions are: places in `actions` become a transaction and places in it. The first that failed is told. */
  readonly blame: (failed: readonly number[]) => Failed;
};

/** `failed` is what the table said when these transactions were sent together: the handler is told at the one that failed, and decides anew. */
export function newHold(failed: Failed | null): Hold {
  const transactions: (readonly Action[])[] = [];
  const actions: Action[] = [];
  const scopes: Scope[] = [];
  const messages: Waiting[] = [];
  const held = new Set<string>();
  const state = { calls: 0 };
  return {
    ...{ actions, scopes, messages },
    around: (db) => ({
      ...readingPast(held, db),
      async transact(given) {
        assertActionsInside(db.scope, given);
        const place = state.calls;
        state.calls += 1;
        if (failed?.at === place) return failed.outcome;
        transactions.push(given);
        actions.push(...given);
        scopes.push(db.scope);
        for (const action of given) for (const name of namesOf(action)) held.add(name);
        return { done: true };
      },
    }),
    aroundSender: (queue) => ({
      async send(given) {
        messages.push(...given.map((message) => ({ queue, message })));
      },
    }),
    blame: (places) => blamed(transactions, places, failed),
  };
}

/** The handle's reads, except of what is held: it is not in the table yet. */
function readingPast(held: ReadonlySet<string>, db: Db): Db {
  const assertUnwritten = (name: unknown): void => {
    if (typeof name === "string" && held.has(name)) throw new Error("a handler read what it only just wrote");
  };
  return {
    ...db,
    async get(params) {
      assertUnwritten(nameOf(params.Key));
      return db.get(params);
    },
    async query(params) {
      assertUnwritten(params.ExpressionAttributeValues?.[":pk"]);
      return db.query(params);
    },
  };
}

function blamed(transactions: readonly (readonly Action[])[], places: readonly number[], before: Failed | null): Failed {
  let from = 0;
  for (const [index, { length }] of transactions.entries()) {
    const inside = places.filter((place) => place >= from && place < from + length).map((place) => place - from);
    // A transaction that was told its failure and not sent again stands in none of the places.
    const at = before !== null && index >= before.at ? index + 1 : index;
    if (inside.length > 0) return { at, outcome: { done: false, failed: inside } };
    from += length;
  }
  throw new Error("a failed action that nobody wrote");
}

const nameOf = (key: Item | undefined): string => `${String(key?.["pk"])} ${String(key?.["sk"])}`;

/** What a held action writes: the item by its two keys, and the partition it lies in. */
function namesOf({ Put, Update, Delete }: Action): readonly string[] {
  const key = Put?.Item ?? Update?.Key ?? Delete?.Key;
  return key ? [nameOf(key), String(key["pk"])] : [];
}
