import { isFinary, type Life, tellLine, tellsAnnounced } from "./life.ts";
import { type Held, wrongBalances } from "./oracle.ts";
import type { Operation, TrueAccount } from "./truth.ts";

/** The bank stops sharing an account we know, or does not list it any more. */
export function withhold(life: Life, held: Held): void {
  const { truth, seen, chance: dice, present } = life;
  const known = truth.accounts().filter(({ key }) => truth.live().some((one) => one.account.key === key && seen.has(one.key)));
  const [account] = dice.someOf(known, 1);
  if (!account) return;
  const access = tellsAnnounced(present.epoch) ? dice.oneOf(["disabled", "missing"] as const) : "missing";
  if (!isUncertain(life, held, account)) grant(life, account.key, access);
}

/**
 * Whether the next readings of an account are needed to know what it holds: of what was announced, at Finary, which is silent about it; of a balance that Bridge
 * says is off. What becomes of either in an account that is not shared, no reader could know.
 */
function isUncertain({ truth, present }: Life, held: Held, account: TrueAccount): boolean {
  if (!isFinary(present.epoch)) return wrongBalances(truth, held, [account]).length > 0;
  const ordinal = held.accounts.find(({ iban }) => iban === account.iban)?.ordinal;
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
