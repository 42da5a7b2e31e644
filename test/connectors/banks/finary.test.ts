import { describe, expect, test } from "vitest";
import { listingOf } from "#connectors/banks/finary-pages";
import { benchOf } from "./cases/bench.ts";
import { finaryCase } from "./cases/finary.ts";
import { bankErrorOf } from "./sandbox.ts";

type Thing = { readonly id: string; readonly date: string };
const things = (count: number, from = 0): Thing[] =>
  Array.from({ length: count }, (_, index) => ({ id: String(from + index), date: day(from + index) }));
/** Later things have earlier days. */
const day = (index: number) => new Date(Date.UTC(2026, 10, 20) - index * 86_400_000).toISOString();

/** A listing by page numbers, `cap` rows a page at most; `before` may change it between two calls. */
function listing(
  all: Thing[],
  { cap = 1_000, before = () => {} }: { readonly cap?: number; readonly before?: (call: number) => void } = {},
) {
  const calls: string[] = [];
  const get = async (path: string) => {
    calls.push(path);
    before(calls.length);
    const query = new URLSearchParams(path.split("?")[1]);
    const size = Math.min(cap, Number(query.get("per_page")));
    const at = (Number(query.get("page")) - 1) * size;
    return all.slice(at, at + size);
  };
  return { get, calls };
}

describe("a listing without a cursor", () => {
  test.each([0, 1, 199, 200, 201, 400, 650])("of %i things is read whole, each once", async (count) => {
    const { get } = listing(things(count));
    expect(await listingOf(get, "/x")).toEqual(things(count));
  });

  test.each([50, 100, 150])("is read whole where the server gives %i a page however many are asked for", async (cap) => {
    const { get } = listing(things(420), { cap });
    expect(await listingOf(get, "/x")).toEqual(things(420));
  });

  test("is read once where the server knows no pages", async () => {
    const { get, calls } = listing([]);
    const all = things(200);
    expect(
      await listingOf(async (path) => {
        await get(path);
        return all;
      }, "/x"),
    ).toEqual(all);
    expect(calls.length).toBeLessThanOrEqual(4);
  });

  test("that something is removed from meanwhile is read again, so that nothing is missed", async () => {
    const all = things(450);
    const { get } = listing(all, { before: (call) => void (call === 2 && all.splice(201, 1)) });
    const found = await listingOf(get, "/x");
    expect(new Set(found)).toEqual(new Set(all));
  });

  test("that something is added to meanwhile holds each thing once", async () => {
    const all = things(450);
    const { get } = listing(all, { before: (call) => void (call === 2 && all.unshift({ id: "new", date: day(-1) })) });
    const found = await listingOf(get, "/x");
    expect(found.map((one) => JSON.stringify(one)).toSorted()).toEqual(all.map((one) => JSON.stringify(one)).toSorted());
  });

  test("that never stands still is no whole read", async () => {
    const all = things(450);
    const { get } = listing(all, { before: () => void all.splice(0, 1) });
    expect(await bankErrorOf(listingOf(get, "/x"))).toMatchObject({ kind: "invalid_answer", message: expect.stringContaining("moving") });
  });

  test("ends after 500 pages", async () => {
    const state = { next: 0 };
    const get = async () => {
      state.next += 50;
      return things(50, state.next);
    };
    expect(await bankErrorOf(listingOf(get, "/x"))).toMatchObject({ message: expect.stringContaining("500 pages") });
  });
});

describe("finary", () => {
  const envelope = (result: string) => ({ kind: "body", body: `{"result":${result},"error":null}` }) as const;

  test("takes an error told with status 200 for no answer, whatever it says", async () => {
    const bench = benchOf(finaryCase);
    bench.fail({ kind: "body", body: '{"result":[],"message":"SECRET","error":{"code":"x","message":"SECRET"}}', at: finaryCase.rowsAt });
    const { kind, message } = await bankErrorOf(bench.read());
    expect([kind, message.includes("SECRET")]).toEqual(["invalid_answer", false]);
  });

  test.each([
    ["ok", "active"],
    ["", "active"],
    ["wrong_password", "reauth_required"],
    ["sca_required", "reauth_required"],
    ["website_unavailable", "temporarily_unavailable"],
    ["contemplating", "degraded"],
  ])("takes a link whose state is '%s' for %s", async (state, expected) => {
    const bench = benchOf(finaryCase, { accounts: [{ id: "1", currency: "EUR", balance: "1", more: `,"state":"${state}"` }] });
    expect(await (await bench.open()).items()).toMatchObject([{ itemId: "link-1", state: expected }]);
  });

  test("that has no account is read, and empty", async () => {
    expect(await (await benchOf(finaryCase, { accounts: [] }).open()).items()).toMatchObject([{ state: "active" }]);
  });

  test("tells what is held, valued in its own currency, with its cost where the gain is told", async () => {
    const bench = benchOf(finaryCase);
    const securities =
      '[{"id":1,"quantity":12.5,"current_value":6124.505,"unrealized_pnl":1124.5,"security":{"name":" ETF Monde ","isin":"lu1681043599","currency":{"code":"EUR"}}},{"quantity":3,"current_value":300000,"security":{"symbol":"7203","currency":{"code":"JPY"}}}]';
    const cryptos = '[{"id":9,"quantity":0.00012345,"current_value":7.01,"unrealized_pnl":-3.3,"crypto":{"name":"Bitcoin","code":"BTC"}}]';
    bench.fail({
      ...envelope(`[{"id":"w-1","currency":{"code":"EUR"},"securities":${securities},"cryptos":${cryptos},"fiats":null}]`),
      at: "/organizations/org-1/memberships/member-1/holdings",
    });
    expect(await (await bench.open()).holdings?.()).toEqual([
      {
        ...{ providerId: "w-1:1", accountProviderId: "w-1", label: "ETF Monde", isin: "LU1681043599", quantity: "12.5" },
        valueCents: 612_451,
        costCents: 500_001,
        currency: "EUR",
      },
      { providerId: "w-1:7203", accountProviderId: "w-1", label: "7203", quantity: "3", valueCents: 300_000, currency: "JPY" },
      {
        ...{ providerId: "w-1:9", accountProviderId: "w-1", label: "Bitcoin", quantity: "0.00012345" },
        valueCents: 701,
        costCents: 1_031,
        currency: "EUR",
      },
    ]);
  });

  test("shows an account of two memberships once, with its rows", async () => {
    const bench = benchOf(finaryCase, { rows: [{ id: "1", account: "1", amount: "1", date: "2026-11-20" }] });
    bench.fail({
      ...envelope('[{"id":"org-1","members":[{"id":"member-1"},{"id":"member-1"}]}]'),
      at: "/users/me/organizations",
      times: 9,
    });
    expect((await bench.read()).rows).toHaveLength(1);
    expect(await (await bench.open()).accounts()).toHaveLength(1);
  });
});
