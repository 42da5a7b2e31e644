import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const files = ["packages", "functions"].flatMap((root) =>
  readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(root, name)),
);

/** A name at the top of a module that can change while a warm function serves one tenant after the other. */
const CHANGING =
  /^(?:export )?(?:let\b|const \w+(?:: [^=]+)? = (?:new (?:Map|Set|WeakMap|Array)(?:<[^()]*>)?\(\)|\[\]|\{\}|once\(|lazily\())/;

/** Built once and the same for every tenant: entities, charts, tables of the law. Each is a pure function of the code. */
const SAME_FOR_ALL = /= (?:once|lazily)\(/;
/** Empty and never filled: its type says so. */
const NEVER_FILLED = /^const \w+: (?:Readonly(?:Set|Map)<|readonly )/;

const mayChange = (line: string): boolean => CHANGING.test(line) && !SAME_FOR_ALL.test(line) && !NEVER_FILLED.test(line);

it.each(["const seen = new Map<string, number>();", "let last = 0;", "export const cache: Cache = {};", "const list: string[] = [];"])(
  "sees that %s may change",
  (line) => {
    expect(mayChange(line)).toBe(true);
  },
);

it("no module keeps anything that changes: what one tenant leaves behind, the next cannot find", () => {
  const found = files.flatMap((file) =>
    readFileSync(file, "utf8")
      .split("\n")
      .flatMap((line, index) => (mayChange(line) ? [`${file}:${index + 1} ${line}`] : [])),
  );
  expect(found).toEqual([]);
});

it("what is built once is built from the code alone", () => {
  const built = files.flatMap((file) =>
    readFileSync(file, "utf8")
      .split("\n")
      .filter((line) => /^(?:export )?const /.test(line) && SAME_FOR_ALL.test(line))
      .map((line) => [file, line] as const),
  );
  expect(built.length).toBeGreaterThan(3);
  for (const [file, line] of built) expect(line, file).toMatch(/= (?:once|lazily)\(\(\) =>|= (?:once|lazily)\($/);
});
