import { seededRandom } from "#infra/local/dynamodb/seeded-random";

/** Draws decided by a seed and a name: the same name always gives the same draws, whatever was drawn elsewhere. */
export type Chance = {
  /** Whole number from `low` to `high`, both included. */
  readonly whole: (low: number, high: number) => number;
  /** True `percent` times in a hundred. */
  readonly happens: (percent: number) => boolean;
  readonly oneOf: <One>(list: readonly [One, ...One[]]) => One;
  /** `count` different ones, in a drawn order; all of them when there are fewer. */
  readonly someOf: <One>(list: readonly One[], count: number) => One[];
  /** An amount in cents between two bounds, whose last digits look like a price rather than like a draw. */
  readonly price: (low: number, high: number) => number;
};

/** Draws of one topic of the sandbox: `chance(seed, "2026-03", "cards")`. */
export function chance(seed: number, ...topic: readonly string[]): Chance {
  const random = seededRandom(hashed([String(seed), ...topic].join("\n")));
  const whole = (low: number, high: number) => low + Math.floor(random() * (high - low + 1));
  return {
    whole,
    happens: (percent) => random() * 100 < percent,
    oneOf: (list) => list[whole(0, list.length - 1)] ?? list[0],
    someOf: (list, count) => shuffled(list, whole).slice(0, count),
    price: (low, high) => {
      const cents = whole(low, high);
      const ending = whole(0, 9);
      if (ending < 4) return cents - (cents % 100) + 90;
      return ending < 7 ? cents - (cents % 10) : cents;
    },
  };
}

/** 32 bits that a text decides (FNV-1a, then mixed): quick, and good enough for draws. */
export function hashed(text: string): number {
  const state = { bits: 0x811c9dc5 };
  for (let index = 0; index < text.length; index += 1) state.bits = Math.imul(state.bits ^ text.charCodeAt(index), 0x01000193);
  const mixed = Math.imul(state.bits ^ (state.bits >>> 16), 0x85ebca6b);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}

function shuffled<One>(list: readonly One[], whole: (low: number, high: number) => number): One[] {
  const rest = [...list];
  return list.flatMap(() => rest.splice(whole(0, rest.length - 1), 1));
}
