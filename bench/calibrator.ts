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

export function cpuSeconds(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1_000_000;
}

/** The middle of five. */
export async function median(run: () => Promise<number>, times = 5): Promise<number> {
  const figures: number[] = [];
  for (let index = 0; index < times; index += 1) figures.push(await run());
  return figures.sort((left, right) => left - right)[Math.floor(times / 2)] ?? 0;
}
