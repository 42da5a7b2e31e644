/** Where those who wait for a message sleep. */
export type Bell = {
  /** Wakes everyone: there may be something to take. */
  readonly ring: () => void;
  /** Sleeps until the bell rings, `milliseconds` passed or the signal aborts, whichever is first. */
  readonly wait: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
};

const TIMER_MILLISECONDS_MAX = 2_147_483_647;

export function makeBell(): Bell {
  const sleepers = new Set<() => void>();
  return {
    ring() {
      for (const wake of [...sleepers]) wake();
    },
    wait: (milliseconds, signal) =>
      new Promise((resolve) => {
        const wake = () => {
          clearTimeout(timer);
          sleepers.delete(wake);
          signal?.removeEventListener("abort", wake);
          resolve();
        };
        const timer = setTimeout(wake, Math.min(Math.max(milliseconds, 0), TIMER_MILLISECONDS_MAX));
        timer.unref();
        sleepers.add(wake);
        signal?.addEventListener("abort", wake);
        if (signal?.aborted) wake();
      }),
  };
}
