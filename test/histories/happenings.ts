import { addDays, type BusinessDate, daysBetween, latest } from "#domain/dates";
import type { Chance } from "#infra/local/sandbox-bank/chance";
import type { Teller } from "./teller.ts";
import type { Operation, TrueAccount, Truth } from "./truth.ts";

/** Where something happens: the truth, who tells it, the day it is, and the dice. */
export type Stage = {
  readonly truth: Truth;
  readonly teller: Teller;
  readonly chance: Chance;
  readonly today: BusinessDate;
  readonly now: Date;
  readonly nextKey: () => number;
  /** Whether it tells what is only announced apart from what is booked. */
  readonly tellsAnnounced: boolean;
  /** Accounts the provider tells rows of now. */
  readonly open: readonly TrueAccount[];
  /**
   * Whether the bank may change what it said of an operation. Not between two sources, nor between two ids: an operation that was told under
   * one name and is changed before it is read under another is, for any reader, one that went and another that came.
   */
  readonly mayChange: (operation: Operation) => boolean;
  /** Notes that an operation got another id: what changes besides, before that is read, is another operation to any reader. */
  readonly renamed: (operation: Operation) => void;
  /** Notes that an operation is told otherwise under its id: until that is read, another id of it would be of another operation to any reader. */
  readonly restated: (operation: Operation) => void;
  readonly mayRename: (operation: Operation) => boolean;
  /**
   * The first day of what the account's opening balance was reckoned from. No operation is dated before it afterwards: whether the opening
   * balance has it in it already, nobody can tell from the row.
   */
  readonly firstDay: (account: TrueAccount) => BusinessDate;
};

/** Something that happens at the bank; says what, or null when nothing could. */
export type Happening = (stage: Stage) => string | null;

export const LABELS = [
  "PRLV SEPA ORANGE SA FACTURE MOBILE",
  "CARTE CARREFOUR MARKET NANTES",
  "VIR SEPA RECU /DE DUPONT SARL /MOTIF FACTURE",
  "PRLV SEPA URSSAF PAYS DE LA LOIRE",
  "CARTE CAFE DU COMMERCE",
  "VIR SEPA EMIS LOYER SCI DES LILAS",
  "COTISATION CARTE VISA BUSINESS",
  "CARTE TOTAL ENERGIES REZE",
  "PRLV SEPA EDF ENTREPRISES",
  "CARTE SNCF INTERNET",
] as const;

/** Operations of one history, so that a check stays cheap. */
const OPERATIONS_MAX = 40;

function made(stage: Stage, state: Operation["state"], day: BusinessDate, mayBeZero = true): Operation | null {
  const { truth, chance, open } = stage;
  const [first, ...others] = open;
  if (!first || truth.operations().length >= OPERATIONS_MAX) return null;
  const account = chance.oneOf([first, ...others]);
  const cents = chance.whole(1, 30) === 1 && mayBeZero ? 0 : (chance.happens(25) ? 1 : -1) * chance.price(90, 250_000);
  const key = stage.nextKey();
  return truth.put({ key, account, cents, label: chance.oneOf(LABELS), day: latest(day, stage.firstDay(account)), state });
}

const oneLive = ({ truth, chance, open, mayChange }: Stage, fits: (operation: Operation) => boolean): Operation | undefined =>
  chance.someOf(
    truth.live().filter((operation) => open.includes(operation.account) && mayChange(operation) && fits(operation)),
    1,
  )[0];

const isBooked = ({ state }: Operation): boolean => state === "booked";
const isPending = ({ state }: Operation): boolean => state === "pending";

/** Up to so many days ago. */
const recently = ({ chance, today }: Stage, days: number): BusinessDate => addDays(today, -chance.whole(0, days));

export const booked: Happening = (stage) => {
  const operation = made(stage, "booked", recently(stage, 4));
  if (operation) stage.teller.tell(operation);
  return operation && `booked ${named(operation)}`;
};

/** Another payment that nothing tells from an earlier one: the second coffee of the day. */
export const twin: Happening = (stage) => {
  const model = oneLive(stage, (one) => isBooked(one) && one.day >= stage.firstDay(one.account));
  if (!model || stage.truth.operations().length >= OPERATIONS_MAX) return null;
  const operation = stage.truth.put({ ...model, key: stage.nextKey() });
  stage.teller.tell(operation);
  return `twin ${named(operation)} of ${model.key}`;
};

/** Committed late at the provider: its `updated_at` is older than what was already served, by less than the overlap must be. */
const committedLate: Happening = (stage) => {
  const operation = made(stage, "booked", recently(stage, 6));
  if (operation)
    stage.teller.tell(operation, {
      updatedAt: new Date(stage.now.getTime() - stage.chance.whole(1, LATE_SECONDS_MAX) * 1_000).toISOString(),
    });
  return operation && `booked, committed late ${named(operation)}`;
};
const LATE_SECONDS_MAX = 280;

/** Not of zero: whether it is booked yet, no balance says. */
const announced: Happening = (stage) => {
  const operation = stage.tellsAnnounced ? made(stage, "pending", stage.today, false) : null;
  if (operation) stage.teller.tell(operation);
  return operation && `announced ${named(operation)}`;
};

const scheduled: Happening = (stage) => {
  const operation = made(stage, "future", addDays(stage.today, stage.chance.whole(1, 20)));
  if (operation) stage.teller.tell(operation);
  return operation && `scheduled ${named(operation)}`;
};

/**
 * The ways a pending row ends as a booked one. Under a new id, within the days a card payment takes; and with another amount only where no
 * other new or waiting operation has the same words: no reader could tell whose it is.
 */
const settled: Happening = (stage) => {
  const { truth, teller, chance, today } = stage;
  const before = oneLive(stage, isPending);
  if (!before) return null;
  if (!stage.tellsAnnounced) {
    teller.tell(truth.change(before.key, { state: "booked", day: today }));
    return `settled (as it was announced) ${named(truth.get(before.key))}`;
  }
  const others = truth
    .live()
    .some(
      (one) =>
        one.account === before.account && one.key !== before.key && one.label === before.label && (isPending(one) || one.day >= before.day),
    );
  const late = daysBetween(before.day, today) > CARD_DAYS_MAX;
  const way = late ? "same_id" : chance.oneOf(["same_id", "new_id", "changed_amount", "new_id_changed_amount", "without_a_word"] as const);
  const changes = way.endsWith("changed_amount") && !(way.startsWith("new") && others) && before.cents !== 0;
  const cents = changes ? Math.round(before.cents * 1.08) : before.cents;
  const operation = truth.change(before.key, { state: "booked", day: today, cents });
  if (way === "same_id" || way === "changed_amount") teller.tell(operation);
  else {
    if (way === "without_a_word") teller.drop(before);
    else teller.takeBack(before);
    teller.tell(operation, { under: "new_id" });
    stage.renamed(operation);
  }
  return `settled (${way}) ${named(operation)}`;
};

const CARD_DAYS_MAX = 7;

/** A card hold that is never charged: taken back, or dropped without a word. */
const neverCharged: Happening = (stage) => {
  const operation = oneLive(stage, isPending);
  if (!operation) return null;
  stage.truth.change(operation.key, { state: "gone" });
  const told = stage.teller.tells(operation) && stage.chance.happens(50);
  if (told) stage.teller.takeBack(operation);
  else if (stage.teller.tells(operation)) stage.teller.drop(operation);
  return `never charged (${told ? "told" : "without a word"}) ${named(operation)}`;
};

const fellDue: Happening = (stage) => {
  const before = oneLive(stage, ({ state }) => state === "future");
  if (!before) return null;
  const operation = stage.truth.change(before.key, { state: "booked", day: stage.today });
  stage.teller.tell(operation);
  return `fell due ${named(operation)}`;
};

const edited: Happening = (stage) => {
  const { chance, truth, teller } = stage;
  const before = oneLive(stage, isBooked);
  if (!before) return null;
  const what = chance.oneOf(["label", "amount", "day"] as const);
  const operation = truth.change(before.key, {
    ...(what === "label" && { label: `${before.label} ${chance.whole(100, 999)}` }),
    ...(what === "amount" && { cents: before.cents + (before.cents < 0 ? -1 : 1) * chance.whole(1, 500) }),
    ...(what === "day" && { day: latest(addDays(before.day, -chance.whole(1, 3)), stage.firstDay(before.account)) }),
  });
  teller.tell(operation);
  stage.restated(operation);
  return `edited (${what}) ${named(operation)}`;
};

/** Not one of zero: where a statement told its twin, no balance says which of them is gone. */
const deleted: Happening = (stage) => {
  const operation = oneLive(stage, (one) => isBooked(one) && one.cents !== 0);
  if (!operation) return null;
  stage.truth.change(operation.key, { state: "gone" });
  stage.teller.takeBack(operation);
  return `deleted ${named(operation)}`;
};

/** The bank drops a row and writes it again, in one go: under the same id nothing shows, under another it is the same operation still. */
const rewritten: Happening = (stage) => {
  const operation = oneLive(stage, isBooked);
  if (!operation) return null;
  const same = stage.chance.happens(30) || !stage.mayRename(operation);
  if (!same) stage.teller.takeBack(operation);
  stage.teller.tell(operation, same ? {} : { under: "new_id" });
  if (!same) stage.renamed(operation);
  return `rewritten (${same ? "same id" : "new id"}) ${named(operation)}`;
};

/** What was deleted at an earlier read comes back under its own id. */
const cameBack: Happening = (stage) => {
  const { truth, chance, open } = stage;
  const gone = truth
    .operations()
    .filter((one) => one.state === "gone" && open.includes(one.account) && stage.teller.tells(one) && one.cents !== 0);
  const [before] = chance.someOf(gone, 1);
  if (!before) return null;
  const operation = truth.change(before.key, { state: "booked" });
  stage.teller.tell(operation);
  return `came back ${named(operation)}`;
};

const named = ({ key, account, cents, day, state }: Operation): string => `#${key} a${account.key} ${cents} ${day} ${state}`;

/** What may happen between two reads, and how often. */
export const HAPPENINGS: readonly (readonly [number, Happening])[] = [
  [10, booked],
  [4, twin],
  [3, committedLate],
  [5, announced],
  [2, scheduled],
  [6, settled],
  [1, neverCharged],
  [2, fellDue],
  [4, edited],
  [2, deleted],
  [3, rewritten],
  [1, cameBack],
];
