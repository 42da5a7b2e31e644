import type { BalanceField, BalanceFormat, BalanceProblem } from "#documents/balance/reading";
import type { Flaw } from "#domain/refusals";
import { snake } from "#runtime/case";
import { flawFr } from "#runtime/problems.fr";

/** Problems as flaws of the request: `/lines/12/debit` in a file, `/rows/11/debit_balance_cents` in JSON. */
export const flawsOfProblems = (format: BalanceFormat, problems: readonly BalanceProblem[]): readonly Flaw[] =>
  problems.map((problem) => ({
    pointer: format === "json" ? inJson(problem) : inFile(problem),
    message: `${problem.code}:${problem.place}:${problem.detail}`,
  }));

const inFile = ({ line, field }: BalanceProblem): string => (line === 0 ? "" : `/lines/${line}${field === null ? "" : `/${snake(field)}`}`);

const inJson = ({ line, field }: BalanceProblem): string => `/rows/${line - 1}${field === null ? "" : `/${snake(inCents(field))}`}`;

const inCents = (field: BalanceField): string => (field === "account" || field === "label" ? field : `${field}Cents`);

/** Flaws in French, as a kept or tried analysis tells them. */
export const toldFlaws = (flaws: readonly Flaw[]) =>
  flaws.map(({ pointer, message }) => ({ pointer, code: message.split(":", 1)[0] ?? message, message: flawFr(message) }));
