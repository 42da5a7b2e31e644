import { expect, it } from "vitest";
import type { AttributeValue } from "#infra/local/dynamodb/attributes";
import { itemSize } from "#infra/local/dynamodb/item-size";

const valueBytes = (value: AttributeValue): number => itemSize({ n: value }) - 1;

it.each([
  ["0", 1],
  ["5", 2],
  ["12", 2],
  ["123", 3],
  ["1200", 2],
  ["1000000", 2],
  ["-12", 3],
  ["12.5", 3],
  ["1.25", 3],
  ["0.05", 2],
  ["-0.5", 3],
  ["12345678901234567890123456789012345678", 20],
])("the number %s takes %i bytes: a pair of digits each, a byte of exponent, one more when negative", (N, bytes) => {
  expect(valueBytes({ N })).toBe(bytes);
});

it("text is counted as UTF-8, in names as in values", () => {
  expect(itemSize({ é: { S: "€" } })).toBe(2 + 3);
  expect(itemSize({ emoji: { S: "😀" } })).toBe(5 + 4);
});

it("binary counts its bytes, not its base64", () => {
  expect(valueBytes({ B: Buffer.alloc(10).toString("base64") })).toBe(10);
  expect(valueBytes({ BS: [Buffer.alloc(4).toString("base64"), Buffer.alloc(5).toString("base64")] })).toBe(9);
});

it("a boolean and a null take one byte, an empty text none", () => {
  expect([valueBytes({ BOOL: false }), valueBytes({ NULL: true }), valueBytes({ S: "" })]).toEqual([1, 1, 0]);
});

it("a list or map takes three bytes and one more for each element", () => {
  expect(valueBytes({ L: [] })).toBe(3);
  expect(valueBytes({ L: [{ S: "ab" }, { BOOL: true }] })).toBe(3 + 1 + 2 + 1 + 1);
  expect(valueBytes({ M: { name: { S: "ab" } } })).toBe(3 + 1 + 4 + 2);
});

it("a set takes what its members take", () => {
  expect(valueBytes({ SS: ["a", "bc"] })).toBe(3);
  expect(valueBytes({ NS: ["1", "22"] })).toBe(4);
});
