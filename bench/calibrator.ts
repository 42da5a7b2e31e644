import { createHash } from "node:crypto";

const OBJECT = {
  id: "x".repeat(32),
  lines: Array.from({ length: 12 }, (_, index) => ({
    account: `4110${index}0`,
    label: "VIR SEPA RECU /DE DUPONT",
    amountCents: 123_456 + index,
  })),
};

/** CPU-seconds this machine takes for 100 000 JSON round trips and SHA-256 of a fixed 1 KB object: the unit every other figure is told in. */
export function calibrate(rounds = 100_000): number {
  const started = process.cpuUsage();
  for (let index = 0; index < rounds; index += 1)
    createHash("sha256")
      .update(JSON.stringify(JSON.parse(JSON.stringify(OBJECT))))
      .digest();
  return cpuSeconds(started);
}

/**
 * CPU-seconds of one calibrator where the budgets were set. On a machine that others keep busy everything takes longer, the calibrator with it: budgets
 * given in CPU-seconds are held in calibrators of the same run.
 */
const CALIBRATOR_SECONDS = 1.6;

/** A budget in CPU-seconds, in calibrators. */
export const inCalibrators = (seconds: number): number => seconds / CALIBRATOR_SECONDS;

/** A rate a CPU-second must reach, a calibrator. */
export const perCalibrator = (rate: number): number => rate * CALIBRATOR_SECONDS;

export function cpuSeconds(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1_000_000;
}

/** The middle of five. */
export async function median(run: () => Promise<number>, times = 5): Promise<number> {
  const figures: number[] = [];
  for (let index = 0; index < times; index += 1) figures.push(await run());
  return middle(figures);
}

const middle = (figures: readonly number[]): number => [...figures].sort((left, right) => left - right)[figures.length >> 1] ?? 0;

/** A rate a CPU-second, and a calibrator: middles of five, the calibrator taken beside each of them. */
export async function rates(run: () => Promise<number>, times = 5): Promise<{ readonly aSecond: number; readonly aCalibrator: number }> {
  const found: { readonly rate: number; readonly product: number }[] = [];
  for (let index = 0; index < times; index += 1) {
    const rate = await run();
    found.push({ rate, product: rate * calibrate() });
  }
  return { aSecond: middle(found.map(({ rate }) => rate)), aCalibrator: middle(found.map(({ product }) => product)) };
}
