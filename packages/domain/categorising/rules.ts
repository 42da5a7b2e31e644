import { categoryById } from "./categories.ts";
import type { Category } from "./category.ts";
import type { Channel } from "./channel.ts";
import type { NormalisedLabel } from "./normalise.ts";

/** A structural rule: every expression of `all` must be found in the line of words, and `none` must not. */
export type Rule = {
  /** Shown to people beside the reason; never reused for another meaning. */
  readonly id: string;
  readonly categoryId: string;
  /** Which way the money must go for the rule to speak. */
  readonly direction: "in" | "out" | "both";
  readonly all: readonly RegExp[];
  readonly none?: RegExp;
  readonly channels?: readonly Channel[];
  /** How sure it is, in parts per million. */
  readonly confidencePpm: number;
  /** French sentence shown to people. */
  readonly reason: string;
};

/** Whether money going that way may have that category. A category whose direction is impossible is never given. */
export const mayGo = ({ direction }: Pick<Category, "direction">, way: NormalisedLabel["direction"]): boolean =>
  way !== "none" && (direction === "both" || direction === way);

/** The first rule that recognises the label. `words` is the whole label as one line of words. */
export const firstRule = (rules: readonly Rule[], label: NormalisedLabel, words: string): Rule | undefined =>
  rules.find((rule) => speaks(rule, label, words));

function speaks({ direction, channels, all, none, categoryId }: Rule, label: NormalisedLabel, words: string): boolean {
  if (direction !== "both" && direction !== label.direction) return false;
  if (channels && !channels.includes(label.channel)) return false;
  if (!mayGo(categoryById(categoryId), label.direction)) return false;
  return all.every((expression) => expression.test(words)) && !(none?.test(words) ?? false);
}
