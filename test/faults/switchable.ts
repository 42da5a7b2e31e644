import type { Engine } from "#infra/local/dynamodb/engine";
import { Killed } from "#infra/local/dynamodb/engine-fault";
import { type TestWorld, testWorld } from "#test/world";

/** A world whose functions reach the table through whichever engine a trial gives them; closing its engine ends the world. */
export type SwitchableWorld = TestWorld & { readonly through: (engine: Engine) => void };

export async function switchableWorld(settings: Readonly<Record<string, string>> = {}): Promise<SwitchableWorld> {
  const lane: { current: Engine | null } = { current: null };
  const around = (engine: Engine): Engine => ({
    ...engine,
    exec: async (...call) => (lane.current ?? engine).exec(...call).catch(finally400),
  });
  const world = await testWorld({ around, withoutWorkers: true, settings });
  return {
    ...world,
    engine: { ...world.engine, close: () => world.end() },
    through: (engine) => {
      lane.current = engine;
    },
  };
}

/** A dead process asks nothing again: its SDK must not take death for a passing fault. */
export function finally400(error: unknown): never {
  throw error instanceof Killed ? { statusCode: 400, body: { __type: "Killed", message: error.message } } : error;
}

/** Hands one message to a function as its queue does; throws when the function gives it back. */
export async function deliver(world: TestWorld, functionName: string, message: unknown): Promise<void> {
  const record = { messageId: "m1", body: JSON.stringify(message), attributes: { ApproximateReceiveCount: "1" } };
  const answer = await world.handlers.get(functionName)?.({ Records: [record] }, { getRemainingTimeInMillis: () => 60_000 });
  const failures = typeof answer === "object" && answer !== null && "batchItemFailures" in answer ? answer.batchItemFailures : [];
  if (!Array.isArray(failures) || failures.length > 0) throw new Error(`${functionName} gave the message back`);
}
