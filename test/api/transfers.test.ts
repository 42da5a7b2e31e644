import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { transactionId } from "#domain/banking/row";
import { categoryById } from "#domain/categorising/categories";
import { linkTransfers } from "#runtime/banking/link-transfers";
import { rows } from "#store/rows";
import { dataOf, type Mine, validate } from "#test/ledger";
import { bankRow, openAccount, seedRows } from "#test/rows";
import { bankState, recomputed } from "#test/sync/totals";
import { company, type TestWorld, testWorld } from "#test/world";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.end());

const under = (id: string) => ({
  code: categoryById(id).code,
  confidencePpm: 930_000,
  source: "rule" as const,
  ruleId: "test",
  reason: "",
});

/** Two accounts with both legs of a transfer; the one that arrives was taken for a customer's payment. */
async function moved(mine: Mine, day = "2025-03-10", from = 1) {
  const [left, reached] = [await openAccount(mine), await openAccount(mine, "Livret")];
  const outgoing = bankRow({
    index: from,
    ordinal: left.ordinal,
    amount: -50_000,
    date: day,
    ...said("VIR INTERNE VERS LIVRET", "virement_interne"),
  });
  const incoming = bankRow({
    index: from + 1,
    ordinal: reached.ordinal,
    amount: 50_000,
    date: day,
    ...said("VIR SEPA RECU /DE ATELIER HORIZON", "encaissement_client"),
  });
  await seedRows(world, mine.id, [outgoing, incoming]);
  return { left, reached, outgoing, incoming, ids: [transactionId(outgoing), transactionId(incoming)] as const };
}

const said = (label: string, category: string) => ({
  ...{ label, rawLabel: label, categorisation: under(category) },
  updatedAt: world.clock.now().toISOString(),
});
const link = (mine: Mine, how: number | "look_again" = 1) =>
  linkTransfers({ table: world.table(mine.id), companyId: mine.id, now: world.clock.now, newId: world.newId, requestId: "test" }, how);
const totalsHold = async (mine: Mine) => {
  const { kept, rows: all } = await bankState(world, mine.id);
  expect(kept).toEqual(recomputed(all));
};
const shown = async (mine: Mine, id: string) => (await mine.get(`/api/transactions/${id}`)).body;

describe("a transfer between own accounts", () => {
  it("is linked once on both sides, out of income and expense, and its totals add up", async () => {
    const mine = await company(world);
    const { left, reached, ids } = await moved(mine);
    expect(await link(mine, 0)).toEqual({ linked: 0, unlinked: 0, suggested: 0 });
    expect(await link(mine)).toEqual({ linked: 1, unlinked: 0, suggested: 0 });
    expect(await link(mine)).toEqual({ linked: 0, unlinked: 0, suggested: 0 });
    expect(await shown(mine, ids[0])).toMatchObject({
      ...{ version: 2, category: { id: "virement_interne", rule_id: "test" } },
      transfer: { transaction_id: ids[1], account_id: reached.id },
    });
    expect(await shown(mine, ids[1])).toMatchObject({
      ...{ version: 2, open: false, category: { id: "virement_interne", rule_id: "transfer.linked" } },
      transfer: { transaction_id: ids[0], account_id: left.id },
    });
    for (const { id } of [left, reached])
      expect((await mine.get(`/api/accounts/${id}/summary?from=2025-03-01&to=2025-03-31`)).body["months"]).toMatchObject([
        { in_cents: 0, out_cents: 0, count: 1 },
      ]);
    expect(dataOf(await mine.get("/api/transfers"))).toMatchObject([
      { amount_cents: 50_000, currency: "EUR", by: "rule", outgoing: { transaction_id: ids[0] }, incoming: { transaction_id: ids[1] } },
    ]);
    await totalsHold(mine);
  });

  it("leaves 580 at zero in the books, and the books whole", async () => {
    const mine = await company(world);
    await moved(mine);
    await link(mine);
    await validate(mine, "2025-12-31");
    const { body } = await mine.get("/api/ledger/trial-balance?year=2025");
    const transfers = (body["rows"] as { account: string }[]).find(({ account }) => account === "580000");
    expect(transfers).toMatchObject({ debit_cents: 50_000, credit_cents: 50_000 });
    expect((await mine.get("/api/ledger/integrity?year=2025")).body["findings"]).toEqual([]);
  });

  it("is parted when a leg is deleted or its amount changes, and linked with the row that comes instead", async () => {
    const mine = await company(world);
    const { reached, ids, incoming } = await moved(mine);
    await link(mine);
    const held = await rows(world.table(mine.id), mine.id).get(ids[1]);
    await seedRows(world, mine.id, [{ ...held, status: "deleted", version: 3, updatedAt: world.clock.now().toISOString() }], [held]);
    expect(await link(mine)).toEqual({ linked: 0, unlinked: 1, suggested: 0 });
    expect(await shown(mine, ids[0])).toMatchObject({ transfer: null, category: { id: "virement_interne" } });
    expect(dataOf(await mine.get("/api/transfers"))).toEqual([]);
    await seedRows(world, mine.id, [{ ...incoming, hash: bankRow({ index: 77, ordinal: 1 }).hash }]);
    expect(await link(mine)).toEqual({ linked: 1, unlinked: 0, suggested: 0 });
    const next = dataOf<{ incoming: { transaction_id: string; account_id: string } }>(await mine.get("/api/transfers"))[0]?.incoming;
    expect(next).toMatchObject({ account_id: reached.id });
    expect(next?.transaction_id).not.toBe(ids[1]);
    await totalsHold(mine);
  });

  it("goes back to what each leg was when the amount of one changes", async () => {
    const mine = await company(world);
    const { ids } = await moved(mine);
    await link(mine);
    const held = await rows(world.table(mine.id), mine.id).get(ids[1]);
    await seedRows(
      world,
      mine.id,
      [{ ...held, amountCents: bankRow({ index: 1, ordinal: 1, amount: 49_000 }).amountCents, version: 3 }],
      [held],
    );
    expect(await link(mine)).toMatchObject({ linked: 0, unlinked: 1 });
    expect(await shown(mine, ids[1])).toMatchObject({ transfer: null, category: { id: "encaissement_client", rule_id: "test" } });
    expect(await shown(mine, ids[0])).toMatchObject({ transfer: null, category: { id: "virement_interne" } });
    await totalsHold(mine);
  });

  it("is found by the look at night too, once", async () => {
    const mine = await company(world);
    await moved(mine);
    expect(await link(mine, "look_again")).toMatchObject({ linked: 1 });
    world.clock.pass(3_600);
    expect(await link(mine, "look_again")).toEqual({ linked: 0, unlinked: 0, suggested: 0 });
  });
});

describe("a person", () => {
  it("parts a pair, and it never returns", async () => {
    const mine = await company(world);
    const { ids } = await moved(mine);
    await link(mine);
    expect((await mine.as("DELETE", `/api/transactions/${ids[1]}/transfer`)).status).toBe(204);
    expect(await shown(mine, ids[0])).toMatchObject({ transfer: null });
    expect(await shown(mine, ids[1])).toMatchObject({ transfer: null, category: { id: "encaissement_client" } });
    expect(await link(mine)).toMatchObject({ linked: 0 });
    expect((await mine.as("DELETE", `/api/transactions/${ids[1]}/transfer`)).body).toMatchObject({ code: "transfer.not_found" });
    await totalsHold(mine);
  });

  it("links what no rule dares to, even what was parted before; doing it again changes nothing", async () => {
    const mine = await company(world);
    const { ids } = await moved(mine);
    await link(mine);
    await mine.as("DELETE", `/api/transactions/${ids[0]}/transfer`);
    const linked = await mine.post(`/api/transactions/${ids[1]}/transfer`, { counterpart_id: ids[0] });
    expect(linked).toMatchObject({ status: 201, body: { by: "user", outgoing: { transaction_id: ids[0] }, amount_cents: 50_000 } });
    const again = await mine.post(`/api/transactions/${ids[0]}/transfer`, { counterpart_id: ids[1] });
    expect(again).toMatchObject({ status: 201, body: linked.body, headers: { "numma-cost": expect.stringContaining("wru=0") } });
    await totalsHold(mine);
  });

  it("is shown the candidates of a transfer that has two equally good ones", async () => {
    const mine = await company(world);
    const { ids, reached, incoming } = await moved(mine);
    await seedRows(world, mine.id, [{ ...incoming, hash: bankRow({ index: 78, ordinal: 1 }).hash }]);
    expect(await link(mine)).toEqual({ linked: 0, unlinked: 0, suggested: 1 });
    expect(dataOf(await mine.get("/api/transfers/suggestions"))).toMatchObject([
      {
        transaction: { id: ids[0], amount_cents: -50_000 },
        candidates: [{ account_id: reached.id }, { account_id: reached.id }],
      },
    ]);
    await mine.post(`/api/transactions/${ids[0]}/transfer`, { counterpart_id: ids[1] });
    expect(dataOf(await mine.get("/api/transfers/suggestions"))).toEqual([]);
  });

  it("is refused what is no transfer, each reason by name", async () => {
    const mine = await company(world);
    const { ids, left } = await moved(mine);
    const loan = await mine.post("/api/accounts", { name: "Prêt", bank_name: "B", account_type: "loan" });
    const last = bankRow({ index: 15, ordinal: 2, amount: 50_000, date: "2025-03-10" });
    const others = [
      bankRow({ index: 11, ordinal: left.ordinal, amount: 50_000, date: "2025-03-10" }),
      bankRow({ index: 12, ordinal: 2, amount: 40_000, date: "2025-03-10" }),
      bankRow({ index: 13, ordinal: 2, amount: 50_000, date: "2025-03-10", status: "pending" }),
      bankRow({ index: 14, ordinal: 3, amount: 50_000, date: "2025-03-10" }),
    ];
    expect(loan.status).toBe(201);
    await seedRows(world, mine.id, [...others, last]);
    const asked = async (id: string) => (await mine.post(`/api/transactions/${ids[0]}/transfer`, { counterpart_id: id })).body;
    const reasons = [];
    for (const row of others) reasons.push(await asked(transactionId(row)));
    expect(reasons.map((body) => [body["code"], (body["errors"] as { code: string }[])[0]?.code])).toEqual([
      ["transfer.refused", "same_account"],
      ["transfer.refused", "amounts_differ"],
      ["transfer.refused", "not_booked"],
      ["transfer.refused", "accounts_differ"],
    ]);
    expect(await asked(ids[0])).toMatchObject({ code: "transfer.refused" });
    expect(await asked("txn_00200000000000000000099")).toMatchObject({ status: 404 });
    await mine.post(`/api/transactions/${ids[0]}/transfer`, { counterpart_id: ids[1] });
    expect(await asked(transactionId(last))).toMatchObject({ status: 409, code: "transfer.linked" });
    const patched = await mine.as("PATCH", `/api/transactions/${ids[1]}`, { body: { category_id: "encaissement_client" } });
    expect(patched).toMatchObject({ status: 409, body: { code: "transfer.linked" } });
  });
});
