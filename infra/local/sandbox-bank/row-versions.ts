import { addDays, type BusinessDate } from "#domain/dates";
import { hashed } from "./chance.ts";
import type { Movement, SandboxAccount } from "./movement.ts";
import { euros, type WireTransaction } from "./wire.ts";

/** One version of a row: true from its `updated_at` until another version of the same id takes its place. */
export type RowVersion = {
  readonly until: string | undefined;
  readonly cents: number;
  readonly account: SandboxAccount;
  readonly row: WireTransaction;
};

/** How the made-up bank names things for one user: ids never meet another user's. */
export type Naming = { readonly rowId: (key: string) => number; readonly accountId: (account: SandboxAccount) => number };

/** What becomes of a card payment once booked: half keep their id, the others do what banks do. */
type Fate = "same_id" | "reissued" | "amount_changed" | "reissued_amount_changed" | "announced_twice";
const FATES: readonly Fate[] = [
  ...Array<Fate>(10).fill("same_id"),
  ...Array<Fate>(5).fill("reissued"),
  ...Array<Fate>(2).fill("amount_changed"),
  ...Array<Fate>(2).fill("reissued_amount_changed"),
  "announced_twice",
];

/** Every version a movement's rows go through: announced or scheduled, then booked, under one id or under two. */
export function versionsOf(movement: Movement, naming: Naming): RowVersion[] {
  const { key, bookedOn, announcedDays, paidOn } = movement;
  const bookedAt = instant(bookedOn, key, hashed(key) % 3 === 0 ? 13 : 5);
  const write = (id: string, from: string, until: string | undefined, changes: Partial<WireTransaction> & { cents?: number }) =>
    version(movement, naming, { id, from, until }, changes);
  const booked = (id: string) => write(id, bookedAt, undefined, { booking_date: bookedOn, value_date: movement.valueOn ?? bookedOn });
  if (announcedDays !== undefined)
    return [write(key, instant(addDays(bookedOn, -announcedDays), key, 5), bookedAt, { future: true }), booked(key)];
  if (paidOn === undefined) return [booked(key)];
  const fate = FATES[hashed(`fate ${key}`) % FATES.length] ?? "same_id";
  const announcedAt = instant(paidOn, key, 17);
  const cents =
    fate === "amount_changed" || fate === "reissued_amount_changed" ? Math.round(movement.amountCents * 1.08) : movement.amountCents;
  const announced = { date: paidOn, cents };
  const first = write(key, announcedAt, bookedAt, announced);
  if (fate === "same_id" || fate === "amount_changed") return [first, booked(key)];
  const other = `${key} again`;
  const gone = (id: string) => write(id, bookedAt, undefined, { ...announced, deleted: true });
  if (fate === "announced_twice") return [first, booked(key), write(other, announcedAt, bookedAt, announced), gone(other)];
  return [first, gone(key), booked(other)];
}

function version(
  { account, amountCents, clean, label, bookedOn, paidOn, category }: Movement,
  { rowId, accountId }: Naming,
  { id, from, until }: { readonly id: string; readonly from: string; readonly until: string | undefined },
  { cents = amountCents, ...changes }: Partial<WireTransaction> & { cents?: number },
): RowVersion {
  const row: WireTransaction = {
    ...{ id: rowId(id), account_id: accountId(account), clean_description: clean, provider_description: label },
    ...{ amount: euros(cents), currency_code: "EUR", date: bookedOn, updated_at: from, deleted: false, future: false },
    ...(paidOn !== undefined && { transaction_date: paidOn }),
    ...(category !== undefined && { category_id: category }),
    ...changes,
  };
  return { until, cents, account, row };
}

/** The aggregator sees a bank twice a day; minutes and milliseconds are drawn, so that instants differ. */
function instant(date: BusinessDate, key: string, hour: number): string {
  const drawn = hashed(`at ${key}`);
  const two = (value: number) => String(value % 60).padStart(2, "0");
  return `${date}T${String(hour).padStart(2, "0")}:${two(drawn)}:${two(Math.floor(drawn / 60))}.${String(drawn % 1_000).padStart(3, "0")}Z`;
}
