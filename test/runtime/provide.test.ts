import { expect, it } from "vitest";
import { container } from "#runtime/container";
import { Environment } from "#runtime/env";
import { provider } from "#runtime/provide";

const warm = () => container(Environment.parse({}), () => new Date("2026-11-25T11:00:00Z"));

it("a warm worker builds its clients once, however many messages come, and shares them with no other function", async () => {
  const [one, other] = [warm(), warm()];
  expect(provider(one)).toBe(provider(one));
  expect(provider(other)).not.toBe(provider(one));
});
