import { afterAll, beforeAll, expect, it } from "vitest";
import { company, type TestWorld, testWorld } from "#test/world";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.end());

const pathOf = (id: string) => `/api/companies/${id}/tax-profile`;
const flawsOf = (body: Record<string, unknown>) =>
  (body["errors"] as { pointer: string; code: string }[]).map(({ pointer, code }) => `${pointer} ${code}`);

it("starts with everything unknown, and keeps what is said, whole, at its next version", async () => {
  const mine = await company(world);
  expect((await mine.get(pathOf(mine.id))).body).toMatchObject({ version: 0, taxed_as: "is", capital_fully_paid: null, headcount: [] });
  const said = {
    vat_return_day: 19,
    cfe: [{ year: 2025, amount_cents: 124_500 }],
    headcount: [{ employees: 4, valid_from: "2025-01-01" }],
  };
  const put = await mine.as("PUT", pathOf(mine.id), { body: said });
  expect(put.body).toMatchObject({ ...said, version: 1 });
  expect((await mine.get(pathOf(mine.id))).body).toEqual(put.body);
  expect((await mine.as("PUT", pathOf(mine.id), { body: {} })).body).toMatchObject({ version: 2, vat_return_day: null, cfe: [] });
});

it("lets two writers who read the same version not overwrite each other", async () => {
  const mine = await company(world);
  const put = (day: number, headers: Record<string, string>) => mine.as("PUT", pathOf(mine.id), { body: { vat_return_day: day }, headers });
  const answers = await Promise.all([put(19, { "if-match": '"0"' }), put(20, { "if-match": '"0"' })]);
  expect(answers.map(({ status }) => status).sort()).not.toEqual([200, 200]);
  expect((await put(21, { "if-match": '"0"' })).body["code"]).toBe("request.precondition_failed");
});

it("refuses what no company can be, place by place", async () => {
  const mine = await company(world);
  const wrong = {
    ...{ vat_return_day: 31, held_by_persons_ppm: 1_000_001, territory: "bretagne" },
    cfe: [
      { year: 2025, amount_cents: 1 },
      { year: 2025, amount_cents: 2 },
    ],
  };
  const { status, body } = await mine.as("PUT", pathOf(mine.id), { body: wrong });
  expect(status).toBe(400);
  expect(flawsOf(body).sort()).toEqual(["/cfe year_twice", "/held_by_persons_ppm at_most", "/territory one_of", "/vat_return_day at_most"]);
  expect((await mine.get(pathOf(mine.id))).body["version"]).toBe(0);
});
