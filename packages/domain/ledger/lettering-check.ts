import { isLetterable } from "./chart-accounts.ts";
import { type LetteringLine, signedCents } from "./lettering.ts";

/** What is wrong with a group a person asked for. */
export type LetteringProblem =
  | "too_few_lines"
  | "line_twice"
  | "different_accounts"
  | "different_third_parties"
  | "account_not_letterable"
  | "one_sided"
  | "not_balanced";

/**
 * Everything that forbids lettering these lines together, by name; empty when nothing does. A partial group may leave a difference,
 * and still needs both sides: two invoices are no settlement.
 */
export function checkGroup(lines: readonly LetteringLine[], { partial }: { readonly partial: boolean }): LetteringProblem[] {
  const distinct = (keyOf: (line: LetteringLine) => string | null): number => new Set(lines.map(keyOf)).size;
  const wrong: Readonly<Record<LetteringProblem, boolean>> = {
    too_few_lines: lines.length < 2,
    line_twice: distinct(({ entryNumber, lineIndex }) => `${entryNumber}:${lineIndex}`) < lines.length,
    different_accounts: distinct(({ account }) => account) > 1,
    different_third_parties: distinct(({ thirdPartyCode }) => thirdPartyCode) > 1,
    account_not_letterable: lines.some(({ account }) => !isLetterable(account)),
    one_sided: distinct(({ side }) => side) === 1,
    not_balanced: !partial && lines.reduce((sum, line) => sum + signedCents(line), 0) !== 0,
  };
  return PROBLEMS.filter((problem) => wrong[problem]);
}

const PROBLEMS = [
  ...["too_few_lines", "line_twice", "different_accounts", "different_third_parties"],
  ...["account_not_letterable", "one_sided", "not_balanced"],
] as const;
