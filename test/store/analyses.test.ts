import { afterAll, beforeAll, expect, it } from "vitest";
import { Refusal } from "#domain/refusals";
import { analyses } from "#store/analyses";
import { balanceText } from "#test/documents/balance/files";
import { company, type TestWorld, testWorld } from "#test/world";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.end());

/** Letters that pack badly: the same every time. */
const noise = (length: number): string => {
  let state = 7;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 8) % 36;
  };
  return Array.from({ length }, () => next().toString(36)).join("");
};

it("keeps a long result packed, and refuses by name one that no item holds", async () => {
  const mine = await company(world);
  const path = "/analyze/trial-balance?starts_on=2025-01-01&ends_on=2025-12-31";
  const { body } = await mine.as("POST", path, {
    raw: balanceText("Compte;Libellé;Débit;Crédit"),
    headers: { "content-type": "text/csv" },
  });
  const store = analyses(world.table(mine.id), mine.id);
  const {
    facts,
    analysis,
    remarks: _,
    ...summary
  } = await store.get((await store.page(1, null)).analyses[0]?.id ?? world.newId("analysis"));
  expect(summary.id).toBe(body["id"]);
  const remark = (message: string) => [{ code: "total_skipped", line: 1, place: "1", message }];
  const add = (message: string) => {
    const id = world.newId("analysis");
    const event = { id: world.newId("event"), at: summary.createdAt, doer: { kind: "system", id: "test" }, requestId: "r" } as const;
    return store.add({ ...summary, id }, { facts, analysis, remarks: remark(message) }, event).then(() => store.get(id));
  };
  expect((await add("a".repeat(1_000_000))).remarks[0]?.message).toHaveLength(1_000_000);
  await expect(add(noise(1_000_000))).rejects.toEqual(new Refusal("analysis.too_large"));
  expect((await store.page(10, null)).analyses).toHaveLength(2);
});

it("keeps an analysis that two deliveries of its job keep at once, once, and does not call that a limit", async () => {
  const mine = await company(world);
  const { body } = await mine.as("POST", "/analyze/trial-balance?starts_on=2025-01-01&ends_on=2025-12-31", {
    raw: balanceText("Compte;Libellé;Débit;Crédit"),
    headers: { "content-type": "text/csv" },
  });
  const store = analyses(world.table(mine.id), mine.id);
  const [kept] = (await store.page(1, null)).analyses;
  if (!kept) throw new Error("nothing was kept");
  const { facts, analysis, remarks } = await store.get(kept.id);
  const id = world.newId("analysis");
  const add = () =>
    store.add(
      { ...kept, id },
      { facts, analysis, remarks },
      { id: world.newId("event"), at: kept.createdAt, doer: { kind: "system", id: "test" }, requestId: "r" },
    );
  await Promise.all([add(), add()]);
  await add();
  expect((await store.page(10, null)).analyses.map((one) => one.id)).toEqual([id, String(body["id"])]);
});
