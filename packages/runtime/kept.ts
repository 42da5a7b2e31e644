/** Gives a value that changes rarely, asking its source no more often than it must. `wanted` says what the caller needs to find in it. */
export type Kept<Value> = (wanted?: (value: Value) => boolean) => Promise<Value>;

type Limits = {
  readonly now: () => Date;
  /** How long a value is given without asking. */
  readonly freshSeconds: number;
  /** How old a value may grow while its source does not answer. */
  readonly staleSeconds: number;
  /** The least time between two questions that a caller's wish or a failing source would make. */
  readonly pauseSeconds: number;
  /** Told once when the source stops answering and an old value is given instead. */
  readonly onStale: (error: unknown) => void;
};

/**
 * Keeps what `ask` answers. Callers who need an answer at the same time share one question. A source that fails is asked again
 * after a pause, and its last value is given meanwhile, for a bounded time; after that its error is thrown. A caller who does
 * not find what it wanted makes the source be asked early, so that news is heard at once, but only once a pause, so that nobody
 * can wear the source out by wanting what does not exist.
 */
export function kept<Value>(ask: () => Promise<Value>, limits: Limits): Kept<Value> {
  const state: State<Value> = { pausedAt: Number.NEGATIVE_INFINITY, isTold: false };
  const question = (): Promise<Value> => {
    state.asking ??= asked(ask, state, limits).finally(() => {
      delete state.asking;
    });
    return state.asking;
  };
  return async (wanted) => {
    const { last } = state;
    if (!last || ageOf(last.at, limits) >= limits.staleSeconds) return question();
    const isFresh = ageOf(last.at, limits) < limits.freshSeconds;
    if (isFresh && (!wanted || wanted(last.value))) return last.value;
    if (!state.asking && ageOf(state.pausedAt, limits) < limits.pauseSeconds) return last.value;
    if (isFresh) state.pausedAt = limits.now().getTime();
    return question();
  };
}

type State<Value> = {
  last?: { readonly value: Value; readonly at: number };
  asking?: Promise<Value>;
  /** When it was last asked early, or did not answer. */
  pausedAt: number;
  isTold: boolean;
};

const ageOf = (at: number, { now }: Limits): number => (now().getTime() - at) / 1_000;

async function asked<Value>(ask: () => Promise<Value>, state: State<Value>, limits: Limits): Promise<Value> {
  try {
    const value = await ask();
    state.last = { value, at: limits.now().getTime() };
    state.isTold = false;
    return value;
  } catch (error) {
    const { last } = state;
    state.pausedAt = limits.now().getTime();
    if (!last || ageOf(last.at, limits) >= limits.staleSeconds) throw error;
    if (!state.isTold) limits.onStale(error);
    state.isTold = true;
    return last.value;
  }
}
