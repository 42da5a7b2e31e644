import type { BankRow } from "#domain/banking/row";
import { type Chance, chance } from "#infra/local/sandbox-bank/chance";
import { frenchIban } from "#infra/local/sandbox-bank/iban";
import type { Simulation } from "#test/simulator/simulation";
import { company, tokenFor } from "#test/world";
import { booked, HAPPENINGS, type Happening, type Stage } from "./happenings.ts";
import { differences, doubledIds, type Held, heldBy, type Known, lostIds, wrongBalances, wrongTotals } from "./oracle.ts";
import { type Read, readSomehow, readWell } from "./readings.ts";
import { type Teller, teller } from "./teller.ts";
import { newTruth, type TrueAccount, type Truth } from "./truth.ts";

/** What one history came to; `wrong` is empty when all of it held. */
export type Lived = {
  readonly seed: number;
  readonly syncs: number;
  readonly crashes: number;
  readonly operations: number;
  readonly wrong: readonly string[];
  readonly story: readonly string[];
};

const ROUNDS_MAX = 8;
/** Days after which whatever the bank let vanish without a word must be gone here too. */
const SETTLING_DAYS = 12;

/** One company's weeks at its bank, all drawn from a seed, and what the product made of them. */
export async function live(simulation: Simulation, seed: number): Promise<Lived> {
  const life = await begin(simulation, seed);
  for (let round = 0; round < life.chance.whole(3, ROUNDS_MAX); round += 1) await oneRound(life);
  await settle(life);
  const { counts, wrong, story, truth } = life;
  return { seed, ...counts, operations: truth.operations().length, wrong, story };
}

type Life = {
  readonly simulation: Simulation;
  readonly chance: Chance;
  readonly truth: Truth;
  readonly mine: Awaited<ReturnType<typeof company>>;
  readonly connectionId: string;
  readonly teller: Teller;
  readonly bank: ReturnType<Simulation["bridge"]["world"]>;
  readonly nextKey: () => number;
  readonly known: Known;
  readonly wrong: string[];
  readonly story: string[];
  readonly counts: { syncs: number; crashes: number };
};

async function begin(simulation: Simulation, seed: number): Promise<Life> {
  const { world, bridge } = simulation;
  const dice = chance(seed, "history");
  world.clock.set(START);
  const mine = await company(world);
  const made = await mine.post("/api/sync/connections", { provider: "bridge" });
  if (made.status !== 201) throw new Error(`no connection: ${made.text}`);
  const connectionId = String(made.body["id"]);
  const bank = bridge.world(bridge.userOf(connectionId));
  const truth = newTruth();
  const next = { id: seed * 100_000 + 1, key: 0 };
  const itemId = next.id;
  bank.setItems({ id: itemId });
  const tells = teller({ world: bank, truth, nextId: () => (next.id += 1), itemId });
  for (let index = 1; index <= dice.whole(1, 2); index += 1) truth.addAccount(newAccount(seed, index));
  const life: Life = {
    ...{ simulation, truth, mine, connectionId, bank, chance: dice, teller: tells, nextKey: () => (next.key += 1) },
    ...{ known: { ids: new Map(), notes: new Map() }, wrong: [], story: [], counts: { syncs: 0, crashes: 0 } },
  };
  for (let index = dice.whole(1, 8); index >= 0; index -= 1) happen(life, booked);
  return life;
}
const START = "2026-03-02T09:00:00.000Z";

const newAccount = (seed: number, key: number): TrueAccount => ({
  ...{ key, iban: frenchIban(`${seed % 1_000_000}${key}`), name: `Compte ${key}`, currency: "EUR", openingCents: 0 },
});

function happen(life: Life, happening: Happening): void {
  const { simulation, truth, chance: dice, nextKey, story } = life;
  const now = simulation.world.clock.now();
  const stage: Stage = {
    ...{ truth, teller: life.teller, chance: dice, nextKey, now, today: simulation.today(), open: truth.accounts() },
  };
  const what = happening(stage);
  if (what !== null) story.push(`${now.toISOString()} ${what}`);
}

async function oneRound(life: Life): Promise<void> {
  const { simulation, chance: dice } = life;
  simulation.world.clock.pass(dice.whole(1, 72) * 3_600);
  for (let count = dice.whole(0, 6); count > 0; count -= 1) happen(life, drawn(dice));
  if (dice.happens(30)) await say(life);
  await read(life, readSomehow);
}

function drawn(dice: Chance): Happening {
  const total = HAPPENINGS.reduce((sum, [weight]) => sum + weight, 0);
  let left = dice.whole(1, total);
  for (const [weight, happening] of HAPPENINGS) {
    left -= weight;
    if (left <= 0) return happening;
  }
  return booked;
}

async function read(life: Life, how: (reading: Parameters<typeof readWell>[0]) => Promise<Read>): Promise<Held> {
  const { simulation, mine, connectionId, chance: dice, bank, counts, story } = life;
  simulation.world.clock.pass(60);
  life.teller.tellAccounts(life.truth.accounts().map((account) => ({ account, access: "enabled" })));
  const done = await how({ simulation, companyId: mine.id, connectionId, chance: dice, bank });
  counts.syncs += done.runs;
  counts.crashes += done.crashes;
  story.push(`${simulation.world.clock.now().toISOString()} ${done.how}`);
  const held = await heldBy(simulation.world, mine.id);
  const found = [...doubledIds(held), ...wrongTotals(held), ...lostIds(life.truth, held, life.known, operationOf(life))];
  life.wrong.push(...found);
  story.push(...found.map((text) => `!! ${text}`));
  return held;
}

const operationOf =
  ({ teller: tells }: Life) =>
  ({ providerId }: BankRow): number | undefined =>
    tells.operationOf(providerId);

/** A person categorises and annotates a row they see. */
async function say({ simulation, known, mine, chance: dice, truth, story }: Life): Promise<void> {
  const [operation] = dice.someOf(
    truth.live().filter(({ key }) => known.ids.has(key)),
    1,
  );
  const id = operation && known.ids.get(operation.key);
  if (!operation || !id) return;
  const note = `note ${dice.whole(1, 9_999)}`;
  const category = operation.cents < 0 ? "entretien_reparation" : "encaissement_client";
  const token = await tokenFor(simulation.world, { personId: mine.personId, companyId: mine.id, role: "owner" });
  const { status, text } = await mine.as("PATCH", `/api/transactions/${id}`, { token, body: { category_id: category, note } });
  if (status !== 200) throw new Error(`not annotated: ${status} ${text}`);
  known.notes.set(id, note);
  story.push(`noted ${id} of #${operation.key}`);
}

/** Reads until nothing differs, at most as long as a bank's silence takes to be understood. */
async function settle(life: Life): Promise<void> {
  const { simulation, truth, wrong, story } = life;
  for (let day = 0; ; day += 3) {
    simulation.world.clock.pass(3 * 86_400);
    const held = await read(life, readWell);
    const off = [...differences(truth, held), ...wrongBalances(truth, held)];
    if (off.length === 0) return;
    if (day < SETTLING_DAYS) continue;
    wrong.push(...off);
    story.push(...off.map((text) => `!! ${text}`));
    return;
  }
}
