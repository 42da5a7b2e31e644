import { computeIs } from "#tax/is/compute";
import { SMALL, year2025 } from "./inputs.ts";

const YEAR = year2025(0, {
  ...SMALL,
  adjustments: [
    { kind: "corporate_tax", amountCents: 1_137_500 },
    { kind: "gift", amountCents: 150_000 },
  ],
  previousYear: { openedOn: "2024-01-01", closedOn: "2024-12-31", reducedRateBaseCents: 4_250_000, normalRateBaseCents: 2_000_000 },
});

/** CPU-seconds of so many computations of a small company's year, each with another result. */
export function measureIs(times = 10_000): number {
  const started = process.cpuUsage();
  for (let place = 0; place < times; place += 1) computeIs({ ...YEAR, accountingResultCents: place * 1_001 });
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1_000_000;
}
