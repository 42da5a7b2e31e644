import { expect, test } from "vitest";
import { readLosslessJson } from "#connectors/banks/lossless-json";

test("numbers keep the digits they were written with", () => {
  const text = '{"a":-12.10,"b":[1e3,0.1,-0,33000000000001,9007199254740993],"c":{"d":1234567.89}}';
  expect(readLosslessJson(text)).toEqual({
    a: "-12.10",
    b: ["1e3", "0.1", "-0", "33000000000001", "9007199254740993"],
    c: { d: "1234567.89" },
  });
});

test("strings that look like numbers, quotes or JSON stay as they are", () => {
  const value = { label: 'CB*1234 "12.5" \\ -3 {"amount":1}', empty: "", accents: "Échéance 12,5 €", escaped: "\u0001\n12\\" };
  expect(readLosslessJson(JSON.stringify(value))).toEqual(value);
});

test("booleans and null are left alone", () => {
  expect(readLosslessJson("[true,false,null]")).toEqual([true, false, null]);
});

test.each([
  "",
  "<html>",
  '{"a":1',
  '{"a":NaN}',
  '{"a":Infinity}',
  '{"a":01}',
  '{"a":1.}',
  '{"a":+1}',
  "{'a':1}",
  '"unterminated',
  '{"a":1,}',
])("%s is no JSON", (text) => {
  expect(() => readLosslessJson(text)).toThrow(SyntaxError);
});
