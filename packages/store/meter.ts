/** What one request or message consumed: read units, write units, sequential round trips, transactions, items written, keys checked. */
export type Meter = {
  rru: number;
  wru: number;
  trips: number;
  transactions: number;
  items: number;
  /** Leading keys the guard looked at before they were sent. */
  checked: number;
  /** Commands on their way. */
  open: number;
};

export const newMeter = (): Meter => ({ rru: 0, wru: 0, trips: 0, transactions: 0, items: 0, checked: 0, open: 0 });

type Consumed = { readonly CapacityUnits?: number | undefined };

/** Adds what the table reported for one command. `items` counts rows written, for the tests that ask for none. */
export function record(meter: Meter, kind: "read" | "write", consumed: Consumed | readonly Consumed[] | undefined, items = 0): void {
  const list = consumed === undefined ? [] : Array.isArray(consumed) ? consumed : [consumed];
  const units = list.reduce((total, { CapacityUnits = 0 }) => total + CapacityUnits, 0);
  if (kind === "read") meter.rru += units;
  else meter.wru += units;
  meter.items += items;
}

/** Sends one command and counts it: what is on its way at the same time is one round trip. */
export async function counted<Answer>(meter: Meter, send: () => Promise<Answer>): Promise<Answer> {
  if (meter.open === 0) meter.trips += 1;
  meter.open += 1;
  try {
    return await send();
  } finally {
    meter.open -= 1;
  }
}

/** A cancelled transaction reports nothing, yet AWS bills its writes: two units an action is the least it can be. */
export const estimateCancelled = (meter: Meter, actions: number): void => {
  meter.wru += actions * 2;
};
