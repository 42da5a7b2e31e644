import { AsyncLocalStorage } from "node:async_hooks";
import { AwsError } from "#infra/local/aws/aws-error";
import type { Sqs } from "#infra/local/aws/sqs";
import type { Engine } from "#infra/local/dynamodb/engine";
import { Killed } from "#infra/local/dynamodb/engine-fault";
import type { FaultPlan } from "#infra/local/dynamodb/fault-plan";
import { withFaults } from "#infra/local/dynamodb/faults";

type Process = { readonly plan: FaultPlan; readonly engine: Engine };

/**
 * Processes that share one world, each with its own bad luck at the table and at the queues: whatever runs inside `inProcess` meets
 * the faults of its plan, however many run at once. Outside of it nothing goes wrong.
 */
export function unluckyProcesses() {
  const running = new AsyncLocalStorage<Process>();
  const shared: { engine: Engine | null } = { engine: null };
  const around = (engine: Engine): Engine => {
    shared.engine = engine;
    return { ...engine, exec: (...call) => (running.getStore()?.engine ?? engine).exec(...call).catch(finally400) };
  };
  const aroundQueues = (sqs: Sqs): Sqs => ({
    ...sqs,
    queue(name) {
      const queue = sqs.queue(name);
      const plan = running.getStore()?.plan;
      if (!plan) return queue;
      if (plan.dead) throw new AwsError(400, "Killed", "the process is dead");
      if (plan.strikes("throttle")) throw new AwsError(400, "RequestThrottled", "Rate of requests exceeds the allowed throughput.");
      return { ...queue, send: (drafts) => sent(plan, () => queue.send(drafts)) };
    },
  });
  const inProcess = <Result>(plan: FaultPlan, work: () => Promise<Result>): Promise<Result> => {
    if (!shared.engine) throw new Error("no world was opened around these processes");
    return running.run({ plan, engine: withFaults(shared.engine, plan) }, work);
  };
  return { around, aroundQueues, inProcess };
}

/** A send is a write: its process may die before or after it, and its reply may be lost. */
function sent<Result>(plan: FaultPlan, send: () => Result): Result {
  const { diesBefore, diesAfter } = plan.nextWrite();
  if (diesBefore) throw death(plan);
  const result = send();
  if (diesAfter) throw death(plan);
  if (plan.strikes("replyLost")) throw new AwsError(503, "ServiceUnavailable", "the reply was lost");
  return result;
}

function death(plan: FaultPlan): AwsError {
  plan.die();
  return new AwsError(400, "Killed", "the process died while it sent");
}

/** A dead process asks nothing again: its SDK must not take death for a passing fault. */
function finally400(error: unknown): never {
  throw error instanceof Killed ? { statusCode: 400, body: { __type: "Killed", message: error.message } } : error;
}
