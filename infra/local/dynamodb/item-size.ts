import type { AttributeMap, AttributeValue } from "./attributes.ts";

/** What one item may weigh, names included. */
export const ITEM_BYTES_MAX = 400 * 1024;

const COLLECTION_BYTES = 3;
const ELEMENT_BYTES = 1;

/** Bytes of an item by the published rules: every name and value counts, text as UTF-8. */
export function itemSize(item: AttributeMap): number {
  let bytes = 0;
  for (const name in item) {
    const value = item[name];
    if (value !== undefined) bytes += textBytes(name) + valueSize(value);
  }
  return bytes;
}

function valueSize(value: AttributeValue): number {
  if (value.S !== undefined) return textBytes(value.S);
  if (value.N !== undefined) return numberSize(value.N);
  if (value.B !== undefined) return Buffer.byteLength(value.B, "base64");
  if (value.M !== undefined) return COLLECTION_BYTES + itemSize(value.M) + ELEMENT_BYTES * Object.keys(value.M).length;
  if (value.L !== undefined) return value.L.reduce((bytes, element) => bytes + ELEMENT_BYTES + valueSize(element), COLLECTION_BYTES);
  if (value.SS !== undefined) return sum(value.SS, textBytes);
  if (value.NS !== undefined) return sum(value.NS, numberSize);
  if (value.BS !== undefined) return sum(value.BS, (member) => Buffer.byteLength(member, "base64"));
  return 1;
}

const textBytes = (text: string): number => Buffer.byteLength(text, "utf8");
const sum = (members: readonly string[], size: (member: string) => number): number =>
  members.reduce((bytes, member) => bytes + size(member), 0);

const PLAIN_INTEGER = /^[1-9][0-9]*$/;

/**
 * A number is stored as base-100 digits aligned on its decimal point, a byte of exponent, and one more when it is negative.
 * Zeros at either end are not stored.
 */
function numberSize(decimal: string): number {
  if (PLAIN_INTEGER.test(decimal)) {
    const first = decimal.length - 1;
    const significant = decimal.replace(/0+$/, "").length;
    return 1 + base100Digits(significant, first);
  }
  const negative = decimal.startsWith("-");
  const [whole = "", fraction = ""] = (negative ? decimal.slice(1) : decimal).split(".");
  const digits = whole + fraction;
  const leading = digits.length - digits.replace(/^0+/, "").length;
  const significant = digits.replace(/^0+/, "").replace(/0+$/, "").length;
  if (significant === 0) return 1;
  return 1 + base100Digits(significant, whole.length - 1 - leading) + (negative ? 1 : 0);
}

/** `exponent` is the power of ten of the first significant digit; an even one leaves that digit alone in its pair. */
const base100Digits = (significant: number, exponent: number): number =>
  Math.ceil((significant + (Math.abs(exponent) % 2 === 0 ? 1 : 0)) / 2);
