import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ProviderAccount } from "#connectors/banks/port";
import { instantOf } from "#domain/dates";
import { type CompanyId, ConnectionId } from "#domain/ids";
import { cents, EUR } from "#domain/money";
import { openAccounts } from "#runtime/banking/connect-accounts";
import { accounts } from "#store/accounts";
import { Connection } from "#store/connections";
import { company, type TestWorld, testWorld } from "#test/world";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld({});
});
afterAll(() => world.end());

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
