import { AwsError } from "./aws-error.ts";
import { DEFAULT_SETTINGS } from "./sqs-attributes.ts";
import { makeQueue, type Queue } from "./sqs-queue.ts";
import type { QueueSettings } from "./sqs-records.ts";
import { openStore, type Store } from "./sqs-store.ts";

/** The queues of one data directory. */
export type Sqs = {
  /** The queue of this name. Throws AwsError QueueDoesNotExist. */
  readonly queue: (name: string) => Queue;
  /** Makes the queue, or gives it these settings. Its dead-letter queue must be there. */
  readonly declare: (name: string, settings?: Partial<QueueSettings>) => Queue;
  /** Forgets a queue and its messages. Throws AwsError QueueDoesNotExist. */
  readonly drop: (name: string) => void;
  readonly names: () => readonly string[];
  /** When a queue was made and last declared: milliseconds since 1970. */
  readonly dates: (name: string) => { readonly createdAt: number; readonly changedAt: number };
  /** Moves what is visible in a dead-letter queue to `to`, or back to where it died, as new messages. */
  readonly redrive: (from: string, to?: string) => Move;
  /** The last moves out of a queue, the latest first. */
  readonly moves: (from: string) => readonly Move[];
  /** Says that the clock given as `now` has jumped: whoever waits looks again. Only tests need it. */
  readonly tick: () => void;
  readonly close: () => void;
};

/** A redrive, done when it is answered. It is remembered as long as this process lives. */
export type Move = {
  readonly handle: string;
  readonly from: string;
  readonly to?: string;
  readonly moved: number;
  readonly startedAt: number;
};

/** AWS shows as many. */
const MOVES_SHOWN_MAX = 10;

type Sources = { readonly now: () => Date; readonly newId: () => string };

const NAME = /^[A-Za-z0-9_-]{1,80}$/;

/**
 * Opens the queues of a directory out of their journal. Everything acknowledged is there again, also after kill -9.
 * Standard queues only. One process a directory.
 */
export function openSqs({ directory, ...sources }: Sources & { readonly directory: string }): Sqs {
  const store = openStore(directory);
  const moves: Move[] = [];
  const queue = (name: string): Queue =>
    makeQueue({ name, state: store.state(name), bell: store.bell(name), record: store.record, ...sources });
  return {
    queue,
    drop: (name) => store.record({ did: "drop", queue: queue(name).name }),
    names: store.names,
    dates: store.state,
    declare(name, wanted = {}) {
      declare(store, name, { settings: { ...DEFAULT_SETTINGS, ...wanted }, at: sources.now().getTime() });
      return queue(name);
    },
    redrive(from, to) {
      const moved = redrive(store, sources, { from, to });
      const move = { handle: sources.newId(), from, ...(to !== undefined && { to }), moved, startedAt: sources.now().getTime() };
      const others = moves.filter((one) => one.from !== from);
      const kept = moves.filter((one) => one.from === from).slice(0, MOVES_SHOWN_MAX - 1);
      moves.splice(0, moves.length, move, ...kept, ...others);
      return move;
    },
    moves: (from) => moves.filter((one) => one.from === from),
    tick: () => {
      for (const name of store.names()) store.bell(name).ring();
    },
    close: store.close,
  };
}

function declare(store: Store, name: string, { settings, at }: { readonly settings: QueueSettings; readonly at: number }): void {
  if (!NAME.test(name))
    throw new AwsError(400, "InvalidParameterValue", "Can only include alphanumeric characters, hyphens, or underscores.");
  if (settings.redrive) store.state(settings.redrive.deadLetterQueue);
  const known = store.names().includes(name) ? store.state(name).settings : undefined;
  if (!isSame(known, settings)) store.record({ did: "declare", queue: name, settings, at });
}

function redrive(store: Store, { now, newId }: Sources, { from, to }: { readonly from: string; readonly to: string | undefined }): number {
  const at = now().getTime();
  const { ready, waiting } = store.state(from);
  const visible = [...ready.values(), ...waiting.values()].filter((message) => message.visibleAt <= at);
  for (const { id, body, md5, attributes, diedIn } of visible) {
    const target = to ?? diedIn;
    if (target === undefined || !store.names().includes(target)) {
      throw new AwsError(404, "ResourceNotFoundException", "The destination queue does not exist.");
    }
    const renewed = { id: newId(), body, md5, attributes, sentAt: at, visibleAt: at, receiveCount: 0 };
    store.record({ did: "move", from, to: target, id, message: renewed });
  }
  return visible.length;
}

const isSame = (a: QueueSettings | undefined, b: QueueSettings): boolean =>
  a !== undefined && JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());
