import type { GivenRow, SandboxWorld } from "#infra/local/sandbox-bank/world";
import { accounts } from "#store/accounts";
import type { Simulation } from "#test/simulator/simulation";
import { bankState, recomputed } from "#test/sync/totals";
import { type Answer, company, tokenFor } from "#test/world";

const WAIT = { prefer: "wait=20" };
export const IBAN = "FR7630006000011234567890189";

/** What one run says of itself. */
export type Run = { readonly outcome: string; readonly error_code: string | null; readonly message: string } & Record<
  "added" | "updated" | "deleted" | "unchanged" | "accounts",
  number
>;

type Ask = (method: string, path: string, body?: unknown, headers?: Record<string, string>, raw?: string) => Promise<Answer>;

/**
 * A company with one bank connected, its first read done. `begin` tells what the bank has before anybody reads it; `before` is what the
 * company does before it connects it.
 */
export async function customer(
  simulation: Simulation,
  begin: (bank: SandboxWorld) => void,
  before: (ask: Ask) => Promise<void> = async () => undefined,
) {
  const { world, bridge } = simulation;
  const mine = await company(world);
  const ask: Ask = async (method, path, body, headers = {}, raw) => {
    const token = await tokenFor(world, { personId: mine.personId, companyId: mine.id, role: "owner" });
    return world.request(method, path, { token, headers, ...(raw !== undefined && { raw }), ...(body !== undefined && { body }) });
  };
  await before(ask);
  bridge.prepare(begin);
  const made = await ask("POST", "/api/sync/connections", { provider: "bridge" });
  const connectionId = String(made.body["id"]);
  const userId = bridge.userOf(connectionId);
  await world.idle();
  const list = async <One>(path: string): Promise<One[]> => (await ask("GET", path)).body["data"] as One[];
  const state = () => bankState(world, mine.id);
  return {
    ...{ mine, ask, list, state, connectionId, userId, bank: bridge.world(userId) },
    /** Asks for a read some time later and waits for it. */
    async sync(seconds = 3_600): Promise<Run> {
      world.clock.pass(seconds);
      const { body } = await ask("POST", "/api/sync/manual", undefined, WAIT);
      const [run] = body["runs"] as Run[];
      if (!run) throw new Error(`no run: ${JSON.stringify(body)}`);
      return run;
    },
    accounts: () => accounts(world.table(mine.id), mine.id).all("now"),
    /** Live rows as `amount date status`, oldest first. */
    async rows(): Promise<string[]> {
      return (await state()).live.map(({ amountCents, date, status }) => `${amountCents} ${date} ${status}`).sort();
    },
    /** Kept totals that are not the sum of the rows: none, always. */
    async totalsAreRows(): Promise<boolean> {
      const { rows, kept } = await state();
      return JSON.stringify(sorted(kept)) === JSON.stringify(sorted(recomputed(rows)));
    },
    async balances(): Promise<number[]> {
      return (await accounts(world.table(mine.id), mine.id).all("now")).map(
        ({ openingBalanceCents, totals }) => openingBalanceCents + totals.bookedCents,
      );
    },
    async transactions(): Promise<Transaction[]> {
      return list<Transaction>("/api/transactions");
    },
  };
}

export type Transaction = {
  readonly id: string;
  readonly status: string;
  readonly amount_cents: number;
  readonly date: string;
  readonly label: string;
  readonly note: string | null;
  readonly category: { readonly id: string; readonly source: string };
};

const sorted = (value: object): unknown =>
  Object.entries(value)
    .map(([name, one]): unknown => [name, typeof one === "object" && one !== null ? sorted(one) : one])
    .sort((left, right) => (String(left) < String(right) ? -1 : 1));

/** A booked row on account 1. */
export const booked = (id: number, amount: string, day: string, more: Partial<GivenRow> = {}): GivenRow => ({
  ...{ id, amount, date: day, booking_date: day, value_date: day, provider_description: "CARTE GARAGE DU PORT NANTES" },
  ...{ clean_description: "Garage Du Port" },
  ...more,
});

/** One the bank announces and has not booked. */
export const pending = (id: number, amount: string, day: string, more: Partial<GivenRow> = {}): GivenRow => ({
  ...{ id, amount, date: day, transaction_date: day, provider_description: "CARTE GARAGE DU PORT NANTES" },
  ...{ clean_description: "Garage Du Port" },
  ...more,
});

/** Account 1, in euros, holding so much booked money. */
export const held = (accounting: string) => ({ id: 1, iban: IBAN, balance: accounting, accounting_balance: accounting });
