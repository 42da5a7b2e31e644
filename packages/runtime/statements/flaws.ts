import type { StatementProblem, StatementReading } from "#documents/statements/reading";
import { type Flaw, Refusal } from "#domain/refusals";

/** A file that cannot be imported, line by line: `/lines/12/columns/3`. */
export const unreadable = ({ problems }: Pick<StatementReading, "problems">): Refusal =>
  new Refusal("statement.unreadable", { flaws: problems.filter(({ severity }) => severity === "error").map(flawOf) });

const flawOf = ({ code, line, column, detail }: StatementProblem): Flaw => ({
  pointer: line === 0 ? "" : `/lines/${line}${column === null ? "" : `/columns/${column}`}`,
  message: `${code}:@${line}:${detail}`,
});

/** An upload larger than any statement may be. */
export const tooLarge = (bytesMax: number): Refusal =>
  new Refusal("statement.unreadable", { flaws: [{ pointer: "", message: `file_too_large:@0:${Math.floor(bytesMax / 1_000_000)}` }] });
