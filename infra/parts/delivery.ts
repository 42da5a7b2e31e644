/** How work is handed to workers. */

/** A message stays hidden six times as long as its function may run, so that a retry never meets a run still going. */
export const VISIBILITY_TIMES_TIMEOUT = 6;

/** Schedules mean the clock on the wall in France, summer and winter. */
export const SCHEDULE_TIMEZONE = "Europe/Paris";

/** How long a message that failed waits for a person: SQS's longest. */
export const DEAD_LETTER_DAYS = 14;
