import type { Note } from "../report.ts";
import { euros } from "./entry.ts";
import type { FecRecord } from "./record.ts";

/** Groups open at the same time; a balanced group is forgotten at once. */
const OPEN_MAX = 50_000;

type Group = { cents: number; readonly line: number };

/** Lines of one account and third party under one code must cancel out. Small letters are partial matchings and owe nothing. */
export function createLetteringCheck(note: Note) {
  const open = new Map<string, Group>();
  let given = false;
  return {
    record({ line, account, auxiliary, lettering, debitCents, creditCents }: FecRecord): void {
      if (lettering === "" || lettering !== lettering.toUpperCase() || given) return;
      const key = `${account}\n${auxiliary}\n${lettering}`;
      const group = open.get(key) ?? { cents: 0, line };
      group.cents += (debitCents ?? 0) - (creditCents ?? 0);
      if (group.cents === 0) open.delete(key);
      else open.set(key, group);
      given = open.size > OPEN_MAX;
      if (given) open.clear();
    },
    finish(): void {
      if (given) note("L02");
      for (const [key, { cents, line }] of open) note("L01", line, `${key.replaceAll("\n", " ").trim()}, reste ${euros(cents)}`);
    },
  };
}
