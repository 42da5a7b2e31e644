import { BankError } from "#connectors/banks/port";
import { afterFailure, type Circuit, CLOSED, passageAt } from "#domain/banking/circuit";
import type { Provider } from "#domain/banking/provider";
import { type Instant, instantOf } from "#domain/dates";
import { type ReadCircuit, readCircuit, writeCircuit } from "#store/circuits";
import type { Db } from "#store/db";
import type { BankLimits } from "../services.ts";

/** Runs that end at the same moment change a circuit one after the other, this often at most; what is lost then is one count. */
const ATTEMPTS_MAX = 5;

type Watched = { readonly limits: BankLimits; readonly provider: Provider; readonly connectionId: string; readonly now: () => Date };

/**
 * Runs a read of a provider behind its circuit breaker. While that is open the read is not begun: `unavailable`, with the seconds until it may
 * be. The circuit is read once, and written only when what became of the read changes it.
 */
export async function behindBreaker<Found>(watched: Watched, read: () => Promise<Found>): Promise<Found> {
  const { limits, provider, now } = watched;
  if (limits.circuitFailures === 0) return read();
  const before = await entered(limits.system, provider, instantOf(now()));
  try {
    const found = await read();
    await closed(limits.system, provider, before);
    return found;
  } catch (error) {
    if (isAnswer(error)) await closed(limits.system, provider, before);
    else if (isFailure(error)) await failed(watched, before);
    throw error;
  }
}

/** The provider does not do its work. What throttles says it is well, and is not asked more. */
const isFailure = (error: unknown): boolean =>
  error instanceof BankError && (error.kind === "unavailable" || error.kind === "invalid_answer");
/** It answered, though not what was wanted. */
const isAnswer = (error: unknown): boolean => error instanceof BankError && (error.kind === "unauthorized" || error.kind === "refused");

async function entered(system: Db, provider: Provider, at: Instant): Promise<ReadCircuit> {
  const read = await readCircuit(system, provider);
  const passage = passageAt(read.circuit, at);
  if (passage.kind === "wait") throw paused(provider, passage.until, at);
  if (passage.kind === "pass") return read;
  if (await writeCircuit(system, provider, passage.circuit, read)) return { circuit: passage.circuit, version: read.version + 1 };
  // Another run was faster to try.
  const now = passageAt((await readCircuit(system, provider)).circuit, at);
  if (now.kind === "pass") return readCircuit(system, provider);
  throw paused(provider, now.kind === "wait" ? now.until : at, at);
}

const paused = (provider: Provider, until: Instant, at: Instant): BankError =>
  new BankError(
    "unavailable",
    `${provider}: paused after repeated failures`,
    Math.max(1, Math.ceil((Date.parse(until) - Date.parse(at)) / 1_000)),
  );

const closed = (system: Db, provider: Provider, before: ReadCircuit): Promise<void> =>
  changed(system, provider, before, (circuit) => (circuit.failures === 0 ? circuit : CLOSED));

const failed = ({ limits, provider, connectionId, now }: Watched, before: ReadCircuit): Promise<void> =>
  changed(limits.system, provider, before, (circuit) => afterFailure(circuit, connectionId, instantOf(now()), limits.circuitFailures));

async function changed(system: Db, provider: Provider, before: ReadCircuit, change: (circuit: Circuit) => Circuit): Promise<void> {
  let read = before;
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
    const next = change(read.circuit);
    if (next === read.circuit || (await writeCircuit(system, provider, next, read))) return;
    read = await readCircuit(system, provider);
  }
}
