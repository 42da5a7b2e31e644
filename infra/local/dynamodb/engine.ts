import type { IncomingMessage, ServerResponse } from "node:http";
import type { Core } from "./commit.ts";
import { loadDynalite } from "./dynalite.ts";
import { answerHttp } from "./http-handler.ts";
import type { Snapshot } from "./level.ts";
import { execute } from "./operations.ts";
import { openRequestTokens } from "./request-tokens.ts";
import { openState } from "./state.ts";
import { type KeepInStream, openStream, type Stream } from "./stream.ts";
import { sweep } from "./sweep.ts";
import { openTables } from "./tables.ts";

export type { StreamRecord } from "./stream.ts";

export type EngineOptions = {
  /** Directory of the data, made when absent; without it everything is in memory. */
  readonly path?: string;
  readonly now: () => Date;
  /** Which changes the stream keeps; all of them when absent. */
  readonly keepInStream?: KeepInStream;
};

/** DynamoDB on this machine: one table store, one process. */
export type Engine = {
  /**
   * One operation, DynamoDB JSON in and out. Throws an EngineFault. With `indexesAsOf`, indexes answer as they were at that
   * moment, as a global secondary index may on AWS.
   */
  exec(operation: string, input: unknown, indexesAsOf?: Snapshot): Promise<unknown>;
  /** The same over HTTP: AWS JSON 1.0. Asks for a signature but does not check it. */
  handler(request: IncomingMessage, response: ServerResponse): void;
  /** What changed in the tables created with a StreamSpecification, as there. */
  readonly stream: Stream;
  /** Deletes the items whose time to live is over, as DynamoDB does some time later. Gives their number. */
  sweepExpired(): Promise<number>;
  /** The data as it is now, for `exec`. To be closed. */
  snapshot(): Snapshot;
  /** Waits for the writes under way. Nothing may be asked afterwards. */
  close(): Promise<void>;
};

/** Opens the data of a directory. Throws UnreadableState, StateInUse or UnwritableState, which name it. */
export async function openEngine({ path, now, keepInStream = () => true }: EngineOptions): Promise<Engine> {
  const dynalite = loadDynalite();
  return openState(path, async (level) => {
    const tables = await openTables(level, dynalite, now);
    const stream = await openStream(level, now, keepInStream);
    const tokens = await openRequestTokens(level, now);
    const core: Core = { level, dynalite, tables, stream, now, serially: lane() };
    return engineOf(core, (operation, input, indexesAsOf) => execute(core, tokens, { operation, input, indexesAsOf }));
  });
}

function engineOf(core: Core, exec: Engine["exec"]): Engine {
  const { level, stream, serially } = core;
  return {
    exec,
    handler: (request, response) => answerHttp(exec, request, response),
    stream: { read: stream.read, trim: stream.trim, last: stream.last, onChange: stream.onChange },
    sweepExpired: () => sweep(core),
    snapshot: () => level.snapshot(),
    close: () => serially(() => level.close()),
  };
}

/** A queue of one lane: the next starts when the one before ended, well or not. */
function lane(): Core["serially"] {
  const last: { run: Promise<unknown> } = { run: Promise.resolve() };
  return (run) => {
    const next = last.run.then(run, run);
    last.run = next;
    return next;
  };
}
