import { addDays } from "#domain/dates";
import {
  connect,
  connectFinary,
  type Epoch,
  FIRST_DAY,
  isBankin,
  isFinary,
  isTold,
  type Life,
  tellLine,
  tellsAnnounced,
  today,
} from "./life.ts";
import { type Held, wrongBalances } from "./oracle.ts";
import { teller } from "./teller.ts";
import type { Operation } from "./truth.ts";

/** How somebody else comes to tell the accounts: the same user's new login, or a connection made anew. */
const TAKEOVERS = ["new_item", "new_connection"] as const;

/** Times one history comes to Finary: after the last, it may still go back to Bridge. */
const FINARY_MAX = 2;

/**
 * Other names for everything: login, accounts, rows. Only IBANs stay. What the one before has told must have been read: who changes an
 * operation while nobody looks makes another one of it. The new teller goes back as far as it likes, at once or in pieces.
 */
export async function takeOver(life: Life, to: "bridge" | "finary" = "bridge"): Promise<void> {
  const { chance: dice, truth, present, seen, waiting, counts, tellers } = life;
  const before = present.epoch;
  const kind = before.provider === to ? dice.oneOf(TAKEOVERS) : `${before.provider}_to_${to}`;
  present.epoch = kind === "new_item" ? renewed(life) : to === "finary" ? await connectFinary(life) : await connect(life);
  silence(before, kind !== "new_item");
  seen.clear();
  waiting.clear();
  counts.takeovers += 1;
  const from = dice.oneOf([addDays(today(life), -5), addDays(today(life), -10), addDays(today(life), -365)]);
  const inPieces = dice.happens(40);
  const reached = truth
    .live()
    .filter((one) => (one.day >= from || one.state !== "booked") && life.access.get(one.account.key) === "enabled" && isTold(life)(one))
    .filter(({ state }) => state !== "pending" || tellsAnnounced(present.epoch));
  // Finary tells no booked balance, so nothing would say whether it was taken back or is merely not told there: no reader could know.
  const lost = to !== "finary" && dice.happens(30) ? takenBackMeanwhile(life, reached) : undefined;
  for (const one of reached) {
    if (one.key === lost?.key) continue;
    if (inPieces && one.state === "booked" && one.day < addDays(today(life), -2)) waiting.add(one.key);
    else present.epoch.teller.tell(one);
  }
  tellLine(
    life,
    `taken over (${kind}) from ${from}${inPieces ? `, ${waiting.size} later` : ""}${lost ? `, #${lost.key} taken back meanwhile` : ""}; teller ${tellers.length}`,
  );
}

function renewed({ present, truth, nextId, tellers }: Life): Epoch {
  const { bank, access } = present.epoch;
  for (const { id } of bank.statement().transactions) bank.vanish(id);
  const itemId = nextId();
  bank.setItems({ id: itemId });
  const tells = teller({ world: bank, truth, nextId, itemId });
  tellers.push(tells);
  return { provider: "bridge", bank, access, teller: tells };
}

/** The old login is gone at the provider, with all it listed. */
function silence({ bank }: Epoch, isOther: boolean): void {
  if (!isOther) return;
  for (const { id } of bank.statement().transactions) bank.vanish(id);
  bank.setAccounts();
  bank.setItems();
}

/**
 * The bank takes an operation back while nobody tells: the next teller never knew it. Not one of the oldest days told: nothing says then
 * whether it was taken back, or whether the new teller's history only begins after it. Nor one of zero: no balance misses it. Nor what only a file told: that is the person's, and no bank takes it back.
 */
function takenBackMeanwhile({ truth, chance: dice, tellers }: Life, told: readonly Operation[]): Operation | undefined {
  const [one] = dice.someOf(
    told.filter(
      (one) =>
        one.state === "booked" &&
        one.cents !== 0 &&
        told.some((older) => older.account === one.account && older.state === "booked" && older.day < one.day),
    ),
    1,
  );
  return one && tellers.some(({ hasTold }) => hasTold(one)) ? truth.change(one.key, { state: "gone" }) : undefined;
}

/** The rest of the history arrives; false when there is none. */
export function tellTheRest(life: Life): boolean {
  const { waiting, truth, present, firstDays } = life;
  if (waiting.size === 0) return false;
  for (const key of waiting) {
    const one = truth.get(key);
    if (one.state !== "gone") present.epoch.teller.tell(one);
    if (one.day < (firstDays.get(one.account.key) ?? FIRST_DAY)) firstDays.set(one.account.key, FIRST_DAY);
  }
  tellLine(life, `${waiting.size} older operations told`);
  waiting.clear();
  return true;
}

/** From Bridge to Finary and back. Where nobody else takes over it is drawn often. */
export function crossesFinary({ features, beside, present, counts }: Life): boolean {
  if (!features.has("finary") || isBankin(present.epoch)) return false;
  if (!isFinary(present.epoch) && counts.finary >= FINARY_MAX) return false;
  if (!features.has("takeovers")) return beside.happens(60);
  return beside.happens(isFinary(present.epoch) ? 35 : 8);
}

/** While Bridge's balance says that something is off, its word is awaited: Finary tells no booked balance, and then no reader could know. */
export async function cross(life: Life, held: Held): Promise<void> {
  if (isFinary(life.present.epoch)) await takeOver(life, "bridge");
  else if (wrongBalances(life.truth, held).length === 0) await takeOver(life, "finary");
}
