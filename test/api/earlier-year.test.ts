import { expect, it } from "vitest";
import { company, testWorld } from "#test/world";

it("opens no year before a closed one: what it would be closed with could never be brought forward", async () => {
  const world = await testWorld();
  const mine = await company(world);
  const earlier = { starts_on: "2024-01-01", ends_on: "2024-12-31" };
  const years = (await mine.get("/api/ledger/years")).body["data"] as { id: string }[];
  await mine.post(`/api/ledger/years/${years[0]?.id}/close`, {}, { prefer: "wait=20" });
  expect(await mine.post("/api/ledger/years", earlier)).toMatchObject({ status: 422, body: { code: "year.not_contiguous" } });
  await world.end();
});
