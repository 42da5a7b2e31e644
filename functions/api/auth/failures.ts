import { instantOf } from "#domain/dates";
import type { CompanyId } from "#domain/ids";
import { Refusal } from "#domain/refusals";
import { networkName } from "#runtime/network";
import type { HttpRequest } from "#runtime/request";
import type { Db } from "#store/db";
import { throttles } from "#store/throttles";
import { FAILURES_OF_A_NETWORK } from "./terms.ts";

type Tools = {
  readonly directory: (companyId?: CompanyId, ...others: readonly CompanyId[]) => Db;
  readonly request: HttpRequest;
  readonly now: () => Date;
};

/** Guesses at one secret, counted before they are tried. */
export type Guessing = {
  /** Too many were made under other names: this one is answered as wrong, after the work of comparing, whatever it is. */
  readonly isBeyond: boolean;
  /** It was no failure: nothing is held against the network for it. */
  readonly spare: () => Promise<void>;
  /** It was right: nothing is held against anybody any more. */
  readonly right: () => Promise<void>;
};

/**
 * Counts a failure of the caller's network before it happens, and gives it back when it does not: however many come at once, no more than the
 * quota get through. Refuses a network that failed too often in the last hour.
 */
export async function failureOfNetwork({ directory, request, now }: Tools): Promise<{ readonly giveBack: () => Promise<void> }> {
  const limits = throttles(directory());
  const at = instantOf(now());
  const network = `failures:${networkName(request.sourceIp)}`;
  await limits.spend(network, FAILURES_OF_A_NETWORK, at);
  return { giveBack: () => limits.giveBack(network, FAILURES_OF_A_NETWORK, at) };
}

/**
 * A guess of a known device or of who is logged in: counted by that name alone, and refused when there were too many. What others of the same
 * network do wrong is not theirs.
 */
export async function guessing(name: string, tools: Tools): Promise<Guessing> {
  const limits = throttles(tools.directory());
  await limits.guess(name, instantOf(tools.now()));
  return { isBeyond: false, spare: async () => undefined, right: () => limits.forget(name) };
}

/**
 * A guess of a stranger: counted by their network, by the name as typed, and by whom it is of. It is refused by network and typed name alone, so that
 * nobody learns which e-mail and which company are the same person's. Nothing about a name needs to exist.
 */
export async function guessingAsStranger(typed: string, whose: string | null, tools: Tools): Promise<Guessing> {
  const limits = throttles(tools.directory());
  const at = instantOf(tools.now());
  const failure = await failureOfNetwork(tools);
  // Somebody who does not exist is counted too: as many writes, as much time.
  const [byName, byPerson] = [`login:${typed}`, `login:${whose ?? `nobody:${typed}`}`];
  await limits.guess(byName, at).catch(async (error: unknown) => {
    await failure.giveBack();
    throw error;
  });
  const isBeyond = await limits.guess(byPerson, at).then(() => false, beyond);
  return {
    isBeyond,
    spare: failure.giveBack,
    right: async () => void (await Promise.all([limits.forget(byName), limits.forget(byPerson)])),
  };
}

function beyond(error: unknown): true {
  if (error instanceof Refusal) return true;
  throw error;
}
