import type { HttpRequest } from "./request.ts";

const FIRST_PAUSE_MS = 40;
const LONGEST_PAUSE_MS = 500;
/** Time kept to answer before the function is killed. */
const RESERVE_MS = 2_000;

/** Asks until there is an answer or the caller's patience (`Prefer: wait`) is over; then null. Asks once when it is zero. */
export async function until<Found>(
  seconds: number,
  { remainingMs }: Pick<HttpRequest, "remainingMs">,
  ask: () => Promise<Found | null>,
): Promise<Found | null> {
  let left = Math.min(seconds * 1_000, remainingMs() - RESERVE_MS);
  for (let pause = FIRST_PAUSE_MS; left > 0; pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS)) {
    const found = await ask();
    if (found !== null) return found;
    await new Promise((resolve) => setTimeout(resolve, pause));
    left -= pause;
  }
  return seconds > 0 ? ask() : null;
}
