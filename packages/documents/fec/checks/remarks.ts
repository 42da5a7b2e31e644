import type { FindingCode } from "../findings.fr.ts";
import { FINDINGS_PER_RULE_MAX, type Note } from "../report.ts";

type Remark = { readonly code: FindingCode; readonly line: number; readonly detail: string };

/** Remarks that are told only once it is known that they hold. */
export type Remarks = ReturnType<typeof createRemarks>;

/** Counts remarks, and keeps those that would be shown: as many a rule as a report holds. Where a sequence starts is no fault. */
export function createRemarks() {
  const counts = new Map<FindingCode, number>();
  const kept: Remark[] = [];
  return {
    add(code: FindingCode, line: number, detail: string): void {
      const count = (counts.get(code) ?? 0) + 1;
      counts.set(code, count);
      if (count <= FINDINGS_PER_RULE_MAX) kept.push({ code, line, detail });
    },
    faults: (): number => [...counts].reduce((sum, [code, count]) => sum + (code === "Q04" ? 0 : count), 0),
    /** Notes what is kept by line, then the rest, which is only counted. */
    tell(note: Note): void {
      for (const { code, line, detail } of kept.toSorted((left, right) => left.line - right.line)) note(code, line, detail);
      for (const [code, count] of counts) for (let told = FINDINGS_PER_RULE_MAX; told < count; told += 1) note(code);
    },
  };
}
