import { afterAll, beforeAll, expect, it } from "vitest";
import { type FakeBank, fakeBank } from "#test/bank";
import { proveDeliveries } from "#test/faults/delivery-proof";

const SEED = Number(process.env["FAULT_SEED"] ?? 20_261_126);
let bank: FakeBank;
beforeAll(async () => {
  bank = await fakeBank();
});
afterAll(() => bank.close());

it("1 000 messages delivered one to five times, in any order, over a failing table: nothing is lost, nothing is done twice", async () => {
  const line = await proveDeliveries({ bank, messages: 1_000, seed: SEED });
  console.log(line);
  expect(line).toContain("0 lost, 0 doubled");
}, 300_000);
