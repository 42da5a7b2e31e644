import { isFinary, type Life, tellLine, tellsAnnounced } from "./life.ts";
import { type Held, wrongBalances } from "./oracle.ts";
import type { Operation } from "./truth.ts";

/**
 * The bank stops sharing an account we know, or does not list it any more. None while something is in doubt, or waits that was announced and is told no more: what
 * became of it no reader could know.
 */
export function withhold(life: Life, held: Held): void {
  const { truth, seen, chance: dice, present } = life;
  if (wrongBalances(truth, held).length > 0) return;
  const waits = held.live.filter(({ status }) => isFinary(present.epoch) && status === "pending").map(({ ordinal }) => ordinal);
  const keepsWaiting = held.accounts.filter(({ ordinal }) => waits.includes(ordinal)).map(({ iban }) => iban);
  const known = truth
    .accounts()
    .filter(({ key, iban }) => !keepsWaiting.includes(iban) && truth.live().some((one) => one.account.key === key && seen.has(one.key)));
  const [account] = dice.someOf(known, 1);
  if (account) grant(life, account.key, !tellsAnnounced(life.present.epoch) ? "missing" : dice.oneOf(["disabled", "missing"] as const));
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
