import * as z from "zod";
import type { Engine } from "./engine.ts";
import { answerHttp } from "./http-handler.ts";
import type { Snapshot } from "./level.ts";

/** An engine whose indexes can be made to follow their tables late, as global secondary indexes may on AWS. */
export type LateIndexes = {
  readonly engine: Engine;
  /** From now on indexes are this many milliseconds behind; 0 makes them whole at once. */
  readonly lag: (milliseconds: number) => void;
  readonly lagMs: () => number;
};

type Moment = { readonly at: number; readonly snapshot: Snapshot };

const OnIndex = z.object({ IndexName: z.string() });

/** Beyond this many writes within the lag, the oldest ones show early: a snapshot costs little, but not nothing. */
const MOMENTS_MAX = 500;

/** `now` is the clock the lag is measured on. */
export function withLateIndexes(engine: Engine, now: () => Date): LateIndexes {
  const state = { lagMs: 0, moments: [] as Moment[] };
  const forget = (count: number): void => {
    for (const { snapshot } of state.moments.splice(0, count)) void snapshot.close();
  };
  const keepMoment = (): void => {
    if (state.lagMs === 0) return;
    state.moments.push({ at: now().getTime(), snapshot: engine.snapshot() });
    forget(state.moments.length - MOMENTS_MAX);
  };
  /** The last moment that is old enough; none when no write is younger than the lag. */
  const seen = (): Snapshot | undefined => {
    const until = now().getTime() - state.lagMs;
    const next = state.moments.findIndex(({ at }) => at > until);
    const isWhole = next < 0;
    forget(isWhole ? state.moments.length - 1 : next - 1);
    return isWhole ? undefined : state.moments[0]?.snapshot;
  };
  const exec: Engine["exec"] = async (operation, input) => {
    if (state.lagMs === 0) return engine.exec(operation, input);
    if (OnIndex.safeParse(input).success) return engine.exec(operation, input, seen());
    const reply = await engine.exec(operation, input);
    if (!READS.has(operation)) keepMoment();
    return reply;
  };
  return {
    engine: { ...engine, exec, handler: (request, response) => answerHttp(exec, request, response) },
    lagMs: () => state.lagMs,
    lag(milliseconds) {
      forget(state.moments.length);
      state.lagMs = milliseconds;
      keepMoment();
    },
  };
}

const READS = new Set(["GetItem", "BatchGetItem", "TransactGetItems", "Query", "Scan", "DescribeTable"]);
