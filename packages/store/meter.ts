/** What one request or message consumed: read units, write units, sequential round trips. */
export type Meter = { rru: number; wru: number; trips: number; items: number };

export const newMeter = (): Meter => ({ rru: 0, wru: 0, trips: 0, items: 0 });

type Consumed = { readonly CapacityUnits?: number | undefined };

/** Adds what the table reported for one command. `items` counts rows written, for the tests that ask for none. */
export function record(meter: Meter, kind: "read" | "write", consumed: Consumed | readonly Consumed[] | undefined, items = 0): void {
  const list = consumed === undefined ? [] : Array.isArray(consumed) ? consumed : [consumed];
  const units = list.reduce((total, { CapacityUnits = 0 }) => total + CapacityUnits, 0);
  if (kind === "read") meter.rru += units;
  else meter.wru += units;
  meter.trips += 1;
  meter.items += items;
}

/** A cancelled transaction reports nothing, yet AWS bills its writes: two units an action is the least it can be. */
export const estimateCancelled = (meter: Meter, actions: number): void => {
  meter.wru += actions * 2;
};
