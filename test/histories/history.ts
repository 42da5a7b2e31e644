import { addDays, type BusinessDate } from "#domain/dates";
import type { Simulation } from "#test/simulator/simulation";
import { booked, HAPPENINGS, type Happening, LABELS, twin } from "./happenings.ts";
import { importStatement } from "./imports.ts";
import {
  addAccount,
  asOwner,
  born,
  connect,
  connectBankin,
  FEATURES,
  type Feature,
  FIRST_DAY,
  isBankin,
  isFinary,
  isTold,
  type Life,
  operationOf,
  stageOf,
  tellLine,
  today,
} from "./life.ts";
import { differences, doubledIds, type Held, heldBy, lostIds, wrongBalances, wrongTotals } from "./oracle.ts";
import { deliverer, type Read, type Reading, readSomehow, readWell } from "./readings.ts";
import { grant, withhold } from "./sharing.ts";
import { cross, crossesFinary, takeOver, tellTheRest } from "./takeovers.ts";
import type { Operation, TrueAccount } from "./truth.ts";
import { untoldTimePasses } from "./unannounced.ts";

/** What one history came to; `wrong` is empty when all of it held. */
export type Lived = Life["counts"] & {
  readonly seed: number;
  readonly operations: number;
  readonly wrong: readonly string[];
  readonly story: readonly string[];
};

const ROUNDS_MAX = 4;
/** Days after which whatever the bank let vanish without a word must be gone here too. */
const SETTLING_DAYS = 15;
const ACCOUNTS_MAX = 3;

/** One company's weeks at its bank, all drawn from a seed, and what the product made of them. */
export async function live(simulation: Simulation, seed: number, features: ReadonlySet<Feature> = new Set(FEATURES)): Promise<Lived> {
  const life = await begin(simulation, seed, features);
  for (let round = life.chance.whole(2, ROUNDS_MAX); round > 0; round -= 1) await oneRound(life);
  // What is read with a passing token is read by a connection in the end.
  if (isBankin(life.present.epoch)) await read(life, readWell).then(() => takeOver(life));
  await settle(life);
  const { counts, wrong, story, truth } = life;
  return { seed, ...counts, operations: truth.operations().length, wrong, story };
}

/** Accounts with a past: operations only a file may tell, those the first read finds, and those that arrive a little later. */
async function begin(simulation: Simulation, seed: number, features: ReadonlySet<Feature>): Promise<Life> {
  const unborn = await born(simulation, seed, features);
  const { chance: dice, truth } = unborn;
  for (let count = dice.whole(1, 2); count > 0; count -= 1) addAccount(unborn, FIRST_DAY);
  const recent: Operation[] = [];
  for (const account of truth.accounts()) {
    for (let count = features.has("openings") ? dice.whole(0, 4) : 0; count > 0; count -= 1)
      operation(unborn, account, addDays(FIRST_DAY, -dice.whole(1, 30)));
    recent.push(operation(unborn, account, FIRST_DAY), operation(unborn, account, addDays(FIRST_DAY, 3)));
    if (features.has("files") && dice.happens(15)) await startWithFile(unborn, account);
  }
  const isOld = features.has("bankin") && dice.happens(15);
  const life: Life = { ...unborn, present: { epoch: isOld ? connectBankin(unborn) : await connect(unborn) } };
  const inPieces = features.has("pieces") && dice.happens(30);
  for (const one of recent) {
    if (inPieces && one.day === FIRST_DAY) life.waiting.add(one.key);
    else life.present.epoch.teller.tell(one);
    if (inPieces) life.firstDays.set(one.account.key, addDays(FIRST_DAY, 3));
  }
  for (let count = dice.whole(0, 5); count > 0; count -= 1) happen(life, booked);
  return life;
}

/** An account of our own, with a statement in it before any bank is connected. */
async function startWithFile(life: Omit<Life, "present">, account: TrueAccount): Promise<void> {
  const { name, iban, currency } = account;
  await asOwner(life, "POST", "/api/accounts", { name, bank_name: "Banque Horizon", account_type: "checking", iban, currency });
  await importStatement(life, account);
}

function operation({ truth, chance: dice, nextKey }: Omit<Life, "present">, account: TrueAccount, day: BusinessDate): Operation {
  const cents = dice.price(100, 90_000) * (dice.happens(30) ? 1 : -1);
  return truth.put({ key: nextKey(), account, cents, label: dice.oneOf(LABELS), day, state: "booked" });
}

function happen(life: Life, happening: Happening): void {
  const what = happening(stageOf(life));
  if (what !== null) tellLine(life, what);
}

/** Some hours or days, with what happens in them, then a read. */
async function oneRound(life: Life): Promise<void> {
  const { simulation, chance: dice, features, counts, access } = life;
  simulation.world.clock.pass(dice.whole(1, 72) * 3_600);
  // Read before anything else happens: whether an old operation that nobody read was in the opening balance, no reader could tell.
  if (tellTheRest(life)) await read(life, readWell);
  for (const [key, now] of access) if (now !== "enabled" && dice.happens(60)) grant(life, key, "enabled");
  if (features.has("accounts") && dice.happens(8)) open(life);
  if (features.has("accounts") && dice.happens(8)) await read(life, readWell).then((held) => withhold(life, held));
  if (features.has("takeovers") && counts.takeovers < 2 && dice.happens(15)) await read(life, readWell).then(() => takeOver(life));
  if (crossesFinary(life)) await read(life, readWell).then((held) => cross(life, held));
  if (features.has("files") && dice.happens(15)) await readThenImport(life);
  for (let count = dice.whole(0, 6); count > 0; count -= 1) happen(life, drawn(life));
  if (dice.happens(30)) await say(life);
  await read(life, readSomehow);
}

function drawn({ chance: dice }: Life): Happening {
  const total = HAPPENINGS.reduce((sum, [weight]) => sum + weight, 0);
  let left = dice.whole(1, total);
  for (const [weight, happening] of HAPPENINGS) {
    left -= weight;
    if (left <= 0) return happening;
  }
  return booked;
}

/** Another account at the same login. */
function open(life: Life): void {
  if (life.truth.accounts().length >= ACCOUNTS_MAX) return;
  const account = addAccount(life, today(life));
  life.present.epoch.teller.tell(operation(life, account, today(life)));
  tellLine(life, `account ${account.key} opened`);
}

/**
 * A statement of one account, of now. What the bank changed since the last read is read first: a statement of what became of an operation,
 * beside a row of what it was, tells two operations to any reader. What is only new may come from the file first.
 */
async function readThenImport(life: Life): Promise<void> {
  const { chance: dice, truth, access } = life;
  const held = await read(life, readWell);
  const open = truth.accounts().filter(({ key, iban }) => access.get(key) === "enabled" && held.accounts.some((one) => one.iban === iban));
  const [account] = dice.someOf(open, 1);
  if (!account) return;
  for (let count = dice.whole(0, 3); count > 0; count -= 1) happen(life, dice.oneOf([booked, twin]));
  await importStatement(life, account);
  await check(life);
}

async function read(life: Life, how: (reading: Reading) => Promise<Read>): Promise<Held> {
  const { simulation, mine, chance: dice, counts, truth, access, present } = life;
  simulation.world.clock.pass(60);
  if (isFinary(present.epoch)) untoldTimePasses(life);
  const { teller: tells, bank, access: way } = present.epoch;
  tells.tellAccounts(truth.accounts().map((account) => ({ account, access: access.get(account.key) ?? "enabled" })));
  const done = await how({
    simulation,
    provider: present.epoch.provider,
    companyId: mine.id,
    chance: dice,
    bank,
    deliver: deliverer(life, way),
  });
  counts.syncs += done.runs;
  counts.crashes += done.crashes;
  tellLine(life, done.how);
  return check(life);
}

/** What must hold at every moment, whatever was not read yet. */
async function check(life: Life): Promise<Held> {
  const { simulation, mine, truth, known, wrong, seen, restated, present } = life;
  const held = await heldBy(simulation.world, mine.id);
  for (const row of held.live) {
    const key = present.epoch.teller.operationOf(row.providerId);
    if (key === undefined || !present.epoch.teller.isCurrent(row.providerId)) continue;
    seen.add(key);
    const { cents, day } = truth.get(key);
    if (row.amountCents === cents && row.date === day) restated.delete(key);
  }
  const found = [...doubledIds(held), ...wrongTotals(held), ...lostIds(truth, held, known, operationOf(life))];
  wrong.push(...found);
  for (const text of found) tellLine(life, `!! ${text}`);
  return held;
}

/** A person categorises and annotates a row they see. */
async function say(life: Life): Promise<void> {
  const { known, chance: dice, truth } = life;
  const [one] = dice.someOf(
    truth.live().filter(({ key }) => known.ids.has(key)),
    1,
  );
  const id = one && known.ids.get(one.key);
  if (!one || !id) return;
  const note = `note ${dice.whole(1, 9_999)}`;
  const category = one.cents < 0 ? "entretien_reparation" : "encaissement_client";
  await asOwner(life, "PATCH", `/api/transactions/${id}`, { category_id: category, note });
  known.notes.set(id, note);
  tellLine(life, `noted ${id} of #${one.key}`);
}

/** Reads until nothing differs, at most as long as a bank's silence takes to be understood. */
async function settle(life: Life): Promise<void> {
  const { simulation, truth, wrong } = life;
  tellTheRest(life);
  for (let day = 0; ; day += 3) {
    simulation.world.clock.pass(3 * 86_400);
    const held = await read(life, readWell);
    const off = [...differences(truth, held, isTold(life)), ...wrongBalances(truth, held)];
    if (off.length === 0) return;
    if (day < SETTLING_DAYS) continue;
    for (const row of held.rows)
      tellLine(
        life,
        `   ${row.ordinal} ${row.hash.slice(0, 4)} ${row.source} ${row.providerId} ${row.amountCents} ${row.date} ${row.status} v${row.version}`,
      );
    wrong.push(...off);
    for (const text of off) tellLine(life, `!! ${text}`);
    return;
  }
}
