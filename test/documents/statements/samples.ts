import { readStatements } from "#documents/statements/read";
import type { Statement, StatementReading } from "#documents/statements/reading";

export const latin1 = (text: string): Uint8Array => Buffer.from(text, "latin1");
export const utf8 = (text: string): Uint8Array => Buffer.from(text, "utf8");

export const codesOf = ({ problems }: StatementReading): readonly string[] => problems.map(({ code }) => code);

/** Reads text that must be right: the statements, and no error. */
export function statementsOf(bytes: Uint8Array | string): readonly Statement[] {
  const { statements, problems } = readStatements(typeof bytes === "string" ? utf8(bytes) : bytes);
  const errors = problems.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join("\n"));
  return statements;
}

/** What of a row a test looks at: day, minor units, label. */
export const briefOf = ({ rows }: Pick<Statement, "rows">): readonly (readonly [string, number, string])[] =>
  rows.map(({ bookedOn, amountCents, label }) => [bookedOn, amountCents, label]);
