import { describe, expect, test } from "vitest";
import { CASES, rows } from "./cases/all.ts";
import { benchOf } from "./cases/bench.ts";
import { bridgeCase } from "./cases/bridge.ts";
import { bankErrorOf } from "./sandbox.ts";

const byToken = CASES.filter(({ token }) => token !== undefined);

describe.each(byToken)("$name, where people give tokens", (one) => {
  test("is refused its token once, and asks no more", async () => {
    const bench = benchOf(one);
    bench.fail({ kind: "status", status: 401, at: one.rowsAt, times: 9 });
    expect(await bankErrorOf(bench.read())).toMatchObject({ kind: "unauthorized" });
    expect(bench.rowCalls()).toBe(1);
  });

  test("without a token there is no conversation, and no call", async () => {
    const bench = benchOf(one);
    expect(await bankErrorOf(bench.bank.open("user-1"))).toMatchObject({ kind: "unauthorized" });
    expect(bench.calls).toEqual([]);
  });
});

describe("bridge, whose tokens end", () => {
  const logins = ({ calls }: ReturnType<typeof benchOf>) => calls.filter(({ url }) => url.pathname.endsWith("/token")).length;

  test("renews one that is refused, once, and asks the same page again", async () => {
    const bench = benchOf(bridgeCase, { rows: rows(130) });
    bench.fail({ kind: "status", status: 401, at: bridgeCase.rowsAt, after: 2 });
    expect((await bench.read()).rows).toHaveLength(130);
    expect([logins(bench), bench.rowCalls()]).toEqual([2, 4]);
  });

  test("renews one that is about to end, before it is refused", async () => {
    const bench = benchOf(bridgeCase, { rows: rows(60) });
    const ending = new Date(bench.clock.now().getTime() + 30_000).toISOString();
    bench.fail({ kind: "body", body: `{"access_token":"short","expires_at":"${ending}"}`, at: "/v3/aggregation/authorization" });
    expect((await bench.read()).rows).toHaveLength(60);
    const bearers = bench.calls.filter(({ url }) => url.pathname === bridgeCase.rowsAt).map(({ headers }) => headers.get("authorization"));
    expect(bearers).toEqual(["Bearer bridge-token-1", "Bearer bridge-token-1"]);
    expect(logins(bench)).toBe(2);
  });

  test("gives up on one that is refused for ever", async () => {
    const bench = benchOf(bridgeCase);
    bench.fail({ kind: "status", status: 401, at: bridgeCase.rowsAt, times: 99 });
    expect(await bankErrorOf(bench.read())).toMatchObject({ kind: "unauthorized" });
    expect([logins(bench), bench.rowCalls()]).toEqual([2, 2]);
  });

  test("does not log in for ever where every token has ended already", async () => {
    const bench = benchOf(bridgeCase, { rows: rows(400) });
    bench.fail({
      kind: "body",
      body: '{"access_token":"old","expires_at":"2020-01-01T00:00:00Z"}',
      at: "/v3/aggregation/authorization",
      times: 99,
    });
    expect((await bench.read()).rows).toHaveLength(400);
    expect(logins(bench)).toBe(4);
  });
});
