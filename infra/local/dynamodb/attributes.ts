/** A value in DynamoDB JSON: exactly one member is set. Binary values are base64. */
export type AttributeValue = {
  S?: string;
  N?: string;
  B?: string;
  BOOL?: boolean;
  NULL?: boolean;
  SS?: string[];
  NS?: string[];
  BS?: string[];
  L?: AttributeValue[];
  M?: AttributeMap;
};

/** An item, or a key, in DynamoDB JSON. */
export type AttributeMap = { [name: string]: AttributeValue };

/** Whether two items hold the same data; the order of attributes and of set members does not count. */
export function sameItem(first: AttributeMap, second: AttributeMap): boolean {
  const names = Object.keys(first);
  if (names.length !== Object.keys(second).length) return false;
  return names.every((name) => sameValue(first[name], second[name]));
}

export function sameValue(first: AttributeValue | undefined, second: AttributeValue | undefined): boolean {
  if (first === undefined || second === undefined) return first === second;
  if (first.M && second.M) return sameItem(first.M, second.M);
  if (first.L && second.L) return sameList(first.L, second.L);
  if (first.SS && second.SS) return sameSet(first.SS, second.SS);
  if (first.NS && second.NS) return sameSet(first.NS, second.NS);
  if (first.BS && second.BS) return sameSet(first.BS, second.BS);
  return JSON.stringify(first) === JSON.stringify(second);
}

const sameList = (first: readonly AttributeValue[], second: readonly AttributeValue[]): boolean =>
  first.length === second.length && first.every((value, position) => sameValue(value, second[position]));

function sameSet(first: readonly string[], second: readonly string[]): boolean {
  const members = new Set(second);
  return first.length === second.length && first.every((member) => members.has(member));
}
