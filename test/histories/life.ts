import type { BankRow } from "#domain/banking/row";
import { addDays, type BusinessDate, businessDate, parisDate } from "#domain/dates";
import { type Chance, chance } from "#infra/local/sandbox-bank/chance";
import { frenchIban } from "#infra/local/sandbox-bank/iban";
import { type SandboxWorld, sandboxWorld } from "#infra/local/sandbox-bank/world";
import type { Simulation } from "#test/simulator/simulation";
import { company, tokenFor } from "#test/world";
import type { Stage } from "./happenings.ts";
import type { Known } from "./oracle.ts";
import { type Teller, type ToldAccount, teller } from "./teller.ts";
import { newTruth, type Operation, type TrueAccount, type Truth } from "./truth.ts";

/** What may be in a history beside what banks do every day. */
export const FEATURES = ["openings", "currencies", "pieces", "accounts", "takeovers", "files", "bankin", "finary"] as const;
export type Feature = (typeof FEATURES)[number];

/** One provider's time with a company: its connection, what it serves, how it tells. */
export type Epoch = {
  readonly provider: "bridge" | "bankin" | "finary";
  /** How it is read: by a connection of ours, or with a token that is good for one run. */
  readonly access: { readonly connectionId: string } | { readonly token: string };
  readonly bank: SandboxWorld;
  readonly teller: Teller;
};

/** A company, its bank, and everything that was said between them. */
export type Life = {
  readonly simulation: Simulation;
  readonly seed: number;
  readonly features: ReadonlySet<Feature>;
  readonly chance: Chance;
  /** Draws of their own, so that a history without Finary is the same whether Finary might have been in it or not. */
  readonly beside: Chance;
  readonly truth: Truth;
  readonly mine: Awaited<ReturnType<typeof company>>;
  readonly nextKey: () => number;
  readonly nextId: () => number;
  readonly tellers: Teller[];
  /** Told by a file. */
  readonly inFiles: Set<number>;
  readonly firstDays: Map<number, BusinessDate>;
  readonly access: Map<number, ToldAccount["access"]>;
  /** Operations the present provider told and the product has read. */
  readonly seen: Set<number>;
  /** Operations told otherwise than the product has read them. */
  readonly restated: Set<number>;
  /** Older history the present provider has yet to tell. */
  readonly waiting: Set<number>;
  readonly known: Known;
  readonly wrong: string[];
  readonly story: string[];
  readonly counts: { syncs: number; imports: number; crashes: number; takeovers: number; finary: number };
  readonly present: { epoch: Epoch };
};

/** The day every history begins on. */
const START = "2026-03-02T09:00:00.000Z";
/** First day of what the first provider ever tells. */
export const FIRST_DAY = businessDate("2026-02-26");
const CURRENCIES = ["EUR", "EUR", "EUR", "EUR", "JPY", "TND"] as const;

/** A company whose bank has accounts, and nothing connected yet. */
export async function born(simulation: Simulation, seed: number, features: ReadonlySet<Feature>): Promise<Omit<Life, "present">> {
  const dice = chance(seed, "history");
  simulation.world.clock.set(START);
  const mine = await company(simulation.world);
  const truth = newTruth();
  const next = { id: seed * 100_000, key: 0 };
  const life: Omit<Life, "present"> = {
    ...{
      simulation,
      seed,
      features,
      truth,
      mine,
      chance: dice,
      beside: chance(seed, "finary"),
      tellers: [],
      inFiles: new Set(),
      firstDays: new Map(),
      access: new Map(),
    },
    nextKey: () => (next.key += 1),
    nextId: () => (next.id += 1),
    ...{ seen: new Set(), restated: new Set(), waiting: new Set(), known: { ids: new Map(), notes: new Map() }, wrong: [], story: [] },
    counts: { syncs: 0, imports: 0, crashes: 0, takeovers: 0, finary: 0 },
  };
  return life;
}

export function addAccount(life: Omit<Life, "present">, firstDay: BusinessDate): TrueAccount {
  const { truth, seed, features, chance: dice, access, firstDays } = life;
  const key = truth.accounts().length + 1;
  const currency = features.has("currencies") ? dice.oneOf(CURRENCIES) : "EUR";
  const account = {
    ...{ key, iban: frenchIban(`${seed % 1_000_000}${key}`), name: `Compte ${key}`, currency },
    openingCents: features.has("openings") ? dice.whole(-50_000, 5_000_000) : 0,
  };
  truth.addAccount(account);
  access.set(key, "enabled");
  firstDays.set(key, firstDay);
  return account;
}

/** A new login at the provider, of a new user of ours there; nothing is told yet. */
export async function connect(life: Omit<Life, "present">): Promise<Epoch> {
  const { simulation, truth, tellers, nextId } = life;
  const made = await asOwner(life, "POST", "/api/sync/connections", { provider: "bridge" });
  const connectionId = String(made["id"]);
  const bank = simulation.bridge.world(simulation.bridge.userOf(connectionId));
  const itemId = nextId();
  bank.setItems({ id: itemId });
  const tells = teller({ world: bank, truth, nextId, itemId });
  tellers.push(tells);
  return { provider: "bridge", access: { connectionId }, bank, teller: tells };
}

/** The person's session of 2019, whose words are other ones. */
export function connectBankin({ simulation, truth, tellers, nextId }: Omit<Life, "present">): Epoch {
  const itemId = nextId();
  const token = `bankin-session-${itemId}`;
  const bank = sandboxWorld(simulation.world.clock.now, itemId);
  bank.setItems({ id: itemId });
  simulation.bankin.admit(token, bank);
  const label = (text: string) => text.replace("PRLV SEPA", "Prélèvement").replace("VIR SEPA", "Virement").replace("CARTE", "CB");
  const tells = teller({ world: bank, truth, nextId, itemId, label });
  tellers.push(tells);
  return { provider: "bankin", access: { token }, bank, teller: tells };
}

/** A token the person leaves with us. What Finary prints is again worded otherwise. */
export async function connectFinary(life: Omit<Life, "present">): Promise<Epoch> {
  const { simulation, truth, tellers, nextId, counts } = life;
  const itemId = nextId();
  const token = `finary-token-${itemId}`;
  const bank = sandboxWorld(simulation.world.clock.now, itemId);
  bank.setAccounts();
  simulation.finary.admit(token, bank);
  const made = await asOwner(life, "POST", "/api/sync/connections", { provider: "finary", token });
  const label = (text: string) => text.replace("PRLV SEPA", "Prlv").replace("VIR SEPA", "Vir Inst").replace("CARTE", "Paiement Cb");
  const tells = teller({ world: bank, truth, nextId, itemId, label });
  tellers.push(tells);
  counts.finary += 1;
  return { provider: "finary", access: { connectionId: String(made["id"]) }, bank, teller: tells };
}

export const isBankin = ({ provider }: Epoch): boolean => provider === "bankin";
export const isFinary = ({ provider }: Epoch): boolean => provider === "finary";

/** Whether it tells what is only announced apart from what is booked. */
export const tellsAnnounced = ({ provider }: Epoch): boolean => provider === "bridge";

/** A request of the company's owner that must be answered well. */
export async function asOwner(
  { simulation, mine }: Pick<Life, "simulation" | "mine">,
  method: string,
  path: string,
  body: unknown,
): Promise<Record<string, unknown>> {
  const token = await tokenFor(simulation.world, { personId: mine.personId, companyId: mine.id, role: "owner" });
  const reply = await mine.as(method, path, { token, body });
  if (reply.status >= 300) throw new Error(`${method} ${path}: ${reply.status} ${reply.text}`);
  return reply.body;
}

export const today = ({ simulation }: Pick<Life, "simulation">): BusinessDate => parisDate(simulation.world.clock.now());

/** Where the next thing happens. */
export function stageOf(life: Life): Stage {
  const { simulation, truth, chance: dice, nextKey, access, seen, restated, known, firstDays, inFiles, tellers, present } = life;
  const { teller: tells } = present.epoch;
  const crossed = (one: Operation) => inFiles.has(one.key) || tellers.some((other) => other !== tells && other.hasTold(one));
  // What another teller announced and this one keeps silent about until it is booked, or for ever.
  const isUntold = (one: Operation) =>
    isFinary(present.epoch) && one.state === "pending" && !tells.tells(one) && access.get(one.account.key) === "enabled";
  return {
    ...{ truth, teller: tells, chance: dice, nextKey, now: simulation.world.clock.now(), today: today(life) },
    open: truth.accounts().filter(({ key }) => access.get(key) === "enabled"),
    mayChange: (one) => isUntold(one) || (tells.tells(one) && (seen.has(one.key) || !(crossed(one) || known.ids.has(one.key)))),
    tellsAnnounced: tellsAnnounced(present.epoch),
    renamed: ({ key }) => void seen.delete(key),
    restated: ({ key }) => void restated.add(key),
    mayRename: ({ key }) => !restated.has(key),
    firstDay: ({ key }) => firstDays.get(key) ?? addDays(today(life), -3),
  };
}

/** The operation a held row tells, as the tellers name it; undefined for rows of files. */
export const operationOf =
  ({ tellers }: Pick<Life, "tellers">) =>
  ({ providerId }: BankRow): number | undefined =>
    tellers.map((one) => one.operationOf(providerId)).find((key) => key !== undefined);

/** Whether we were ever told of it. */
export const isTold =
  ({ tellers, inFiles }: Pick<Life, "tellers" | "inFiles">) =>
  (operation: Operation): boolean =>
    inFiles.has(operation.key) || tellers.some((one) => one.hasTold(operation));

export function tellLine({ story, simulation }: Pick<Life, "story" | "simulation">, what: string): void {
  story.push(`${simulation.world.clock.now().toISOString().slice(5, 19)} ${what}`);
}
