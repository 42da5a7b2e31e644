import { nextFiring } from "./aws-cron.ts";

/** One schedule: `expression` as EventBridge takes it, read in Europe/Paris unless `timezone` says otherwise. */
export type Schedule = {
  readonly name: string;
  readonly expression: string;
  readonly timezone?: string;
  readonly fire: (scheduledTime: Date) => Promise<void>;
};

export type Schedules = {
  /** Fires a schedule now and waits for it; false when there is none of this name. Throws what it throws. */
  readonly run: (name: string) => Promise<boolean>;
  /** Fires nothing more; what runs goes on. */
  readonly stop: () => void;
};

/** Timers sleep this long at most and look at the clock again, so a laptop that slept fires soon after it wakes. */
const NAP_MILLISECONDS_MAX = 60_000;

/**
 * Fires each schedule at its times, as EventBridge Scheduler does: at least once, runs may overlap, and a time missed while the
 * machine slept fires once, late, with the time it was due. Throws RangeError on a wrong expression. A run that fails goes to `onError`.
 */
export function startSchedules(
  list: readonly Schedule[],
  options: { readonly now: () => Date; readonly onError: (error: unknown, name: string) => void },
): Schedules {
  const { now, onError } = options;
  const timers = new Map<string, NodeJS.Timeout>();
  const plan = (schedule: Schedule, after: Date): void => {
    const due = nextFiring(schedule.expression, after, schedule.timezone);
    if (due) sleep(schedule, due);
  };
  const sleep = (schedule: Schedule, due: Date): void => {
    const left = Math.max(0, due.getTime() - now().getTime());
    const timer = setTimeout(() => wake(schedule, due), Math.min(left, NAP_MILLISECONDS_MAX));
    timers.set(schedule.name, timer.unref());
  };
  const wake = (schedule: Schedule, due: Date): void => {
    if (now() < due) sleep(schedule, due);
    else {
      schedule.fire(due).catch((error: unknown) => onError(error, schedule.name));
      plan(schedule, now());
    }
  };
  for (const schedule of list) plan(schedule, now());
  return {
    async run(name) {
      const schedule = list.find((candidate) => candidate.name === name);
      await schedule?.fire(now());
      return schedule !== undefined;
    },
    stop() {
      for (const timer of timers.values()) clearTimeout(timer);
    },
  };
}
