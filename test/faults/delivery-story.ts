import { createHash, createHmac } from "node:crypto";
import type { CompanyId } from "#domain/ids";
import { planFaults } from "#infra/local/dynamodb/fault-plan";
import { seededRandom } from "#infra/local/dynamodb/seeded-random";
import { type BankRowFixture, bookedRows, type Customer, type FakeBank } from "#test/bank";
import { shuffled } from "#test/faults/deliveries";
import type { unluckyProcesses } from "#test/faults/processes";
import { company, type TestWorld, tokenFor } from "#test/world";

const WEBHOOK_SECRET = "whsec_example";
export const settingsFor = (bank: FakeBank) => ({
  ...{ BRIDGE_BASE_URL: bank.url, BRIDGE_CLIENT_ID: "client", BRIDGE_CLIENT_SECRET: "secret", BRIDGE_WEBHOOK_SECRET: WEBHOOK_SECRET },
});

/** One company of the story, with its customer account at the bank. */
export type Hero = {
  readonly id: CompanyId;
  readonly userId: string;
  readonly ask: (method: string, path: string, body?: unknown) => ReturnType<TestWorld["request"]>;
  readonly customer: Customer;
};

type Setting = {
  readonly world: TestWorld;
  readonly bank: FakeBank;
  readonly processes: ReturnType<typeof unluckyProcesses>;
  readonly seed: number;
};

/** Webhooks the product said yes to: the hash of each body, and whose it is. */
export type Accepted = Map<string, CompanyId>;

const WEBHOOKS_EACH = 12;
const REPLAYED = 0.1;
const ATTEMPTS_MAX = 40;
const TYPES = ["item.refreshed", "item.refreshed", "item.account.updated", "item.created", "payment.transaction.created"];

/** Opens a company that banks with its own user at the fake bank, two accounts, some rows. */
export async function hero({ world, bank }: Pick<Setting, "world" | "bank">, index: number): Promise<Hero> {
  const userId = `user-${index}`;
  const customer: Customer = {
    accounts: [1, 2].map((id) => ({ id, name: `Compte ${id}`, type: "checking" })),
    rows: [...bookedRows(8, 1), ...bookedRows(6, 2)],
  };
  bank.customers.set(userId, customer);
  bank.nextUser = userId;
  const mine = await company(world, `Atelier ${index}`);
  const ask: Hero["ask"] = async (method, path, body) => {
    const token = await tokenFor(world, { personId: mine.personId, companyId: mine.id, role: "owner" });
    return world.request(method, path, { token, ...(body === undefined ? {} : { body }) });
  };
  const { status, text } = await ask("POST", "/api/sync/connections", { provider: "bridge" });
  if (status !== 201) throw new Error(`no connection: ${text}`);
  return { id: mine.id, userId, ask, customer };
}

/** What goes on outside: banks change, send webhooks again and again, people ask for validations and files. */
export function story(setting: Setting, heroes: readonly Hero[]) {
  const random = seededRandom(setting.seed);
  const accepted: Accepted = new Map();
  const state = { round: 0, timestamp: 1_795_240_800_000, random, accepted, ...setting };
  return {
    accepted,
    /** One round of changes at the bank, of webhooks from `speakers`, and of what people ask. */
    async round(speakers: readonly Hero[]): Promise<void> {
      state.round += 1;
      for (const { customer } of heroes) change(customer, state);
      const bodies = speakers.flatMap((one) => Array.from({ length: WEBHOOKS_EACH }, () => [one.id, webhookOf(one, state)] as const));
      const again = bodies.filter(() => random() < REPLAYED);
      for (const [companyId, body] of shuffled([...bodies, ...again], random)) await post(companyId, body, state);
      setting.world.clock.pass(1);
      for (const one of heroes) await people(one, state.round, setting.world);
    },
    /** One webhook of one company. */
    webhook: (one: Hero) => post(one.id, webhookOf(one, state), state),
  };
}

type State = Setting & { round: number; timestamp: number; readonly random: () => number; readonly accepted: Accepted };

function webhookOf({ userId }: Hero, state: State): string {
  state.timestamp += 1;
  const type = TYPES[Math.floor(state.random() * TYPES.length)];
  return `{"content":{"item_id":7,"user_uuid":"${userId}"},"timestamp":${state.timestamp},"type":"${type}"}`;
}

/** The provider sends until it is told yes; each time the receiving function may meet a queue in trouble, or die. */
async function post(companyId: CompanyId, raw: string, { world, processes, random, accepted }: State): Promise<void> {
  const signature = createHmac("sha256", WEBHOOK_SECRET).update(raw).digest("hex").toUpperCase();
  const send = () => world.request("POST", "/api/webhooks/bridge", { raw, headers: { "bridgeapi-signature": `v1=${signature}` } });
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
    const kill = random() < 0.05 ? { killAfter: 1 } : {};
    const plan = planFaults(Math.floor(random() * 2 ** 32), { throttle: 0.3, replyLost: 0.05, ...kill });
    const { status } = await processes.inProcess(plan, send);
    world.clock.pass(0.001);
    if (status === 200 && !plan.dead) return void accepted.set(createHash("sha256").update(raw).digest("hex"), companyId);
    if (status !== 503 && !plan.dead) throw new Error(`a webhook met ${status}`);
  }
  throw new Error("a webhook was never accepted");
}

/** Rows come, are edited, deleted, announced and then booked, under the same id or another. */
function change(customer: Customer, { world, random, round }: State): void {
  const updatedAt = world.clock.now().toISOString();
  const one = <Of>(all: readonly Of[]): Of | undefined => all[Math.floor(random() * all.length)];
  const pending = customer.rows.filter(({ booked, deleted }) => booked === false && !deleted);
  const booked = customer.rows.filter((row) => row.booked !== false && !row.deleted);
  const [edited, gone, settled, reissued] = [one(booked), one(booked.slice(0, 4)), one(pending), one(pending.slice(1))];
  const replace = (row: BankRowFixture | undefined, fields: Partial<BankRowFixture>): void => {
    if (row) customer.rows = customer.rows.map((held) => (held.id === row.id ? { ...held, ...fields, updatedAt } : held));
  };
  const day = `2026-${String(1 + Math.floor(random() * 10)).padStart(2, "0")}-${String(10 + Math.floor(random() * 18))}`;
  const added = (place: number, fields: Partial<BankRowFixture> = {}): BankRowFixture => ({
    ...{ id: 1_000_000 + round * 100 + place, account: 1 + (place % 2), amount: `-${round}.${10 + place}`, date: day, updatedAt },
    ...{ label: `CB*1234 MARCHE ${round} ${place}`, ...fields },
  });
  replace(edited, { amount: `-${round}.99` });
  if (random() < 0.3) replace(gone, { deleted: true });
  replace(settled, { booked: true });
  const again = reissued && reissued.id !== settled?.id ? [{ ...reissued, id: reissued.id + 50, booked: true, updatedAt }] : [];
  if (again.length > 0) replace(reissued, { deleted: true });
  customer.rows = [...customer.rows, ...again, added(1), added(2), added(3, { booked: false }), added(4, { booked: false })];
}

const EXPORTS = [
  "/api/exports/fec?year=2025",
  "/api/exports/transactions/csv",
  "/api/exports/fec?year=2026",
  "/api/exports/trial-balance?year=2026",
];

/** A person asks for a validation, for a file, for a read of the bank, while the morning's round of deadlines comes by. No books yet is a good answer. */
async function people({ id: companyId, ask }: Hero, round: number, world: TestWorld): Promise<void> {
  world.sqs.queue("alerts").send([{ body: JSON.stringify({ companyId }) }]);
  const through = world.clock.now().toISOString().slice(0, 10);
  const answers = [
    await ask("POST", "/api/ledger/validate", { through }),
    await ask("GET", EXPORTS[round % EXPORTS.length] ?? ""),
    await ask("POST", "/api/sync/manual"),
  ];
  for (const { status, text } of answers) if (status >= 400 && status !== 409) throw new Error(`a person met ${text}`);
}
