import type { JournalRecord, Message, QueueSettings } from "./sqs-records.ts";

/** One queue in memory: messages that may be received, and those waiting for `visibleAt` (delayed or in flight). */
export type QueueState = {
  settings: QueueSettings;
  changedAt: number;
  readonly createdAt: number;
  readonly ready: Map<string, Message>;
  readonly waiting: Map<string, Message>;
  /** No waiting message becomes visible before this: spares looking through them. */
  nextVisibleAt: number;
};

export type SqsState = Map<string, QueueState>;

/** Lets a record happen. The same function runs live and when the journal is read again, so both end in the same state. */
export function apply(state: SqsState, record: JournalRecord): void {
  if (record.did === "declare") declare(state, record);
  else if (record.did === "drop") state.delete(record.queue);
  else if (record.did === "move") {
    take(queueIn(state, record.from), record.id);
    put(queueIn(state, record.to), record.message);
  } else applyToMessages(state, record);
}

function applyToMessages(state: SqsState, record: Exclude<JournalRecord, { readonly did: "declare" | "move" | "drop" }>): void {
  const queue = queueIn(state, record.queue);
  if (record.did === "send") for (const message of record.messages) put(queue, message);
  if (record.did === "remove") for (const id of record.ids) take(queue, id);
  if (record.did === "hide") change(queue, record.id, (message) => ({ ...message, visibleAt: record.visibleAt }));
  if (record.did === "purge") {
    queue.ready.clear();
    queue.waiting.clear();
  }
  if (record.did !== "receive") return;
  for (const [id, receipt] of record.receipts) {
    change(queue, id, (message) => ({
      ...message,
      receipt,
      visibleAt: record.visibleAt,
      receiveCount: message.receiveCount + 1,
      firstReceivedAt: message.firstReceivedAt ?? record.at,
    }));
  }
}

/** Makes ready what became visible by `at`. */
export function promote(queue: QueueState, at: number): void {
  if (at < queue.nextVisibleAt) return;
  queue.nextVisibleAt = Number.POSITIVE_INFINITY;
  for (const message of [...queue.waiting.values()]) {
    if (message.visibleAt > at) {
      queue.nextVisibleAt = Math.min(queue.nextVisibleAt, message.visibleAt);
    } else {
      queue.waiting.delete(message.id);
      queue.ready.set(message.id, message);
    }
  }
}

export const find = (queue: QueueState, id: string): Message | undefined => queue.ready.get(id) ?? queue.waiting.get(id);

/** The shortest journal that leads to this state. */
export function* snapshot(state: SqsState): Generator<JournalRecord> {
  for (const [queue, { settings, createdAt }] of state) yield { did: "declare", queue, settings, at: createdAt };
  for (const [queue, { ready, waiting }] of state) {
    for (const message of [...ready.values(), ...waiting.values()]) yield { did: "send", queue, messages: [message] };
  }
}

function declare(state: SqsState, { queue, settings, at }: JournalRecord & { readonly did: "declare" }): void {
  const known = state.get(queue);
  if (known) Object.assign(known, { settings, changedAt: at });
  else {
    state.set(queue, {
      settings,
      changedAt: at,
      createdAt: at,
      ready: new Map(),
      waiting: new Map(),
      nextVisibleAt: Number.POSITIVE_INFINITY,
    });
  }
}

function queueIn(state: SqsState, name: string): QueueState {
  const queue = state.get(name);
  if (!queue) throw new Error(`the journal names a queue never declared: ${name}`);
  return queue;
}

/** Always through `waiting`: the clock, not the record, says whether a message is visible. */
function put(queue: QueueState, message: Message): void {
  queue.waiting.set(message.id, message);
  queue.nextVisibleAt = Math.min(queue.nextVisibleAt, message.visibleAt);
}

function take(queue: QueueState, id: string): void {
  queue.ready.delete(id);
  queue.waiting.delete(id);
}

function change(queue: QueueState, id: string, to: (message: Message) => Message): void {
  const message = find(queue, id);
  if (!message) return;
  take(queue, id);
  put(queue, to(message));
}
