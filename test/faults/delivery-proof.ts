import { unmarshall } from "@aws-sdk/util-dynamodb";
import { expect } from "vitest";
import * as z from "zod";
import { ConnectionLost } from "#infra/local/dynamodb/engine-fault";
import { AWS_LIMITS } from "#runtime/container";
import { QUEUE_NAMES } from "#runtime/messages";
import type { Item } from "#store/db";
import type { FakeBank } from "#test/bank";
import { booksAt, type CompanyBooks, tableOf } from "#test/books/company-books";
import { directClient } from "#test/books/direct-client";
import { assertOpened, assertSettled } from "#test/books/promises";
import { type DeliveryMachine, deliveryMachine } from "#test/faults/deliveries";
import { type Accepted, type Hero, hero, settingsFor, story } from "#test/faults/delivery-story";
import * as invariants from "#test/faults/invariants";
import { deadLetters, type Poison, poison, SPOILT, webhookHash } from "#test/faults/poison";
import { unluckyProcesses } from "#test/faults/processes";
import { bankState, recomputed } from "#test/sync/totals";
import { triedAtOnce } from "#test/tried-at-once";
import { type TestWorld, testWorld } from "#test/world";

const COMPANIES = 4;
/** One poisoned webhook for about nine others: one in each batch of ten. */
const POISON_A_ROUND = 5;

/** Messages that are still to come when the story ends: what waits, redrives, what messages send themselves. */
const TAIL_MIN = 220;

type Proof = { readonly bank: FakeBank; readonly messages: number; readonly seed: number };
type Lives = Pick<Stage, "world"> & {
  readonly victim: Hero;
  readonly others: readonly Hero[];
  readonly spoiler: Poison;
  readonly machine: DeliveryMachine;
  readonly tale: ReturnType<typeof story>;
  readonly messages: number;
  readonly seed: number;
};
type Stage = Pick<DeliveryMachine, "bodies"> & {
  readonly world: TestWorld;
  readonly heroes: readonly Hero[];
  readonly accepted: Accepted;
};
type Broken = { lost: number; doubled: number };

/**
 * Lets companies live through at least so many messages, delivered by the worst of queues over the worst of tables, with one poisoned
 * company among them. Everything is accounted for before and after the poisoned items are mended. Gives the line to print. The seed
 * decides every process's luck and every order of delivery; how processes that run at once take turns is left to them.
 */
export async function proveDeliveries({ bank, messages, seed }: Proof): Promise<string> {
  const processes = unluckyProcesses();
  const { around, aroundQueues } = processes;
  const patience = { retryStrategy: triedAtOnce(AWS_LIMITS.attempts) };
  const world = await testWorld({ around, aroundQueues, ...patience, withoutWorkers: true, settings: settingsFor(bank) });
  const traces = Error.stackTraceLimit;
  // Thousands of faults are thrown on purpose: where from is half of their price.
  Error.stackTraceLimit = 0;
  try {
    const [victim, ...others] = [await hero({ world, bank }, 0), ...(await heroesAmong({ world, bank }))];
    const spoiler = poison(world, victim);
    const machine = deliveryMachine({ world, processes, seed, isPoison: spoiler.isPoison });
    const tale = story({ world, bank, processes, seed: seed + 1 }, others);
    return await livedThrough({ world, victim, others, spoiler, machine, tale, messages, seed });
  } finally {
    Error.stackTraceLimit = traces;
    await world.end();
  }
}

async function heroesAmong(place: Parameters<typeof hero>[0]): Promise<readonly Hero[]> {
  const heroes: Hero[] = [];
  for (let index = 1; index <= COMPANIES; index += 1) heroes.push(await hero(place, index));
  return heroes;
}

async function livedThrough({ world, victim, others, spoiler, machine, tale, messages, seed }: Lives): Promise<string> {
  const stage = { world, heroes: [victim, ...others], accepted: tale.accepted, bodies: machine.bodies };
  const spoilt = spoiler.sendMalformed() + (await spoil(victim, spoiler));
  let before: ReadonlyMap<string, string> = new Map();
  while (machine.tally.messages < messages - TAIL_MIN) {
    await tale.round(others);
    for (let webhook = 0; webhook < POISON_A_ROUND; webhook += 1) await tale.webhook(victim);
    for (let turns = 0; turns < 3; turns += 1) await machine.turn();
    const items = await everything(world);
    invariants.entriesUnchanged(before, items);
    before = invariants.validatedEntries(items);
  }
  await ended(machine, others);
  const dead = QUEUE_NAMES.flatMap((name) => deadLetters(world, name));
  const broken = { lost: 0, doubled: 0 };
  await check(stage, others, broken, before);
  expect(
    dead.filter((body) => !spoiler.isPoison(body)),
    `dead letters that are no poison (seed ${seed})`,
  ).toEqual([]);
  expect(machine.tally.poison).toBeGreaterThanOrEqual(spoilt + [...tale.accepted.values()].filter((id) => id === victim.id).length);
  expect(dead).toHaveLength(machine.tally.poison);
  const dlq = `${dead.length} in DLQ expected ${machine.tally.poison}`;
  await redriven(stage, machine, spoiler.mend);
  expect(QUEUE_NAMES.flatMap((name) => deadLetters(world, name))).toHaveLength(QUEUE_NAMES.length);
  await ended(machine, [victim]);
  await check(stage, [victim], broken, before);
  expect(world.errors.filter((error) => !(error instanceof ConnectionLost))).toEqual([]);
  expect(broken).toEqual({ lost: 0, doubled: 0 });
  expect(machine.tally.messages).toBeGreaterThanOrEqual(messages);
  return told(machine, broken, dlq, seed);
}

/** Makes unreadable what the poisoned company's waiting messages speak of: its connection, a job, an export. Gives their number. */
async function spoil(victim: Hero, { spoil: spoilItems }: Poison): Promise<number> {
  const pk = `COMPANY#${victim.id}#`;
  const idOf = ({ body }: Awaited<ReturnType<Hero["ask"]>>) => String(body["id"]);
  const job = idOf(await victim.ask("POST", "/api/ledger/validate", { through: "2026-06-30" }));
  const file = idOf(await victim.ask("GET", "/api/exports/transactions/csv"));
  const { body } = await victim.ask("GET", "/api/sync/connections");
  const [connection] = z.array(z.object({ id: z.string() })).parse(body["data"]);
  await spoilItems(
    { pk: `${pk}JOBS`, sk: job },
    { pk: `${pk}EXPORTS`, sk: file },
    { pk: `${pk}CONNECTIONS`, sk: connection?.id ?? "" },
    { pk: `SYSTEM#PROVIDER#bridge#${victim.userId}`, sk: "PROVIDER" },
  );
  return 3;
}

/** All that is left is done, every bank is read once more, everything is booked. */
async function ended(machine: DeliveryMachine, heroes: readonly Hero[]): Promise<void> {
  await machine.settle();
  for (const { ask } of heroes) await ask("POST", "/api/sync/manual");
  await machine.settle();
  for (const { ask } of heroes) await ask("POST", "/api/ledger/validate", { through: "2026-11-25" });
  await machine.settle();
}

/** The fix: the items are readable again, and the dead letters go back to their queues. */
async function redriven({ world }: Stage, machine: DeliveryMachine, mend: () => Promise<void>): Promise<void> {
  await mend();
  for (const name of QUEUE_NAMES) world.sqs.redrive(`${name}-dlq`);
  await machine.settle();
}

/** Every invariant, of these companies and of the table as a whole. Counts what is lost and what is there twice. */
async function check(
  { world, heroes: all, accepted, bodies }: Stage,
  heroes: readonly Hero[],
  broken: Broken,
  before: ReadonlyMap<string, string>,
) {
  const table = tableOf(directClient(world.engine));
  const items = await everything(world);
  const booksOf = ({ id }: Hero) => booksAt({ time: world.clock, newId: world.newId }, table(id), id);
  for (const one of heroes) await checkCompany(booksOf(one), one, world, broken);
  invariants.entriesUnchanged(before, items);
  const ended = items.filter(({ pk, outcome }) => String(pk).endsWith("#WEBHOOK") && outcome !== "received");
  const processed = new Set(ended.map(({ bodyHash }) => String(bodyHash)));
  const dead = new Set(deadLetters(world, "webhooks").flatMap((body) => webhookHash(body) ?? []));
  expect([...processed].filter((hash) => dead.has(hash))).toEqual([]);
  broken.lost += invariants.webhooksAccounted(accepted.keys(), processed, dead) + invariants.newsAskedFor(items, bodies);
  for (const one of all) await invariants.trailIsWhole(booksOf(one), items);
  invariants.alertsAreRaisedOnce(items);
  invariants.nothingIsOrphan(items.filter(({ companyId }) => companyId !== SPOILT));
}

async function checkCompany(books: CompanyBooks, { customer, ask }: Hero, world: TestWorld, broken: Broken): Promise<void> {
  const { rows, live, kept } = await bankState(world, books.companyId);
  const summed = recomputed(rows);
  await invariants.balancesAreSums(books, kept, summed);
  invariants.categoriesAreSums(kept, summed);
  const wanted = customer.rows
    .filter(({ deleted }) => !deleted)
    .map(({ id, amount, date, booked }) => `${id} ${Math.round(Number(amount) * 100)} ${date} ${booked === false ? "pending" : "booked"}`);
  const { lost, doubled } = invariants.rowsAreThereOnce(live, wanted);
  broken.lost += lost;
  broken.doubled += doubled;
  const booked = await invariants.numbersAreGapless(books);
  invariants.entriesBalance(booked);
  broken.doubled += booked.length - new Set(booked.map(({ source }) => `${source.kind} ${source.id}`)).size;
  await assertOpened(books);
  await assertSettled(books, rows, booked);
  await invariants.exportsAreTheirContent(books, async (id) => {
    const { body } = await ask("GET", `/api/exports/${id}`);
    return new Uint8Array(await (await fetch(String(body["url"]))).arrayBuffer());
  });
}

/** The whole table, as items. */
async function everything(world: TestWorld): Promise<readonly Item[]> {
  const items: Item[] = [];
  let start: unknown;
  do {
    const page = Scanned.parse(await world.engine.exec("Scan", { TableName: "numma", ...(start ? { ExclusiveStartKey: start } : {}) }));
    for (const item of page.Items) items.push(unmarshall(item));
    start = page.LastEvaluatedKey;
  } while (start);
  return items;
}

const Attributes = z.custom<Parameters<typeof unmarshall>[0]>((value) => typeof value === "object" && value !== null);
const Scanned = z.object({ Items: z.array(Attributes), LastEvaluatedKey: z.unknown().optional() });

function told({ tally }: DeliveryMachine, { lost, doubled }: Broken, dlq: string, seed: number): string {
  const { throttle = 0, replyLost = 0, conflict = 0, unprocessed = 0 } = tally.faults;
  const faults = throttle + replyLost + conflict + unprocessed + tally.killed;
  const kinds = `throttled ${throttle}, lost replies ${replyLost}, conflicts ${conflict}, unprocessed ${unprocessed}, killed ${tally.killed}`;
  const ends = `${lost} lost, ${doubled} doubled, I1-I11 hold (I4: no budget is built yet)`;
  return `${tally.messages} messages, ${tally.deliveries} deliveries, ${faults} faults (${kinds}), ${ends}, ${dlq} (seed ${seed})`;
}
