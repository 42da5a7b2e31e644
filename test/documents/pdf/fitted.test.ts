import * as fc from "fast-check";
import { expect, it } from "vitest";
import { printedSide } from "#documents/pdf/amount";
import { fitted } from "#documents/pdf/fitted";
import { printedAmount } from "#domain/amounts.fr";

const length = (text: string): number => [...text].length;

it("a text that fits is left alone; a longer one is broken between words", () => {
  expect(fitted("Loyer de mars", 13, 2, length)).toEqual(["Loyer de mars"]);
  expect(fitted("Loyer de mars", 8, 2, length)).toEqual(["Loyer de", "mars"]);
  expect(fitted("Loyer de mars", 7, 2, length)).toEqual(["Loyer", "de mars"]);
});

it("a word wider than a line is broken where the line ends", () => {
  expect(fitted("ABCDEFGHIJ", 4, 3, length)).toEqual(["ABCD", "EFGH", "IJ"]);
});

it("only what the last line cannot hold is cut", () => {
  expect(fitted("un deux trois quatre", 8, 2, length)).toEqual(["un deux", "trois q…"]);
});

it("no line is wider than asked, none is more than asked, and no character is halved", () => {
  void fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom("a", "é", " ", "😀") }),
      fc.integer({ min: 2, max: 9 }),
      fc.integer({ min: 1, max: 3 }),
      (text, width, most) => {
        const lines = fitted(text, width, most, length);
        expect(lines.length).toBeLessThanOrEqual(most);
        for (const line of lines) {
          expect(length(line)).toBeLessThanOrEqual(width);
          expect(line).not.toMatch(/\p{Cs}/u);
        }
        const cut = lines.at(-1)?.endsWith("…");
        if (!cut) expect(lines.join("").replaceAll(" ", "")).toBe(text.replaceAll(" ", ""));
      },
    ),
  );
});

it("amounts have a decimal comma, thousands parted by a narrow space, and a sign", () => {
  expect([0, 5, -123_456, 123_456_789_01, 99_999].map(printedAmount)).toEqual([
    "0,00",
    "0,05",
    "-1\u202F234,56",
    "123\u202F456\u202F789,01",
    "999,99",
  ]);
  expect([printedSide(0), printedSide(100)]).toEqual(["", "1,00"]);
});
