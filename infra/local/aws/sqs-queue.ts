import { createHash } from "node:crypto";
import { queueArn } from "./arn.ts";
import { AwsError } from "./aws-error.ts";
import type { JournalRecord, Message, MessageAttribute, QueueSettings } from "./sqs-records.ts";
import { find, promote, type QueueState } from "./sqs-state.ts";
import type { Bell } from "./sqs-wake.ts";

export const RECEIVE_MAX = 10;
const IN_FLIGHT_MAX = 120_000;

type NewMessage = {
  readonly body: string;
  readonly attributes?: Readonly<Record<string, MessageAttribute>>;
  /** Seconds before it can be received; the queue's own delay when absent. */
  readonly delaySeconds?: number;
};

type Receive = { readonly max: number; readonly visibilitySeconds?: number };

/** A message handed out: valid until its visibility ends. */
export type Delivery = Message & { readonly receipt: string };

/** One queue, in process: what the wire operations and the poller both stand on. */
export type Queue = {
  readonly name: string;
  readonly arn: string;
  readonly settings: () => QueueSettings;
  /** Stores messages: they are on disk when this returns. Throws AwsError when one is invalid, and then stores none. */
  readonly send: (messages: readonly NewMessage[]) => readonly Message[];
  /** Hands out at most `max` visible messages; those received too often go to the dead-letter queue instead. */
  readonly receive: (request: Receive) => readonly Delivery[];
  /** Like receive, but waits for one until `milliseconds` passed or the signal aborts. */
  readonly receiveWithin: (milliseconds: number, request: Receive, signal?: AbortSignal) => Promise<readonly Delivery[]>;
  /** Sleeps until there may be a message to receive. */
  readonly untilVisible: (signal: AbortSignal) => Promise<void>;
  /** Deletes by receipt; a message already gone is fine. Throws AwsError ReceiptHandleIsInvalid when the visibility has ended. */
  readonly delete: (receipt: string) => void;
  /** Throws AwsError MessageNotInflight, ReceiptHandleIsInvalid or InvalidParameterValue. */
  readonly changeVisibility: (receipt: string, seconds: number) => void;
  readonly purge: () => void;
  /** Makes every message handed out visible again, its receive count kept: for a start after whoever held them has died. */
  readonly releaseInFlight: () => void;
  readonly counts: () => { readonly visible: number; readonly inFlight: number; readonly delayed: number };
};

export type QueueNeeds = {
  readonly name: string;
  readonly state: QueueState;
  readonly record: (record: JournalRecord) => void;
  readonly bell: Bell;
  readonly now: () => Date;
  readonly newId: () => string;
};

/** The behaviour of a queue over its state. Every change goes through `record`, which writes it down and lets it happen. */
export function makeQueue(needs: QueueNeeds): Queue {
  const { name, state, record, bell, now } = needs;
  const queue: Queue = {
    name,
    arn: queueArn(name),
    settings: () => state.settings,
    send(drafts) {
      const messages = drafts.map((draft) => newMessage(needs, draft));
      record({ did: "send", queue: name, messages });
      return messages;
    },
    receive: (request) => receive(needs, request),
    async receiveWithin(milliseconds, request, signal) {
      const over = AbortSignal.any([...(signal ? [signal] : []), AbortSignal.timeout(milliseconds)]);
      for (;;) {
        if (signal?.aborted) return [];
        const found = queue.receive(request);
        if (found.length > 0 || over.aborted) return found;
        await queue.untilVisible(over);
      }
    },
    untilVisible: (signal) => bell.wait(state.ready.size > 0 ? 0 : state.nextVisibleAt - now().getTime(), signal),
    delete: (receipt) => remove(needs, receipt),
    changeVisibility: (receipt, seconds) => changeVisibility(needs, receipt, seconds),
    purge: () => record({ did: "purge", queue: name }),
    releaseInFlight() {
      const held = [...state.waiting.values()].filter(({ receiveCount }) => receiveCount > 0);
      for (const { id } of held) record({ did: "hide", queue: name, id, visibleAt: now().getTime() });
    },
    counts() {
      promote(state, now().getTime());
      const inFlight = [...state.waiting.values()].filter((message) => message.receiveCount > 0).length;
      return { visible: state.ready.size, inFlight, delayed: state.waiting.size - inFlight };
    },
  };
  return queue;
}

function remove(needs: QueueNeeds, receipt: string): void {
  const message = held(needs, receipt);
  if (!message) return;
  if (message.visibleAt <= needs.now().getTime()) throw invalidReceipt("The receipt handle has expired");
  needs.record({ did: "remove", queue: needs.name, ids: [message.id] });
}

function changeVisibility(needs: QueueNeeds, receipt: string, seconds: number): void {
  const at = needs.now().getTime();
  const message = held(needs, receipt);
  if (!message) {
    throw new AwsError(400, "InvalidParameterValue", "Message does not exist or is not available for visibility timeout change.");
  }
  if (message.visibleAt <= at) throw new AwsError(400, "MessageNotInflight", "The message is not in flight.");
  needs.record({ did: "hide", queue: needs.name, id: message.id, visibleAt: at + seconds * 1000 });
}

function receive({ name, state, record, now, newId }: QueueNeeds, { max, visibilitySeconds }: Receive): readonly Delivery[] {
  const at = now().getTime();
  const { redrive, retentionSeconds } = state.settings;
  promote(state, at);
  if (state.ready.size === 0) return [];
  if (state.waiting.size >= IN_FLIGHT_MAX) throw new AwsError(403, "OverLimit", "Too many messages are in flight.");
  const taken: Message[] = [];
  for (const message of [...firstOf(state.ready.values(), max + RECEIVE_MAX)]) {
    if (taken.length === max) break;
    if (at > message.sentAt + retentionSeconds * 1000) record({ did: "remove", queue: name, ids: [message.id] });
    else if (redrive && message.receiveCount >= redrive.receiveCountMax) {
      record({
        did: "move",
        from: name,
        to: redrive.deadLetterQueue,
        id: message.id,
        message: { ...message, diedIn: name, visibleAt: at },
      });
    } else taken.push(message);
  }
  if (taken.length === 0) return [];
  const visibleAt = at + (visibilitySeconds ?? state.settings.visibilitySeconds) * 1000;
  const receipts = taken.map((message): [string, string] => [message.id, receiptOf(message.id, newId())]);
  record({ did: "receive", queue: name, at, visibleAt, receipts });
  return receipts.flatMap(([id, receipt]) => {
    const message = find(state, id);
    return message ? [{ ...message, receipt }] : [];
  });
}

function* firstOf<Item>(items: Iterable<Item>, count: number): Generator<Item> {
  let given = 0;
  for (const item of items) {
    if (given >= count) return;
    given += 1;
    yield item;
  }
}

function newMessage({ state, now, newId }: QueueNeeds, { body, attributes = {}, delaySeconds }: NewMessage): Message {
  const { messageBytesMax, delaySeconds: usual } = state.settings;
  const named = Object.entries(attributes).map(([key, value]) => key + value.DataType + (value.StringValue ?? value.BinaryValue ?? ""));
  if (Buffer.byteLength(body + named.join("")) > messageBytesMax) {
    throw new AwsError(
      400,
      "InvalidParameterValue",
      `One or more parameters are invalid. Message must be shorter than ${messageBytesMax} bytes.`,
    );
  }
  if (/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u.test(body)) {
    throw new AwsError(400, "InvalidMessageContents", "The message contains characters outside the allowed set.");
  }
  const sentAt = now().getTime();
  const visibleAt = sentAt + (delaySeconds ?? usual) * 1000;
  return { id: newId(), body, attributes, md5: createHash("md5").update(body).digest("hex"), sentAt, visibleAt, receiveCount: 0 };
}

/** A receipt names its message and one delivery of it. */
const receiptOf = (id: string, delivery: string): string => Buffer.from(JSON.stringify([id, delivery])).toString("base64url");

/** The message of a receipt, undefined when it was deleted. Throws AwsError when the receipt is not of its last delivery. */
function held({ state }: QueueNeeds, receipt: string): Message | undefined {
  const id = messageIdIn(receipt);
  if (id === undefined) throw invalidReceipt("The input receipt handle is invalid");
  const message = find(state, id);
  if (message && message.receipt !== receipt) throw invalidReceipt("The receipt handle has expired");
  return message;
}

function messageIdIn(receipt: string): string | undefined {
  try {
    const parts: unknown = JSON.parse(Buffer.from(receipt, "base64url").toString());
    return Array.isArray(parts) && typeof parts[0] === "string" ? parts[0] : undefined;
  } catch {
    return undefined;
  }
}

const invalidReceipt = (reason: string): AwsError =>
  new AwsError(400, "ReceiptHandleIsInvalid", `ReceiptHandle is invalid. Reason: ${reason}.`);
