import { WORKERS } from "#functions/all";
import type { Delivery } from "#infra/local/aws/sqs-queue";
import { type FaultPlan, type FaultRates, planFaults } from "#infra/local/dynamodb/fault-plan";
import { seededRandom } from "#infra/local/dynamodb/seeded-random";
import { streamRecord } from "#infra/local/stream-source";
import type { ConsumerFunction, StreamFunction } from "#runtime/functions";
import type { unluckyProcesses } from "#test/faults/processes";
import type { TestWorld } from "#test/world";

/** A storm: three calls in ten are refused as too fast. It lasts for a message's first tries; by the fourth the worst is over. */
const STORM: FaultRates = { throttle: 0.3, replyLost: 0.08, conflict: 0.08, unprocessed: 0.2 };
const AFTERMATH: FaultRates = { throttle: 0.05, replyLost: 0.02 };
const STORMY_RECEIVES_MAX = 3;
const KILL_CHANCE = 0.25;
/** Indexes lag behind by so many writes for the workers that read many rows through one. */
const LAG: Readonly<Record<string, number>> = { "jobs/run": 2, "exports/produce": 2 };
/** A process that dies does so at one of its first writes. */
const KILL_WRITES_MAX = 10;

const COPIES_MAX = 5;
const COPY_TURNS_MAX = 4;
const LANES = 3;
const RECEIVES_A_TURN = 12;
const TURNS_MAX = 4_000;
/** Time between two batches, and what is waited when nothing is visible. */
const TICK_SECONDS = 0.2;
const NAP_SECONDS = 300;

export type Tally = {
  messages: number;
  poison: number;
  deliveries: number;
  killed: number;
  projected: number;
  readonly faults: Record<string, number>;
};

export type DeliveryMachine = {
  readonly tally: Tally;
  /** Body of every message that was ever handed out. */
  readonly bodies: ReadonlySet<string>;
  /** Hands out what is visible now, shuffled, several batches at once, and lets the projector run. False when there was nothing. */
  readonly turn: () => Promise<boolean>;
  /** Goes on until no queue holds anything but its dead letters, and the stream is read to its end. */
  readonly settle: () => Promise<void>;
};

type Settings = {
  readonly world: TestWorld;
  readonly processes: ReturnType<typeof unluckyProcesses>;
  readonly seed: number;
  /** Messages that fail until somebody mends something: one is dealt into each batch, and none is copied. */
  readonly isPoison: (body: string) => boolean;
};

type Handed = { readonly id: string; readonly body: string; readonly receiveCount: number; readonly receipt: string | null };
type Batch = { readonly worker: ConsumerFunction; readonly handed: readonly Handed[] };
type Copy = Batch["handed"][number] & { readonly worker: ConsumerFunction; readonly dueIn: { turns: number } };
type State = Settings & {
  readonly random: () => number;
  readonly tally: Tally;
  readonly seen: Set<string>;
  readonly bodies: Set<string>;
  readonly copies: Copy[];
  readonly stream: { position: number };
};

const CONSUMERS = WORKERS.filter((worker) => worker.kind === "consumer");
const PROJECTORS = WORKERS.filter((worker) => worker.kind === "stream");

/**
 * Delivers what is in the queues of a world without workers, as SQS may: every message one to five times, in any order, also after it
 * was deleted; what fails or dies comes back when its visibility ends, and goes to the dead letters after its last try.
 */
export function deliveryMachine(settings: Settings): DeliveryMachine {
  const tally: Tally = { messages: 0, poison: 0, deliveries: 0, killed: 0, projected: 0, faults: {} };
  const state = {
    ...settings,
    tally,
    random: seededRandom(settings.seed),
    seen: new Set<string>(),
    bodies: new Set<string>(),
    copies: [],
    stream: { position: 0 },
  };
  return {
    tally,
    bodies: state.bodies,
    turn: () => turn(state),
    async settle() {
      for (let turns = 0; turns < TURNS_MAX; turns += 1) {
        if (await turn(state)) continue;
        if (isQuiet(state)) return;
        settings.world.clock.pass(NAP_SECONDS);
      }
      throw new Error("the queues never became quiet");
    },
  };
}

/** Nothing to receive, now or later: the dead letters are another queue. */
const isQuiet = ({ world, copies }: State): boolean =>
  copies.length === 0 &&
  CONSUMERS.every(({ queue }) => {
    const { visible, inFlight, delayed } = world.sqs.queue(queue).counts();
    return visible + inFlight + delayed === 0;
  });

async function turn(state: State): Promise<boolean> {
  const batches = shuffled(
    CONSUMERS.flatMap((worker) => batchesOf(worker, state)),
    state.random,
  );
  for (let at = 0; at < batches.length; at += LANES) {
    const planned = batches.slice(at, at + LANES).map((batch) => ({ batch, plan: luckOf(batch, state) }));
    await Promise.all(planned.map(({ batch, plan }) => deliver(batch, plan, state)));
    state.world.clock.pass(TICK_SECONDS);
  }
  let projected = 0;
  for (const worker of PROJECTORS) projected += await project(worker, state);
  return batches.length + projected > 0 || state.copies.length > 0;
}

/** What a worker gets this turn: what is visible and the copies that are due, in any order. */
function batchesOf(worker: ConsumerFunction, state: State): Batch[] {
  const queue = state.world.sqs.queue(worker.queue);
  const handed: Handed[] = [];
  for (let receives = 0; receives < RECEIVES_A_TURN; receives += 1) {
    const received = queue.receive({ max: worker.batchSize });
    if (received.length === 0) break;
    for (const delivery of received) handed.push(firstSeen(worker, delivery, state));
  }
  for (const copy of state.copies.filter((one) => one.worker === worker)) {
    copy.dueIn.turns -= 1;
    if (copy.dueIn.turns > 0) continue;
    state.copies.splice(state.copies.indexOf(copy), 1);
    handed.push(copy);
  }
  return dealt(shuffled(handed, state.random), worker, state.isPoison);
}

/** Counts a message at its first delivery, and decides how many more copies of it will come and when. */
function firstSeen(worker: ConsumerFunction, { id, body, receiveCount, receipt }: Delivery, state: State): Handed {
  const handed = { id, body, receiveCount, receipt };
  if (state.seen.has(id)) return handed;
  state.seen.add(id);
  state.bodies.add(body);
  state.tally.messages += 1;
  const isPoison = state.isPoison(body);
  if (isPoison) state.tally.poison += 1;
  const copies = isPoison ? 0 : Math.floor(state.random() ** 3 * COPIES_MAX);
  for (let copy = 0; copy < copies; copy += 1)
    state.copies.push({ ...handed, receipt: null, worker, dueIn: { turns: 1 + Math.floor(state.random() * COPY_TURNS_MAX) } });
  return handed;
}

/** Deals into batches, the poison first, so that it is spread over as many as there are. */
function dealt(handed: readonly Handed[], worker: ConsumerFunction, isPoison: (body: string) => boolean): Batch[] {
  const count = Math.ceil(handed.length / worker.batchSize);
  const batches = Array.from({ length: count }, (): Handed[] => []);
  const ordered = [...handed.filter(({ body }) => isPoison(body)), ...handed.filter(({ body }) => !isPoison(body))];
  for (const [index, one] of ordered.entries()) batches[index % count]?.push(one);
  return batches.map((own) => ({ worker, handed: own }));
}

function luckOf({ worker, handed }: Batch, state: State): FaultPlan {
  const stormy = Math.max(...handed.map(({ receiveCount }) => receiveCount)) <= STORMY_RECEIVES_MAX;
  const gsiLag = LAG[worker.name] ?? 0;
  return planFaults(Math.floor(state.random() * 2 ** 32), stormy ? { ...STORM, gsiLag, ...death(state.random) } : AFTERMATH);
}

function death(random: () => number): FaultRates {
  const write = 1 + Math.floor(random() * KILL_WRITES_MAX);
  const [dies, before] = [random() < KILL_CHANCE, random() < 0.5];
  if (!dies) return {};
  return before ? { killBefore: write } : { killAfter: write };
}

async function deliver({ worker, handed }: Batch, plan: FaultPlan, state: State): Promise<void> {
  const { world, processes, tally } = state;
  const handler = world.handlers.get(worker.name);
  if (!handler) throw new Error(`no handler for ${worker.name}`);
  const Records = handed.map(({ id, body, receiveCount }) => ({
    ...{ messageId: id, body, attributes: { ApproximateReceiveCount: String(receiveCount) } },
  }));
  const remaining = { getRemainingTimeInMillis: () => worker.timeoutSeconds * 1_000 };
  const answer = await processes.inProcess(plan, () => handler({ Records }, remaining));
  tally.deliveries += handed.length;
  count(plan, tally);
  if (plan.dead) return;
  const failed = failedIn(answer);
  for (const { id, receipt } of handed) if (receipt && !failed.has(id)) world.sqs.queue(worker.queue).delete(receipt);
}

function failedIn(answer: unknown): ReadonlySet<unknown> {
  const failures = typeof answer === "object" && answer !== null && "batchItemFailures" in answer ? answer.batchItemFailures : null;
  if (!Array.isArray(failures)) throw new Error("a consumer answers with what failed");
  return new Set(failures.map((failure: { readonly itemIdentifier?: unknown }) => failure.itemIdentifier));
}

function count({ injected, dead }: FaultPlan, tally: Tally): void {
  for (const [kind, times] of Object.entries(injected)) tally.faults[kind] = (tally.faults[kind] ?? 0) + times;
  if (dead) tally.killed += 1;
}

/** The stream in its order: a batch may come again, fail half-way and come again; what was taken is behind. */
async function project(worker: StreamFunction, state: State): Promise<number> {
  const { world, processes, stream, random, tally } = state;
  const batch = await world.engine.stream.read(stream.position, 1 + Math.floor(random() * worker.batchSize));
  const last = batch.at(-1);
  const handler = world.handlers.get(worker.name);
  if (!last || !handler) return 0;
  const Records = batch.map(streamRecord);
  const times = 1 + Math.floor(random() * 3);
  for (let time = 0; time < times; time += 1) {
    const plan = planFaults(Math.floor(random() * 2 ** 32), { ...STORM, ...(random() < 0.5 ? death(random) : {}) });
    const taken = await processes
      .inProcess(plan, () => handler({ Records }, { getRemainingTimeInMillis: () => 60_000 }))
      .then(
        () => !plan.dead,
        () => false,
      );
    count(plan, tally);
    if (taken) stream.position = last.sequence;
  }
  tally.projected += batch.length;
  return batch.length;
}

/** The same things in an order the dice decide. */
export function shuffled<One>(all: readonly One[], random: () => number): One[] {
  return all
    .map((one) => ({ one, at: random() }))
    .sort((left, right) => left.at - right.at)
    .map(({ one }) => one);
}
