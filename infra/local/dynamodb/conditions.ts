import * as z from "zod";
import { type AttributeMap, type AttributeValue, sameValue } from "./attributes.ts";

/** The part of dynalite that evaluates; it does not know equal lists and maps when it sees them. */
type Evaluator = {
  matchesExprFilter(item: AttributeMap, expression: unknown): boolean;
  mapPath(path: unknown, item: AttributeMap): AttributeValue | null | undefined;
};

const Node = z.object({ type: z.string(), args: z.array(z.unknown()).default([]) });
const EQUALITIES = new Set(["=", "<>", "in"]);

/** Whether a parsed condition holds for an item. */
export function holds(evaluator: Evaluator, expression: unknown, item: AttributeMap): boolean {
  const { type, args } = Node.parse(expression);
  if (type === "and") return args.every((part) => holds(evaluator, part, item));
  if (type === "or") return args.some((part) => holds(evaluator, part, item));
  if (type === "not") return args.every((part) => !holds(evaluator, part, item));
  const [first, ...others] = EQUALITIES.has(type) ? args.map((operand) => operandValue(evaluator, operand, item)) : [];
  if (first?.L === undefined && first?.M === undefined) return evaluator.matchesExprFilter(item, expression);
  const equal = others.some((other) => sameValue(first, other));
  return type === "<>" ? !equal : equal;
}

/** A path is an array; anything else is a value, or a function, which is never a list or map. */
function operandValue(evaluator: Evaluator, operand: unknown, item: AttributeMap): AttributeValue | undefined {
  if (Array.isArray(operand)) return evaluator.mapPath(operand, item) ?? undefined;
  return typeof operand === "object" && operand !== null ? operand : undefined;
}
