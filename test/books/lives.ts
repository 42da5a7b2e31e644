import fc from "fast-check";
import { type Desk, openBooks } from "./desk.ts";
import { happen, type Life, type Operation, operation } from "./operations.ts";
import { assertIntact, assertOpened, assertSettled } from "./promises.ts";

export type Scenario = { readonly closesOn: string; readonly openingCents: number; readonly operations: readonly Operation[] };

const scenarios = (operationsMax: number): fc.Arbitrary<Scenario> =>
  fc.record({
    closesOn: fc.constantFrom("12-31", "06-30"),
    openingCents: fc.constantFrom(0, 0, 150_000, -20_000),
    operations: fc.array(operation, { minLength: 4, maxLength: operationsMax, size: "max" }),
  });

export type Runs = { readonly companies: number; readonly operationsMax: number; readonly seed: number };

/** What many lives were made of, to be printed. */
export type Tally = { companies: number; operations: number; entries: number; done: Map<string, number>; refused: Map<string, number> };
export const newTally = (): Tally => ({ companies: 0, operations: 0, entries: 0, done: new Map(), refused: new Map() });

/** Lives one company through, looking at its books after every validation and closing, and at everything once all is validated. */
export async function live(desk: Desk, start: string, { closesOn, openingCents, operations }: Scenario, tally: Tally): Promise<void> {
  desk.time.set(start);
  const company = await openBooks(desk, closesOn);
  await company.openAccount("Compte courant", openingCents);
  await company.openAccount("Livret");
  const life: Life = { company, desk, rows: [], done: tally.done, refused: tally.refused };
  for (const one of operations) {
    await happen(life, one);
    if (one.kind === "close") await assertIntact(company);
    if (one.kind === "validate") await assertOpened(company);
  }
  await company.validate();
  const booked = await assertIntact(company);
  await assertSettled(company, life.rows, booked);
  const again = await company.validate();
  if (again.entries !== 0) throw new Error(`broken promise: validating again books nothing, it booked ${again.entries}`);
  tally.companies += 1;
  tally.operations += operations.length;
  tally.entries += booked.length;
}

/** The seed of a run: the day's own unless one is given to run the same again. */
export const seedOf = (fallback: number): number => Number(process.env["BOOKS_SEED"] ?? fallback);

/** Runs many lives; a failure is shrunk to few operations and told with the seed and path that give it again. */
export async function liveMany(desk: Desk, start: string, runs: Runs): Promise<Tally> {
  const tally = newTally();
  const path = process.env["BOOKS_PATH"];
  const options = { numRuns: runs.companies, seed: runs.seed, endOnFailure: process.env["BOOKS_SHRINK"] === "no", ...(path && { path }) };
  await fc.assert(
    fc.asyncProperty(scenarios(runs.operationsMax), (one) => live(desk, start, one, tally)),
    options,
  );
  return tally;
}

const listed = (counts: ReadonlyMap<string, number>): string => [...counts].map(([name, count]) => `${name} ${count}`).join(", ");

export const told = ({ companies, operations, entries, done, refused }: Tally, seed: number): string =>
  `${companies} companies, ${operations} operations (${listed(done)}), ${entries} entries, BOOKS_SEED=${seed}; refused: ${listed(refused)}`;
