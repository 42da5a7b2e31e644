import { describe, expect, test } from "vitest";
import { bankinBank } from "#connectors/banks/bankin";
import { bankinCase } from "./cases/bankin.ts";
import { benchOf } from "./cases/bench.ts";
import { CLIENT } from "./cases/case.ts";
import { bankErrorOf } from "./sandbox.ts";

const LAST_SECOND = "2026-12-31T23:59:59.000Z";
const AFTER = "2027-01-01T00:00:00.000Z";

/** Seconds from the bench's clock to an instant. */
const until = (bench: ReturnType<typeof benchOf>, at: string) => (Date.parse(at) - bench.clock.now().getTime()) / 1_000;
const later = (at: string, baseUrl?: string) => {
  const bench = benchOf(bankinCase, {}, baseUrl === undefined ? {} : { baseUrl });
  bench.clock.advance(until(bench, at));
  return bench;
};

describe("the end of the service", () => {
  test("is at the end of 2026 where its maker serves it, and nothing is called afterwards", async () => {
    expect((await later(LAST_SECOND, "https://sync.bankin.com").read()).rows).toEqual([]);
    const after = later(AFTER, "https://sync.bankin.com/v2");
    expect(await bankErrorOf(after.read())).toMatchObject({ kind: "retired" });
    expect(after.calls).toEqual([]);
  });

  test("leaves a stand-in at another address working", async () => {
    expect((await later(AFTER).read()).rows).toEqual([]);
  });

  test.each([
    [{ kind: "status", status: 404, times: 9 } as const],
    [{ kind: "status", status: 410, times: 9 } as const],
    [{ kind: "no_address", times: 9 } as const],
  ])("is what %j means after it, at once, and a failure before it", async (fault) => {
    const [before, after] = [later(LAST_SECOND), later(AFTER)];
    for (const bench of [before, after]) bench.fail(fault);
    expect(await bankErrorOf(after.read())).toMatchObject({ kind: "retired" });
    expect(after.calls).toHaveLength(1);
    expect((await bankErrorOf(before.read())).kind).not.toBe("retired");
  });
});

test("speaks as of 2019: its version and client in headers, what changed by an instant, what is live by a day", async () => {
  const bench = benchOf(bankinCase);
  await bench.read({ since: "2026-11-01T00:00:00.000Z" });
  const [call] = bench.calls;
  expect(Object.fromEntries(call?.headers ?? [])).toMatchObject({
    ...{ "bankin-version": "2019-02-18", "client-id": CLIENT.clientId, "client-secret": CLIENT.clientSecret },
    authorization: "Bearer bankin-token-1",
  });
  expect(call?.url.pathname).toBe("/v2/transactions/updated");
  expect(call?.url.searchParams.get("since")).toBe("2026-11-01T00:00:00.000Z");
  expect(call?.url.searchParams.has("client_secret")).toBe(false);
});

test("has no page of consent", async () => {
  const bank = bankinBank({ baseUrl: "https://bankin.example", ...CLIENT, fetch, now: () => new Date(0) });
  expect(await bankErrorOf(bank.connect({ reference: "con_1", email: "x@example.test" }))).toMatchObject({ kind: "refused" });
});
