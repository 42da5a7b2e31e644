import { Refusal } from "#domain/refusals";

/** Time kept to answer before the function is killed, which would tell the caller nothing. */
const RESERVE_MS = 750;

/** Runs one request and refuses it when it takes longer than the function has. What was begun ends or not, as if the function had been killed. */
export async function inTime<Answer>(remainingMs: number, run: () => Promise<Answer>): Promise<Answer> {
  const timer: { handle?: NodeJS.Timeout } = {};
  const late = new Promise<never>((_, reject) => {
    timer.handle = setTimeout(
      () => reject(new Refusal("request.timed_out", { headers: { "retry-after": "1" } })),
      remainingMs - RESERVE_MS,
    );
  });
  try {
    return await Promise.race([run(), late]);
  } finally {
    clearTimeout(timer.handle);
  }
}
