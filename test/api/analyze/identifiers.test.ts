import { afterAll, beforeAll, expect, it } from "vitest";
import { company, type TestWorld, testWorld } from "#test/world";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.end());

it("says what an identifier is and whether it holds, without asking the table anything", async () => {
  const mine = await company(world);
  world.events.length = 0;
  const { body } = await mine.get("/analyze/identifiers?value=123%20456%20782");
  expect(body).toEqual({
    ...{ kind: "siren", label: "SIREN", valid: true, reason: null, value: "123456782", display: "123 456 782" },
    parts: [{ code: "siren", label: "SIREN", value: "123456782" }],
    candidates: [],
  });
  expect(world.events.find(({ event }) => event === "request")).toMatchObject({ trips: 0, transactions: 0 });
});

it("tells why one does not hold, and what nobody checked", async () => {
  const mine = await company(world);
  const wrong = await mine.get("/analyze/identifiers?value=123456789");
  expect(wrong.body).toMatchObject({ kind: "siren", valid: false, reason: "La clé de Luhn de ce SIREN est fausse." });
  const foreign = await mine.get("/analyze/identifiers?value=DE136695976");
  expect(foreign.body).toMatchObject({ kind: "tva_ue", valid: null, reason: expect.stringContaining("pas contrôlée") });
});

it("answers hostile texts and refuses those that are too long", async () => {
  const mine = await company(world);
  const hidden = await mine.get(`/analyze/identifiers?value=${encodeURIComponent("7328\u200B29320")}`);
  expect(hidden.body).toMatchObject({ kind: "unknown", valid: false, candidates: [{ kind: "siren", value: "732829320", valid: true }] });
  expect((await mine.get(`/analyze/identifiers?value=${"1".repeat(65)}`)).status).toBe(400);
});
