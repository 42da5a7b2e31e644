import { isFinary, isTold, type Life, tellLine, tellsAnnounced } from "./life.ts";
import { differences, type Held, wrongBalances } from "./oracle.ts";
import type { Operation, TrueAccount } from "./truth.ts";

/**
 * The bank stops sharing an account we know, or does not list it any more. None while something is in doubt, or waits that was announced and is told no more: what
 * became of it no reader could know.
 */
export function withhold(life: Life, held: Held): void {
  const { truth, seen, chance: dice, present } = life;
  if (wrongBalances(truth, held).length + differences(truth, held, isTold(life)).length > 0) return;
  const known = truth.accounts().filter(({ key }) => truth.live().some((one) => one.account.key === key && seen.has(one.key)));
  const [account] = dice.someOf(known, 1);
  if (!account || (isFinary(present.epoch) && hasAnnounced(held, account))) return;
  grant(life, account.key, tellsAnnounced(present.epoch) ? dice.oneOf(["disabled", "missing"] as const) : "missing");
}

function hasAnnounced(held: Held, { iban: wanted }: TrueAccount): boolean {
  const ordinal = held.accounts.find(({ iban }) => iban === wanted)?.ordinal;
  return held.live.some((row) => row.ordinal === ordinal && row.status === "pending");
}

/** Nothing happens in an account while its bank does not share it: what it would tell of that time on its return is another matter in every bank. */
export function grant(life: Life, key: number, access: "enabled" | "disabled" | "missing"): void {
  const { truth, present } = life;
  life.access.set(key, access);
  // Who tells it since it was last shared tells what it waits for; what was booked before is history.
  const waits = ({ account, state }: Operation) =>
    account.key === key && ((state === "pending" && tellsAnnounced(present.epoch)) || state === "future");
  if (access === "enabled")
    for (const one of truth.live()) if (waits(one) && !present.epoch.teller.tells(one)) present.epoch.teller.tell(one);
  tellLine(life, `account ${key} ${access}`);
}
