import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { camt, IBAN, stmt } from "#test/api/statements/files";
import { type FakeBank, fakeBank } from "#test/bank";
import { company, type TestWorld, testWorld } from "#test/world";

let bank: FakeBank;
let world: TestWorld;
let mine: Awaited<ReturnType<typeof company>>;
beforeAll(async () => {
  bank = await fakeBank();
  world = await testWorld({ settings: { SANDBOX_BASE_URL: bank.url } });
});
afterAll(async () => {
  await world.end();
  await bank.close();
});
const row = { id: 1, account: 1, amount: "200.00", label: "VIR DUPONT", date: "2026-03-02", updatedAt: "2026-03-02T20:00:00.000Z" };
beforeEach(async () => {
  mine = await company(world);
  bank.rows = [row];
  // The bank has booked 350 more than it tells rows of.
  bank.instead = ({ pathname }) =>
    pathname.endsWith("/accounts")
      ? `{"resources":[{"id":1,"name":"Compte","type":"checking","currency_code":"EUR","balance":550.00,"accounting_balance":550.00,"item_id":7,"provider_id":574,"data_access":"enabled","iban":"${IBAN}"}],"pagination":{"next_uri":null}}`
      : null;
});

const FIELDS = { name: "Compte", bank_name: "Banque", account_type: "checking", currency: "EUR" };
const opened = async (more: object) => String((await mine.post("/api/accounts", { ...FIELDS, ...more })).body["id"]);
/** A row that no bank tells: without one the first bank says what an account opened with, whatever was typed. */
const typed = (account_id: string) =>
  mine.post("/api/transactions", { account_id, date: "2026-03-01", amount_cents: -1_000, label: "Timbres, espèces" });
const shown = async (id: string) => (await mine.get(`/api/accounts/${id}`)).body;
const connected = async () => {
  await mine.post("/api/sync/connections", { provider: "sandbox" });
  await world.idle();
};
const gaps = async () => {
  const { body } = await mine.get("/api/sync/status");
  return (body["connections"] as { accounts: { gap_cents: number | null }[] }[]).flatMap((one) =>
    one.accounts.map((account) => account.gap_cents),
  );
};

it("an opening balance of zero that a person typed stays, and what the bank makes of it is told as a gap", async () => {
  const id = await opened({ iban: IBAN, opening_balance_cents: 0 });
  await typed(id);
  await connected();
  expect(await shown(id)).toMatchObject({ opening_balance_cents: 0, balance_cents: 19_000 });
  expect(await gaps()).toEqual([-36_000]);
});

it("one that nobody said is what the bank makes it", async () => {
  const id = await opened({ iban: IBAN });
  await mine.as("PUT", `/api/accounts/${id}`, { body: { ...FIELDS, iban: IBAN, name: "Renommé", opening_balance_cents: 0 } });
  await typed(id);
  await connected();
  expect(await shown(id)).toMatchObject({ opening_balance_cents: 36_000, balance_cents: 55_000 });
  expect(await gaps()).toEqual([0]);
});

it("one that was changed back to zero is said, and no file says otherwise", async () => {
  const [said, unsaid] = [await opened({ opening_balance_cents: 100 }), await opened({})];
  expect((await mine.as("PUT", `/api/accounts/${said}`, { body: { ...FIELDS, opening_balance_cents: 0 } })).status).toBe(200);
  for (const [id, opening] of [
    [said, 0],
    [unsaid, 50_000],
  ] as const) {
    const iban = id === said ? IBAN : "FR1420041010050500013M02606";
    const file = camt(
      stmt(
        [{ day: "2026-03-02", amount: "-42.10", label: "PRLV ORANGE" }],
        { opening: ["2026-03-01", "500.00"], closing: ["2026-03-31", "457.90"] },
        iban,
      ),
    );
    const { status } = await mine.as("POST", `/api/accounts/${id}/import`, { raw: file, headers: { "content-type": "application/xml" } });
    expect(status).toBe(200);
    expect(await shown(id)).toMatchObject({ opening_balance_cents: opening });
  }
});
