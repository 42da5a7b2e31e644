import { expect, it } from "vitest";
import { step, traceOf } from "#tax/trace";

it("a trace shows steps that add up to its total, and nothing else", () => {
  const steps = [step("base", "Base", 4_250_000, { article: "CGI art. 219" }), step("reste", "Reste", -50)];
  expect(traceOf("essai", "Essai", 4_249_950, steps)).toMatchObject({
    totalCents: 4_249_950,
    lines: [{ detail: null }, { article: null }],
  });
  expect(() => traceOf("essai", "Essai", 4_249_951, steps)).toThrow("adds up to 4249950");
});
