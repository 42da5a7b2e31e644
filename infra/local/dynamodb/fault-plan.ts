import { seededRandom } from "./seeded-random.ts";

/** What goes wrong, how often (0 to 1, or a count). */
export type FaultRates = {
  /** A call is refused as too fast; the SDK tries again. */
  readonly throttle?: number;
  /** A write is done, but its reply never arrives. */
  readonly replyLost?: number;
  /** A part of a batch is handed back undone. */
  readonly unprocessed?: number;
  /** A transaction meets another one and is cancelled. */
  readonly conflict?: number;
  /** Indexes answer as they were this many writes ago. */
  readonly gsiLag?: number;
  /** The process dies before, or after, its write of this number, counted from 1. */
  readonly killBefore?: number;
  readonly killAfter?: number;
};

type ChanceFault = "throttle" | "replyLost" | "unprocessed" | "conflict";

/** One process's share of bad luck: the same seed and the same calls give the same faults. */
export type FaultPlan = {
  readonly seed: number;
  readonly rates: FaultRates;
  /** Writes so far, those refused as too fast not counted. */
  readonly writes: number;
  readonly injected: Readonly<Record<ChanceFault, number>>;
  readonly dead: boolean;
  /** How to run the same again. */
  readonly description: string;
  /** Throws the dice for one fault and counts it. */
  strikes(fault: ChanceFault): boolean;
  /** Counts a write; says whether the process dies before, or after it. */
  nextWrite(): { readonly diesBefore: boolean; readonly diesAfter: boolean };
  die(): void;
};

export function planFaults(seed: number, rates: FaultRates = {}): FaultPlan {
  const random = seededRandom(seed);
  const state = { writes: 0, dead: false };
  const injected = { throttle: 0, replyLost: 0, unprocessed: 0, conflict: 0 };
  return {
    seed,
    rates,
    injected,
    description: `FAULT_SEED=${seed} ${JSON.stringify(rates)}`,
    get writes() {
      return state.writes;
    },
    get dead() {
      return state.dead;
    },
    strikes(fault) {
      const rate = rates[fault] ?? 0;
      if (rate <= 0 || random() >= rate) return false;
      injected[fault] += 1;
      return true;
    },
    nextWrite() {
      state.writes += 1;
      return { diesBefore: rates.killBefore === state.writes, diesAfter: rates.killAfter === state.writes };
    },
    die() {
      state.dead = true;
    },
  };
}
