import { afterAll, beforeAll, expect, it } from "vitest";
import { businessDate } from "#domain/dates";
import { type Simulation, simulation } from "#test/simulator/simulation";
import { FORMATS, type Format, MEDIA_TYPES, statementText } from "#test/simulator/statement-files";
import { booked, type Customer, customer, held, IBAN, pending } from "./customer.ts";

let simulated: Simulation;
beforeAll(async () => {
  simulated = await simulation({ start: "2026-03-10T09:00:00.000Z" });
});
afterAll(() => simulated.end());

const GARAGE = "CARTE GARAGE DU PORT NANTES";
/** Id, day of March, cents, as a statement prints them: two of them are true twins. */
const LINES = [
  ["A", "02", -4_210],
  ["B", "03", -320],
  ["C", "03", -320],
  ["D", "06", 120_000],
] as const;

function file(format: Format, lines: readonly (readonly [string, string, number])[] = LINES): readonly [string, string] {
  const day = (text: string) => businessDate(`2026-03-${text}`);
  const printed = lines.map(([id, on, cents]) => ({ id, day: day(on), cents, label: GARAGE }));
  return [statementText(format, { iban: IBAN, currency: "EUR", from: day("01"), through: day("31"), lines: printed }), MEDIA_TYPES[format]];
}

const sent = async (ask: Customer["ask"], [text, type]: readonly [string, string]) => {
  const [account] = (await ask("GET", "/api/accounts")).body["data"] as [{ id: string }];
  const reply = await ask("POST", `/api/accounts/${account.id}/import`, undefined, { "content-type": type }, text);
  expect(reply.status, reply.text).toBe(200);
  return reply.body["rows"];
};

const tellAll = (bank: Customer["bank"]) =>
  bank.upsert(
    ...LINES.map(([, day, cents], index) => booked(500 + index, String(cents / 100), `2026-03-${day}`, { clean_description: "Garage" })),
  );

it.each(FORMATS)(
  "behaviour 20: a statement (%s), then the bank: its rows are claimed, not doubled, and the balance is the bank's",
  async (format) => {
    const ids: string[] = [];
    const mine = await customer(
      simulated,
      (bank) => {
        bank.setAccounts(held("5000"));
        tellAll(bank);
      },
      async (ask) => {
        const own = { name: "Compte courant", bank_name: "Banque Horizon", account_type: "checking", iban: IBAN };
        expect((await ask("POST", "/api/accounts", own)).status).toBe(201);
        expect(await sent(ask, file(format))).toMatchObject({ added: 4 });
        const rows = (await ask("GET", "/api/transactions")).body["data"] as { id: string }[];
        ids.push(...rows.map(({ id }) => id).sort());
      },
    );
    expect(await mine.accounts()).toHaveLength(1);
    expect((await mine.transactions()).map(({ id }) => id).sort()).toEqual(ids);
    expect(await mine.balances()).toEqual([500_000]);
    expect(await mine.accounts()).toMatchObject([{ openingBalanceCents: 500_000 - 115_150, sync: { gapCents: 0 } }]);
    for (let night = 0; night < 2; night += 1) expect(await mine.sync(86_400)).toMatchObject({ added: 0, updated: 0, deleted: 0 });
    expect(await sent(mine.ask, file(format))).toMatchObject({ added: 0, duplicate: 4 });
    expect(await mine.totalsAreRows()).toBe(true);
  },
);

it.each(FORMATS)(
  "behaviour 20: the bank, then statements (%s) that overlap it: only what it never told is new, a third twin stays a third",
  async (format) => {
    const mine = await customer(simulated, (bank) => {
      bank.setAccounts(held("5000"));
      tellAll(bank);
    });
    const before = await mine.state();
    expect(await sent(mine.ask, file(format))).toMatchObject({ added: 0, matched: 4 });
    expect(await mine.state()).toMatchObject({ live: before.live.map(({ hash, version }) => ({ hash, version })) });
    const more = [...LINES, ["E", "03", -320], ["F", "09", -90]] as const;
    expect(await sent(mine.ask, file(format, more))).toMatchObject({ added: 2, duplicate: 4 });
    expect(await mine.rows()).toHaveLength(6);
    expect(await mine.totalsAreRows()).toBe(true);
  },
);

it("behaviour 20: what a bank told anew leaves out of its own days goes, if it is the gap; what lies before its first day is history", async () => {
  const mine = await customer(simulated, (bank) => {
    bank.setAccounts(held("5000"));
    tellAll(bank);
    bank.upsert(booked(520, "-77", "2026-03-05"), booked(521, "-9", "2026-03-09"));
  });
  for (const { id } of mine.bank.statement().transactions) mine.bank.vanish(id);
  mine.bank.setItems({ id: 99 });
  // What it has booked begins on the 5th; the payment of the 6th was taken back while nobody told.
  mine.bank.setAccounts({ id: 77, iban: IBAN, item_id: 99, balance: "3800", accounting_balance: "3800" });
  const again = { account_id: 77 };
  mine.bank.upsert(booked(620, "-77", "2026-03-05", again), booked(621, "-9", "2026-03-09", again));
  mine.bank.upsert(pending(630, "-5", "2026-03-01", again));
  await mine.sync(86_400);
  expect(await mine.rows()).toEqual(
    [
      "-320 2026-03-03 booked",
      "-320 2026-03-03 booked",
      "-4210 2026-03-02 booked",
      "-500 2026-03-01 pending",
      "-7700 2026-03-05 booked",
      "-900 2026-03-09 booked",
    ].sort(),
  );
  expect(await mine.balances()).toEqual([380_000]);
});
