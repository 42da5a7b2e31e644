import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { AwsError } from "./aws-error.ts";
import { openJournal, readJournal } from "./sqs-journal.ts";
import type { JournalRecord } from "./sqs-records.ts";
import { apply, type QueueState, type SqsState, snapshot } from "./sqs-state.ts";
import { type Bell, makeBell } from "./sqs-wake.ts";

/** The state of all queues, its journal, and who waits at which queue. */
export type Store = {
  readonly names: () => readonly string[];
  /** Throws AwsError QueueDoesNotExist. */
  readonly state: (queue: string) => QueueState;
  /** Writes a record down, lets it happen and wakes whom it concerns. */
  readonly record: (record: JournalRecord) => void;
  readonly bell: (queue: string) => Bell;
  readonly close: () => void;
};

/** Reads the journal of a directory (`sqs.jsonl`) and opens it for more. */
export function openStore(directory: string): Store {
  mkdirSync(directory, { recursive: true });
  const path = join(directory, "sqs.jsonl");
  const state: SqsState = new Map();
  for (const record of readJournal(path)) apply(state, record);
  const journal = openJournal(path, () => snapshot(state));
  const bells = new Map<string, Bell>();
  const bell = (queue: string): Bell => {
    const hung = bells.get(queue) ?? makeBell();
    bells.set(queue, hung);
    return hung;
  };
  return {
    names: () => [...state.keys()],
    state(queue) {
      const found = state.get(queue);
      if (!found) throw new AwsError(400, "QueueDoesNotExist", "The specified queue does not exist.");
      return found;
    },
    record(record) {
      journal.append(record);
      apply(state, record);
      if (record.did === "send" || record.did === "hide") bell(record.queue).ring();
      if (record.did === "move") bell(record.to).ring();
    },
    bell,
    close: journal.close,
  };
}
