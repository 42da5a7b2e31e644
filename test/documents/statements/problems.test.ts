import { describe, expect, it } from "vitest";
import { STATEMENT_FAULTS, STATEMENT_REMARKS } from "#documents/statements/problem-codes";
import { statementProblemFr } from "#documents/statements/problems.fr";

describe("what a reader is told of a statement", () => {
  it.each([...STATEMENT_FAULTS, ...STATEMENT_REMARKS])(
    "%s is a French sentence, with or without a detail, with its line where there is one",
    (code) => {
      for (const detail of ["", "12 %", "$&"]) {
        expect(statementProblemFr(code, 0, detail)).toMatch(/^[A-ZÀÉ«L].*\.$/);
        expect(statementProblemFr(code, 7, detail)).toBe(`Ligne 7 : ${statementProblemFr(code, 0, detail)}`);
      }
      expect(statementProblemFr(code, 0, "")).not.toMatch(/%|undefined/);
    },
  );
});
