import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { transactionId } from "#domain/banking/row";
import { categoryById } from "#domain/categorising/categories";
import { linkTransfers } from "#runtime/banking/link-transfers";
import { transfers } from "#store/transfers";
import { dataOf } from "#test/ledger";
import { bankRow, openAccount, seedRows } from "#test/rows";
import { company, type TestWorld, testWorld } from "#test/world";
import { imported } from "./statements/desk.ts";
import { csv } from "./statements/files.ts";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.end());

/** One account read long ago, nobody looking for the other leg any more; the statement of another one that has it is imported now. */
async function importedLate(left: string, category: string, reached: string) {
  const mine = await company(world);
  const [current, savings] = [await openAccount(mine, "Compte courant"), await openAccount(mine, "Livret")];
  const outgoing = bankRow({
    ...{ index: 1, ordinal: current.ordinal, amount: -50_000, date: "2025-03-10", label: left, rawLabel: left },
    categorisation: { code: categoryById(category).code, confidencePpm: 930_000, source: "rule", ruleId: "test", reason: "" },
  });
  await seedRows(world, mine.id, [outgoing]);
  const { clock, newId } = world;
  await linkTransfers({ table: world.table(mine.id), companyId: mine.id, now: clock.now, newId, requestId: "test" }, 1);
  expect(await transfers(world.table(mine.id), mine.id).waiting("now")).toEqual([]);
  await imported(mine, savings.id, csv([{ day: "2025-03-11", amount: "500.00", label: reached }]));
  const all = dataOf<{ id: string; amount_cents: number }>(await mine.get("/api/transactions"));
  return { mine, outgoingId: transactionId(outgoing), incomingId: String(all.find((row) => row.amount_cents > 0)?.id) };
}

describe("a leg that comes when nobody looks for it any more", () => {
  it.each(["VIR INTERNE DU COMPTE COURANT", "VIREMENT RECU DU COMPTE COURANT", "VIR SEPA RECU /DE ATELIER HORIZON"])(
    "is linked when it speaks of the company or of its accounts: %s",
    async (reached) => {
      const { mine, outgoingId, incomingId } = await importedLate("VIR INTERNE VERS LIVRET", "virement_interne", reached);
      expect(dataOf(await mine.get("/api/transfers"))).toMatchObject([
        { by: "rule", outgoing: { transaction_id: outgoingId }, incoming: { transaction_id: incomingId } },
      ]);
    },
  );

  it("is suggested when the one that was there says nothing", async () => {
    const { mine, outgoingId, incomingId } = await importedLate("VIR SEPA EMIS", "taxes_diverses", "VIR INTERNE DU COMPTE COURANT");
    expect(dataOf(await mine.get("/api/transfers"))).toEqual([]);
    const suggested = (await mine.get("/api/transfers/suggestions")).body["data"];
    expect(suggested).toMatchObject([{ transaction: { id: incomingId }, candidates: [{ id: outgoingId }] }]);
  });

  it("that says nothing itself is left to a person, who links it", async () => {
    const { mine, outgoingId, incomingId } = await importedLate("VIR INTERNE VERS LIVRET", "virement_interne", "VIR SEPA RECU");
    expect((await mine.get("/api/transfers/suggestions")).body["data"]).toEqual([]);
    const linked = await mine.post(`/api/transactions/${outgoingId}/transfer`, { counterpart_id: incomingId });
    expect(linked.status, linked.text).toBe(201);
    expect(dataOf(await mine.get("/api/transfers"))).toMatchObject([{ by: "user", incoming: { transaction_id: incomingId } }]);
  });
});
