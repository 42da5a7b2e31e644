import type { WireTransaction } from "./wire.ts";

/** What can go wrong with one answer. */
export type Fault =
  | { readonly kind: "status"; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  /** Some other text with status 200: a maintenance page, broken JSON. */
  | { readonly kind: "body"; readonly body: string; readonly contentType?: string }
  /** The first half of the true answer, well ended. */
  | { readonly kind: "truncated" }
  /** The connection is cut in the middle of the true answer. */
  | { readonly kind: "cut" }
  /** No answer at all. */
  | { readonly kind: "hang" }
  /** The token presented is good for nothing any more; a new login helps. */
  | { readonly kind: "revoked_token" }
  /** The true page, with this as its next one; `self` points at the page itself. */
  | { readonly kind: "next_uri"; readonly nextUri: string | null }
  /** The true page, but for its rows: repeated, dropped, in another order. */
  | { readonly kind: "rows"; readonly change: (rows: readonly WireTransaction[]) => readonly WireTransaction[] }
  /** The world moves on before this call is answered, truly: rows come, change or go between two pages. */
  | { readonly kind: "meanwhile"; readonly act: () => void };

/** A fault for the next calls whose path starts with `path` (all of them without), after `skip` of them, `times` times (once). */
export type PlannedFault = Fault & { readonly path?: string; readonly skip?: number; readonly times?: number };

export type FaultPlan = {
  readonly plan: (fault: PlannedFault) => void;
  readonly next: (path: string) => Fault | undefined;
  readonly clear: () => void;
};

export function faultPlan(): FaultPlan {
  const planned: { fault: PlannedFault; skip: number; times: number }[] = [];
  return {
    plan: (fault) => void planned.push({ fault, skip: fault.skip ?? 0, times: fault.times ?? 1 }),
    clear: () => void planned.splice(0),
    next: (path) => {
      const due = planned.find(({ fault, times }) => times > 0 && path.startsWith(fault.path ?? "/"));
      if (!due) return undefined;
      if (due.skip > 0) {
        due.skip -= 1;
        return undefined;
      }
      due.times -= 1;
      return due.fault;
    },
  };
}
