import fc from "fast-check";
import { expect, test } from "vitest";
import { addDays, businessDate, daysBetween } from "#domain/dates";
import { groupOf, type LetteringGroup, type LetteringLine } from "#domain/ledger/lettering";
import { checkGroup } from "#domain/ledger/lettering-check";
import { matchAndCount, matchLines } from "#domain/ledger/lettering-match";
import { linesOf, type Row } from "./lettering-lines.ts";

const START = businessDate("2025-01-01");
const REFERENCES = ["", "", "F2025-001", "F2025-002", "F2025-003 F2025-001", "CLIENT 99881"];

/** Few amounts, days and references, so that everything collides. */
const row: fc.Arbitrary<Row> = fc
  .record({
    side: fc.constantFrom("D" as const, "C" as const),
    amount: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 40 })).map((tens) => tens * 10_000),
    day: fc.integer({ min: 0, max: 500 }),
    reference: fc.constantFrom(...REFERENCES),
  })
  .map(({ side, amount, day, reference }): Row => [side, amount, addDays(START, day), reference]);

const books: fc.Arbitrary<LetteringLine[]> = fc
  .record({
    rows: fc.array(row, { maxLength: 30 }),
    party: fc.constantFrom(
      ["411000", "CDURAND1234"] as const,
      ["401000", "FDUPONT1234"] as const,
      ["411000", "CDIVERS"] as const,
      ["580000", null] as const,
      ["467000", null] as const,
    ),
  })
  .map(({ rows, party: [account, code] }) => linesOf(account, code, rows));

const keyOf = ({ entryNumber, lineIndex }: { readonly entryNumber: number; readonly lineIndex: number }) => `${entryNumber}:${lineIndex}`;

const linesIn = (lines: readonly LetteringLine[], { lines: refs }: LetteringGroup): LetteringLine[] =>
  refs.flatMap((ref) => lines.find((line) => keyOf(line) === keyOf(ref)) ?? []);

test("every complete group is one a person could have made, every partial one too, and no line is in two", () => {
  fc.assert(
    fc.property(books, (lines) => {
      const groups = matchLines(lines, { partial: true });
      for (const group of groups) {
        const own = linesIn(lines, group);
        expect(checkGroup(own, { partial: group.differenceCents !== 0 })).toEqual([]);
        expect(groupOf(own, group.how)).toEqual(group);
        const days = own.map(({ date }) => daysBetween(START, date));
        expect(Math.max(...days) - Math.min(...days)).toBeLessThanOrEqual(lines[0]?.account === "580000" ? 10 : 400);
      }
      const used = groups.flatMap((group) => group.lines.map(keyOf));
      expect(new Set(used).size).toBe(used.length);
    }),
    { numRuns: 300 },
  );
});

test("the order of the lines changes nothing", () => {
  const shuffled = books.chain((lines) =>
    fc.tuple(fc.constant(lines), fc.shuffledSubarray(lines, { minLength: lines.length, maxLength: lines.length })),
  );
  fc.assert(
    fc.property(shuffled, ([lines, others]) => {
      expect(matchLines(others, { partial: true })).toEqual(matchLines(lines, { partial: true }));
    }),
    { numRuns: 200 },
  );
});

test("asking for partial groups adds some that leave a difference, and changes no complete one", () => {
  fc.assert(
    fc.property(books, (lines) => {
      const complete = matchLines(lines);
      const asked = matchLines(lines, { partial: true });
      expect(asked.slice(0, complete.length)).toEqual(complete);
      expect(complete.every(({ differenceCents }) => differenceCents === 0)).toBe(true);
      expect(asked.slice(complete.length).some(({ differenceCents }) => differenceCents === 0)).toBe(false);
    }),
    { numRuns: 200 },
  );
});

test("what is left matches nothing more", () => {
  fc.assert(
    fc.property(books, (lines) => {
      const used = new Set(matchLines(lines).flatMap((group) => group.lines.map(keyOf)));
      expect(matchLines(lines.filter((line) => !used.has(keyOf(line))))).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

const manyRows = (count: number, amountOf: (index: number) => number, referenceOf: (index: number) => string = () => ""): Row[] =>
  Array.from({ length: count }, (_, index): Row => {
    const day = addDays(START, Math.floor(index / 2) % 365);
    return [index % 2 ? "C" : "D", amountOf(index), day, referenceOf(index)];
  });

const HOSTILE: Readonly<Record<string, (count: number) => Row[]>> = {
  "all equal": (count) => manyRows(count, () => 10_000),
  "all distinct": (count) => manyRows(count, (index) => 1_000_003 + index * 977),
  "one giant reference": (count) =>
    manyRows(
      count,
      (index) => 1_000 + index,
      () => "F2025-001",
    ),
  "a chain of references": (count) =>
    manyRows(
      count,
      (index) => 1_000 + index,
      (index) => `F2025${100 + index} F2025${101 + index}`,
    ),
};

test.each(Object.keys(HOSTILE))("ten thousand lines, %s, cost a bounded number of steps a line", (name) => {
  const rows = HOSTILE[name] ?? (() => []);
  const half = matchAndCount(linesOf("411000", "CDURAND1234", rows(5_000))).steps;
  const whole = matchAndCount(linesOf("411000", "CDURAND1234", rows(10_000))).steps;
  expect(whole).toBeGreaterThan(10_000);
  expect(whole).toBeLessThan(300 * 10_000);
  expect(whole).toBeLessThan(2.5 * half);
});

test("ten thousand equal lines are all lettered", () => {
  const groups = matchLines(linesOf("411000", "CDURAND1234", HOSTILE["all equal"]?.(10_000) ?? []));
  expect(groups).toHaveLength(5_000);
});
