import { BankError, type CallGate } from "#connectors/banks/port";
import {
  APPLICATION_WINDOW_SECONDS,
  applicationQuota,
  CREDIT_CALLS,
  secondsToNext,
  takeOf,
  USER_WINDOW_SECONDS,
  userQuota,
  windowOf,
} from "#domain/banking/call-budget";
import type { Provider } from "#domain/banking/provider";
import type { CompanyId } from "#domain/ids";
import { takeApplicationCalls, takeUserCalls } from "#store/call-budgets";
import type { Db } from "#store/db";
import type { BankLimits } from "../services.ts";

/** A run that has begun waits for the next window rather than begin anew later, as long as this in all. */
const PATIENCE_SECONDS = 150;

type Asked = {
  readonly limits: BankLimits;
  /** The company's partitions. */
  readonly table: Db;
  readonly companyId: CompanyId;
  readonly provider: Provider;
  readonly userId: string;
  readonly now: () => Date;
  readonly sleep?: (milliseconds: number) => Promise<void>;
};

/**
 * Keeps one run's calls inside what the provider lets its user ask, whoever else asks for that user: calls are taken from the table a few at a
 * time, and are good for their window alone. A run that finds none at its first call ends as `throttled`; one under way waits.
 */
export function callGate({ limits, table, companyId, provider, userId, now, sleep = slept }: Asked): CallGate {
  const state = { window: "", left: 0, made: 0, waited: 0 };
  const calls = takeOf(limits);
  const isTaken = async (window: string) => {
    if (!(await takeUserCalls(table, companyId, userId, { provider, window, calls, quota: userQuota(limits) }))) return false;
    Object.assign(state, { window, left: calls });
    return true;
  };
  return async () => {
    await countForApplication(limits, provider, now());
    for (;;) {
      const window = windowOf(now(), USER_WINDOW_SECONDS);
      if ((state.window === window && state.left > 0) || (await isTaken(window))) break;
      const seconds = secondsToNext(now(), USER_WINDOW_SECONDS);
      if (state.made === 0 || state.waited + seconds > PATIENCE_SECONDS) throw spent(provider, seconds);
      state.waited += seconds;
      await sleep(seconds * 1_000);
    }
    state.left -= 1;
    state.made += 1;
  };
}

const slept = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Counted together afterwards, by the warm function that made them: most runs write nothing for it. */
async function countForApplication(limits: BankLimits, provider: Provider, at: Date): Promise<void> {
  const { untold, system } = limits;
  const calls = (untold.get(provider) ?? 0) + 1;
  untold.set(provider, calls);
  if (calls < CREDIT_CALLS) return;
  untold.set(provider, 0);
  const window = windowOf(at, APPLICATION_WINDOW_SECONDS);
  if (await takeApplicationCalls(system, { provider, window, calls, quota: applicationQuota(limits) })) return;
  untold.set(provider, (untold.get(provider) ?? 0) + calls - 1);
  throw spent(provider, secondsToNext(at, APPLICATION_WINDOW_SECONDS));
}

const spent = (provider: Provider, seconds: number): BankError =>
  new BankError("throttled", `${provider}: the calls of this minute are spent`, seconds);
