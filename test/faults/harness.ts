import type { Engine } from "#infra/local/dynamodb/engine";
import { type FaultPlan, planFaults } from "#infra/local/dynamodb/fault-plan";
import { withFaults } from "#infra/local/dynamodb/faults";

/** Where a process died: before or after its write of this number. */
export type KillPoint = { readonly write: number; readonly side: "before" | "after" };

export type Trial<World extends { readonly engine: Engine }> = {
  /** A world as it is before the work: an engine with its fixture, and whatever lives outside the process. */
  readonly fresh: () => Promise<World>;
  /** The work of one process, all of it, over this engine. Called again after a death, as a queue or a scheduler would. */
  readonly run: (engine: Engine, world: World) => Promise<unknown>;
  /** Asserts the end state; also called after the run nobody killed, with no kill point. */
  readonly check: (world: World, point: KillPoint | undefined) => Promise<void>;
  /** Processes that may be needed after the one that died. */
  readonly attemptsMax?: number;
};

export type KillReport = { readonly writes: number; readonly killPoints: number; readonly attempts: number };

const ATTEMPTS_MAX = 3;

/**
 * Kills the work before and after every single write, lets a next process finish it, and checks the end state each time.
 * Gives what was done, to be printed. Throws the first failed check, naming its kill point.
 */
export async function everyKillPoint<World extends { readonly engine: Engine }>(trial: Trial<World>): Promise<KillReport> {
  const writes = await dryRun(trial);
  if (writes === 0) throw new Error("the work wrote nothing: there is nothing to kill");
  const points = Array.from({ length: writes }, (_, index) => index + 1).flatMap((write): KillPoint[] => [
    { write, side: "before" },
    { write, side: "after" },
  ]);
  const done = { attempts: 0 };
  for (const point of points) done.attempts += await killAndFinish(trial, point);
  return { writes, killPoints: points.length, attempts: done.attempts };
}

/** The work without a death: how many writes it takes. */
async function dryRun<World extends { readonly engine: Engine }>({ fresh, run, check }: Trial<World>): Promise<number> {
  const world = await fresh();
  const plan = planFaults(0);
  await run(withFaults(world.engine, plan), world);
  await check(world, undefined);
  await world.engine.close();
  return plan.writes;
}

async function killAndFinish<World extends { readonly engine: Engine }>(trial: Trial<World>, point: KillPoint): Promise<number> {
  const { fresh, run, check, attemptsMax = ATTEMPTS_MAX } = trial;
  const world = await fresh();
  try {
    const plan = planFaults(0, point.side === "before" ? { killBefore: point.write } : { killAfter: point.write });
    await untilDeath(() => run(withFaults(world.engine, plan), world), plan);
    const attempts = await untilDone(() => run(world.engine, world), attemptsMax);
    await check(world, point);
    return attempts;
  } catch (error) {
    throw new Error(`killed ${point.side} write ${point.write}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  } finally {
    await world.engine.close();
  }
}

/** A dead process may have answered its caller or not; only its death counts. */
async function untilDeath(run: () => Promise<unknown>, plan: FaultPlan): Promise<void> {
  const failed = await run().then(
    () => undefined,
    (error: unknown) => error ?? new Error("failed without a reason"),
  );
  if (!plan.dead) throw failed ?? new Error("the work took fewer writes than before");
}

async function untilDone(run: () => Promise<unknown>, attemptsMax: number): Promise<number> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await run();
      return attempt;
    } catch (error) {
      if (attempt >= attemptsMax) throw error;
    }
  }
}
