import type { Note } from "../report.ts";
import type { CompactDate } from "./date.ts";
import { euros } from "./entry.ts";
import { own } from "./memory.ts";
import type { FecRecord } from "./record.ts";

/** Groups open at the same time; a balanced group is forgotten at once. */
const OPEN_MAX = 50_000;
const KEY_MAX = 200;

type Group = { cents: number; readonly line: number; readonly on: CompactDate };

/**
 * Lines of one account and third party under one code must cancel out, on one day that is not before theirs. Small letters are partial
 * matchings and owe nothing.
 */
export function createLetteringCheck(note: Note) {
  const open = new Map<string, Group>();
  let given = false;
  const add = (key: string, { line, letteredOn, debitCents, creditCents }: FecRecord): void => {
    const cents = debitCents - creditCents;
    const group = open.get(key);
    if (!group) {
      if (cents !== 0) open.set(own(key), { cents, line, on: letteredOn });
      return;
    }
    if (group.on !== letteredOn && group.on !== 0 && letteredOn !== 0) note("L04", line, `${group.on}, ${letteredOn}`);
    group.cents += cents;
    if (group.cents === 0) open.delete(key);
  };
  return {
    record(record: FecRecord): void {
      const { line, account, auxiliary, lettering, letteredOn, date } = record;
      if (lettering === "") return;
      if (letteredOn !== 0 && letteredOn < date) note("L03", line, String(letteredOn));
      if (given || lettering !== lettering.toUpperCase()) return;
      const key = `${account}\n${auxiliary}\n${lettering}`;
      if (key.length <= KEY_MAX) add(key, record);
      given = open.size > OPEN_MAX;
      if (given) open.clear();
    },
    finish(): void {
      if (given) note("L02");
      for (const [key, { cents, line }] of open) note("L01", line, `${shownKey(key)}, reste ${euros(cents)}`);
    },
  };
}

/** Account, third party if there is one, code. */
const shownKey = (key: string): string => key.split("\n").filter(Boolean).join(" ");
