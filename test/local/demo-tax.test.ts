import { afterAll, beforeAll, expect, it } from "vitest";
import type { ApiClient } from "#infra/local/api-client";
import { nextDeadlines, sayWhatItIs } from "#infra/local/demo-tax";
import type { Mine } from "#test/ledger";
import { company, type TestWorld, testWorld } from "#test/world";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.end());

/** The demo's client, speaking for a company of the test; it dies when it is asked to put what `dies` names. */
function clientOf(mine: Mine, dies = "nothing"): ApiClient {
  return {
    get: async (path, shape) => shape.parse((await mine.get(path)).body),
    post: async (path, body, shape) => shape.parse((await mine.post(path, body)).body),
    async put(path, body) {
      if (path.endsWith(dies)) throw new Error("killed");
      expect((await mine.as("PUT", path, { body })).status).toBe(200);
    },
  };
}

const legalOf = async (mine: Mine) => (await mine.get(`/api/companies/${mine.id}`)).body;
const profileOf = async (mine: Mine) => (await mine.get(`/api/companies/${mine.id}/tax-profile`)).body;

it("says the demo company's legal data and tax profile once, and what falls due follows from them", async () => {
  const mine = await company(world);
  for (let start = 0; start < 2; start += 1) await sayWhatItIs(clientOf(mine), world.clock.now);
  expect([(await legalOf(mine))["version"], (await profileOf(mine))["version"]]).toEqual([2, 1]);
  expect((await nextDeadlines(clientOf(mine))).map(({ amount_cents }) => amount_cents)).toContain(118_400);
});

it("says the other half at the next start when it was killed between the two", async () => {
  const mine = await company(world);
  await expect(sayWhatItIs(clientOf(mine, "tax-profile"), world.clock.now)).rejects.toThrow("killed");
  await sayWhatItIs(clientOf(mine), world.clock.now);
  expect([(await legalOf(mine))["version"], (await profileOf(mine))["version"]]).toEqual([2, 1]);
});

it("leaves what a person said of the company", async () => {
  const mine = await company(world);
  const said = { legal_form: [{ value: "sas", valid_from: "2020-01-01" }] };
  await mine.as("PUT", `/api/companies/${mine.id}`, { body: said });
  await sayWhatItIs(clientOf(mine), world.clock.now);
  expect(await legalOf(mine)).toMatchObject({ ...said, address: null });
});
