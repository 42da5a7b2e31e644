import type { AttributeMap } from "./attributes.ts";

type Context = {
  readonly attrNames?: Readonly<Record<string, string>>;
  readonly attrVals?: AttributeMap;
  readonly unusedAttrNames?: Record<string, unknown>;
  readonly unusedAttrVals?: Record<string, unknown>;
  readonly isKeyCondition?: boolean;
};

/** A generated parser of dynalite. It removes what it used from the two `unused` records; an answer of text is an error. */
export type ExpressionParser = { parse: (expression: string, options: { readonly context: Context }) => unknown };

type Remembered = { readonly template: unknown; readonly names: readonly string[]; readonly values: readonly string[] };

const EXPRESSIONS_REMEMBERED_MAX = 2048;

/** Expressions whose parsing looks at values, not only at their types. */
const READS_VALUES = /between|attribute_type/i;

/**
 * Makes a parser remember: the same expression with the same names and types of values is parsed once, and gets the values of each
 * call put in. The caller changes what it is given, so every answer is fresh.
 */
export function memoised(parser: ExpressionParser): void {
  const { parse } = parser;
  const remembered = new Map<string, Remembered>();
  parser.parse = (expression, options) => {
    const { context } = options;
    const values = context.attrVals ?? {};
    const key = keyOf(expression, context, values);
    const known = remembered.get(key);
    if (known) {
      forget(context.unusedAttrNames, known.names);
      forget(context.unusedAttrVals, known.values);
      return filled(known.template, values);
    }
    const before = { names: Object.keys(context.unusedAttrNames ?? {}), values: Object.keys(context.unusedAttrVals ?? {}) };
    const parsed = parse(expression, options);
    if (typeof parsed === "string") return parsed;
    if (remembered.size >= EXPRESSIONS_REMEMBERED_MAX) remembered.clear();
    remembered.set(key, {
      template: templateOf(parsed, new Map(Object.entries(values).map(([name, value]) => [value, { [SLOT]: name }]))),
      names: before.names.filter((name) => !(name in (context.unusedAttrNames ?? {}))),
      values: before.values.filter((name) => !(name in (context.unusedAttrVals ?? {}))),
    });
    return parsed;
  };
}

const SLOT = Symbol("the value named");
type Slot = { readonly [SLOT]: string };
const isSlot = (node: object): node is Slot => SLOT in node;

const forget = (unused: Record<string, unknown> | undefined, names: readonly string[]): void => {
  for (const name of names) delete unused?.[name];
};

function keyOf(expression: string, { attrNames, isKeyCondition }: Context, values: AttributeMap): string {
  const names = attrNames ? JSON.stringify(attrNames) : "";
  const shapes = READS_VALUES.test(expression)
    ? JSON.stringify(values)
    : Object.keys(values).map((name) => `${name}${typesOf(values[name])}`);
  return `${isKeyCondition ? "key" : ""}\0${expression}\0${names}\0${shapes}`;
}

const typesOf = (value: object | undefined): string => Object.keys(value ?? {}).join();

/** The parsed tree with a slot where a value of the request stood. */
function templateOf(node: unknown, slots: ReadonlyMap<unknown, Slot>): unknown {
  const slot = slots.get(node);
  if (slot) return slot;
  if (Array.isArray(node)) return node.map((child) => templateOf(child, slots));
  if (typeof node !== "object" || node === null) return node;
  return Object.fromEntries(Object.entries(node).map(([name, child]) => [name, templateOf(child, slots)]));
}

/** A fresh tree with the values of this request in the slots. */
function filled(node: unknown, values: AttributeMap): unknown {
  if (Array.isArray(node)) return node.map((child) => filled(child, values));
  if (typeof node !== "object" || node === null) return node;
  if (isSlot(node)) return values[node[SLOT]];
  const copy: Record<string, unknown> = {};
  for (const [name, child] of Object.entries(node)) copy[name] = filled(child, values);
  return copy;
}
