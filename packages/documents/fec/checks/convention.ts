import type { Note } from "../report.ts";
import type { FecRecord } from "./record.ts";

/** A file with amount and side writes the side in one way: letters or signs (LPF art. A47 A-1, X). */
export function createConventionCheck(note: Note) {
  let used: FecRecord["convention"];
  let told = false;
  return {
    record({ convention, line }: FecRecord): void {
      used ??= convention;
      if (told || convention === undefined || convention === used) return;
      told = true;
      note("V02", line);
    },
  };
}
