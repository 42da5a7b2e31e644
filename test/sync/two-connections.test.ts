import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ProviderAccount } from "#connectors/banks/port";
import { instantOf } from "#domain/dates";
import { type CompanyId, ConnectionId } from "#domain/ids";
import { cents, EUR } from "#domain/money";
import { openAccounts } from "#runtime/banking/connect-accounts";
import { accounts } from "#store/accounts";
import { Connection } from "#store/connections";
import { bookedRows, type FakeBank, fakeBank } from "#test/bank";
import { bankState, recomputed } from "#test/sync/totals";
import { company, type TestWorld, testWorld } from "#test/world";

let bank: FakeBank;
let world: TestWorld;
beforeAll(async () => {
  bank = await fakeBank();
  world = await testWorld({ settings: { SANDBOX_BASE_URL: bank.url } });
});
afterAll(async () => {
  await world.end();
  await bank.close();
});

const listed = (providerId: string, more: Partial<ProviderAccount> = {}): ProviderAccount => ({
  ...{ providerId, name: "Compte courant", type: "checking", currency: EUR, balanceCents: cents(0), enabled: true },
  ...more,
});

/** What a connection of this company does with accounts it lists, having seen none of ours. */
function meeting(companyId: CompanyId, provided: readonly ProviderAccount[]) {
  const id = ConnectionId.parse(world.newId("connection"));
  const connection = Connection.parse({
    ...{ companyId, id, provider: "bridge", userId: id, connectUrl: "", state: "active", version: 1 },
    createdAt: instantOf(world.clock.now()),
  });
  const { clock, newId } = world;
  return () =>
    openAccounts(provided, [], [], { table: world.scoped(companyId), companyId, connection, now: clock.now, newId, requestId: "test" });
}

describe("two new connections that meet one account at the same moment", () => {
  it.each(["older", "newer"])("open it once, whoever is first, and the newer one tells it: the %s begins", async (first) => {
    const { id } = await company(world);
    const older = meeting(id, [listed("1", { iban: "FR7630006000011234567890189" })]);
    const newer = meeting(id, [listed("2", { iban: "FR7630006000011234567890189" })]);
    await Promise.all(first === "older" ? [older(), newer()] : [newer(), older()]);
    const kept = await accounts(world.table(id), id).all("now");
    expect(kept.map(({ ordinal, providerKey }) => ({ ordinal, providerKey }))).toEqual([{ ordinal: 1, providerKey: "bridge:2" }]);
  });

  it("still open every account that only one of them has, and a card beside the account of its IBAN", async () => {
    const { id } = await company(world);
    const iban = "FR7630006000011234567890189";
    const older = meeting(id, [listed("1", { iban }), listed("3", { iban, type: "card", name: "Carte" })]);
    const newer = meeting(id, [listed("2", { iban }), listed("4", { name: "Livret", type: "savings" })]);
    await Promise.all([older(), newer(), newer()]);
    const kept = await accounts(world.table(id), id).all("now");
    expect(kept.map(({ providerKey }) => providerKey).sort()).toEqual(["bridge:2", "bridge:3", "bridge:4"]);
  });
});

it("a person and a bank that open one IBAN at the same moment leave one account", async () => {
  const mine = await company(world);
  const iban = "FR7630006000011234567890189";
  const bank = meeting(mine.id, [listed("1", { iban })]);
  const fields = { name: "Compte", bank_name: "Banque", account_type: "checking", iban, currency: "EUR" };
  const [, answer] = await Promise.all([bank(), mine.post("/api/accounts", fields)]);
  expect([201, 409, 422]).toContain(answer.status);
  expect((await accounts(world.table(mine.id), mine.id).all("now")).filter((one) => one.iban === iban)).toHaveLength(1);
});

it("an older connection goes on reading an account while the newer one waits for its consent, and gives it back after", async () => {
  const mine = await company(world);
  const iban = "FR7630006000011234567890189";
  const [told, toldAgain] = [bookedRows(6, 1), bookedRows(6, 11)];
  bank.accounts = [{ id: 1, name: "Compte courant", type: "checking", iban }];
  bank.rows = told;
  bank.customers.set("user-2", { accounts: [{ id: 11, name: "Compte courant", type: "checking", iban }], rows: toldAgain });
  const connect = async (user: string) => {
    bank.nextUser = user;
    const { body } = await mine.post("/api/sync/connections", { provider: "sandbox" });
    await world.idle();
    return String(body["id"]);
  };
  const sync = async () => {
    world.clock.pass(60);
    await mine.post("/api/sync/manual", undefined, { prefer: "wait=20" });
    await world.idle();
    const all = await accounts(world.table(mine.id), mine.id).all("now");
    return { teller: all.map(({ connectionId }) => connectionId), versions: all.map(({ version }) => version) };
  };
  const [older, newer] = [await connect("user-1"), await connect("user-2")];
  expect((await sync()).teller).toEqual([newer]);

  bank.refuse = ({ path, body }) => (path.includes("/token") && body.includes("user-2") ? 404 : null);
  await sync();
  const fresh = { label: "CB*1234 GARAGE DU PORT", amount: "-42.00", date: "2026-11-24", updatedAt: world.clock.now().toISOString() };
  bank.rows = [...told, { ...fresh, id: 900_001, account: 1 }];
  bank.customers.get("user-2")?.rows.push({ ...fresh, id: 900_011, account: 11 });
  const meanwhile = await sync();
  expect(meanwhile.teller).toEqual([older]);
  expect((await bankState(world, mine.id)).live).toHaveLength(7);
  expect(await sync(), "nothing goes to and fro while nothing changes").toEqual(meanwhile);

  bank.refuse = () => null;
  await sync();
  const after = await sync();
  expect(after.teller).toEqual([newer]);
  expect(await sync()).toEqual(after);
  const { live, rows, kept } = await bankState(world, mine.id);
  expect(live).toHaveLength(7);
  expect(kept).toEqual(recomputed(rows));
});
