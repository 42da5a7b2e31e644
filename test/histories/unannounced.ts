import { daysBetween } from "#domain/dates";
import { type Life, tellLine, today } from "./life.ts";

/** A card payment announced longer ago than this, by somebody who tells no more, is nothing any more. */
const WAITS_DAYS_MAX = 7;

/**
 * What time does at Finary, which has no states: a row of a day that has come is booked, since nothing says that it is not. And what another one
 * announced before and Finary does not tell is booked within a week or never: later no reader could know whose booking it is.
 */
export function untoldTimePasses(life: Life): void {
  const { truth, access, present } = life;
  for (const { key, state, day, account } of truth.live()) {
    if (access.get(account.key) !== "enabled") continue;
    const isTold = present.epoch.teller.tells(truth.get(key));
    const isDue = isTold && state === "future" && day <= today(life);
    const isOver = !isTold && state === "pending" && daysBetween(day, today(life)) > WAITS_DAYS_MAX;
    if (isDue || isOver) truth.change(key, { state: isDue ? "booked" : "gone" });
    if (isDue || isOver) tellLine(life, `#${key} ${isDue ? "fell due by itself" : "never charged"}`);
  }
}
