import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BankRow } from "#domain/banking/row";
import { transactionId } from "#domain/banking/row";
import { categoryByCode } from "#domain/categorising/categories";
import { cents } from "#domain/money";
import { dataOf, expectRefusal, type Mine } from "#test/ledger";
import { bankRow, openAccount, seedRows } from "#test/rows";
import { company, type TestWorld, testWorld } from "#test/world";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld({ withoutWorkers: true });
});
afterAll(() => world.end());

type Row = { readonly id: string };

/** Every row of a list, page by page, and how many pages it took. */
async function walked(mine: Mine, query: string, between: () => Promise<void> = async () => undefined) {
  const ids: string[] = [];
  let pages = 0;
  let cursor = "";
  do {
    const answer = await mine.get(`/api/transactions?${query}${cursor}`);
    ids.push(...dataOf<Row>(answer).map(({ id }) => id));
    const next = answer.body["next_cursor"];
    cursor = typeof next === "string" ? `&cursor=${encodeURIComponent(next)}` : "";
    pages += 1;
    if (cursor !== "") await between();
  } while (cursor !== "" && pages < 100);
  return { ids, pages };
}

const idsOf = (rows: readonly BankRow[]) => rows.map(transactionId).sort();

describe("filters of transactions", () => {
  let mine: Mine;
  let accounts: { readonly id: string; readonly ordinal: number }[];
  let rows: BankRow[];
  beforeAll(async () => {
    mine = await company(world);
    accounts = [await openAccount(mine, "Courant"), await openAccount(mine, "Livret")];
    const words = ["PRLV SEPA Électricité de France", "VIR Mme Lefèvre", "CB CŒUR DE VILLE", "FRAIS"];
    rows = accounts.flatMap(({ ordinal }) =>
      Array.from({ length: 60 }, (_, index) =>
        bankRow({
          ...{ index: ordinal * 1_000 + index, ordinal, label: `${words[index % 4]} ${index}`, rawLabel: `BRUT ${index}` },
          ...(index % 9 === 0 && { status: "pending" as const }),
          ...(index % 7 === 0 && { note: "Vérifié par Zoé" }),
          ...(index % 11 === 0 && { attachmentCount: 2 }),
        }),
      ),
    );
    await seedRows(world, mine.id, rows);
  });

  const matching = async (query: string, wanted: (row: BankRow) => boolean) => {
    const expected = idsOf(rows.filter(wanted));
    expect(expected.length, query).toBeGreaterThan(0);
    for (const limit of [7, 200]) {
      const { ids } = await walked(mine, `${query}&limit=${limit}`);
      expect([...ids].sort(), query).toEqual(expected);
    }
  };

  it("give exactly the rows asked for, each once, whatever the page size", async () => {
    await matching("status=pending", ({ status }) => status === "pending");
    await matching("min_amount_cents=-2040&max_amount_cents=-2001", ({ amountCents }) => amountCents >= -2_040 && amountCents <= -2_001);
    await matching("direction=in", ({ amountCents }) => amountCents > 0);
    await matching("has_attachment=true", ({ attachmentCount }) => attachmentCount > 0);
    await matching("split=false&transfer=false&status=booked", ({ status }) => status === "booked");
    const [first] = accounts;
    await matching(`account_id=${first?.id}&direction=out`, ({ ordinal, amountCents }) => ordinal === first?.ordinal && amountCents < 0);
    await matching(`account_id=${accounts.map(({ id }) => id).join(",")}&from=2025-02-01`, ({ date }) => date >= "2025-02-01");
    const ids = ["31", "00"].map((code) => categoryByCode(code).id).join(",");
    await matching(`category_id=${ids}`, ({ categorisation }) => ["31", "00"].includes(categorisation.code));
    await matching("open=true&direction=out", ({ categorisation, amountCents }) => categorisation.code === "00" && amountCents < 0);
  });

  it("find words anywhere in labels and note, without case, accents or ligatures", async () => {
    await matching("q=ELECTRICITE", ({ label }) => label.includes("Électricité"));
    await matching("q=coeur%20ville", ({ label }) => label.includes("CŒUR"));
    await matching("q=zoe%20france", ({ label, note }) => note !== null && label.includes("France"));
    await matching("q=brut%2012", ({ rawLabel }) => rawLabel.includes("12"));
    expect((await walked(mine, "q=introuvable")).ids).toEqual([]);
  });

  it("refuse what contradicts itself, is empty, too long, unknown or not theirs", async () => {
    const refused = (query: string, pointer: string) => async () =>
      expectRefusal(await mine.get(`/api/transactions?${query}`), "request.invalid", pointer);
    for (const check of [
      refused("from=2025-02-02&to=2025-02-01", "/query/to"),
      refused("min_amount_cents=5&max_amount_cents=4", "/query/max_amount_cents"),
      refused("direction=in&max_amount_cents=-1", "/query/max_amount_cents"),
      refused("direction=out&min_amount_cents=0", "/query/min_amount_cents"),
      refused("q=", "/query/q"),
      refused("q=%20%20", "/query/q"),
      refused(`q=${"a".repeat(10_000)}`, "/query/q"),
      refused(`q=${Array.from({ length: 11 }, (_, index) => index).join("+")}`, "/query/q"),
      refused("category_id=rien", "/query/category_id/0"),
      refused("category_id=", "/query/category_id/0"),
      refused("status=deleted", "/query/status"),
      refused("min_amount_cents=1.5", "/query/min_amount_cents"),
      refused("min_amount_cents=1e3", "/query/min_amount_cents"),
      refused("account_id=acc_x", "/query/account_id/0"),
    ])
      await check();
    expectRefusal(await mine.get("/api/transactions?colour=red"), "request.unknown_parameter");
    const other = await openAccount(await company(world));
    expectRefusal(await mine.get(`/api/transactions?account_id=${other.id}`), "account.not_found");
  });

  it("take no cursor of another question or company", async () => {
    const { body } = await mine.get("/api/transactions?direction=in&limit=1");
    const cursor = encodeURIComponent(String(body["next_cursor"]));
    expect((await mine.get(`/api/transactions?direction=in&limit=5&cursor=${cursor}`)).status).toBe(200);
    expectRefusal(await mine.get(`/api/transactions?direction=out&cursor=${cursor}`), "request.bad_cursor");
    expectRefusal(await mine.get(`/api/transactions?cursor=${cursor}`), "request.bad_cursor");
    expectRefusal(await (await company(world)).get(`/api/transactions?direction=in&cursor=${cursor}`), "request.bad_cursor");
  });
});

it("never skips nor repeats a row while others come and change between two pages", async () => {
  const mine = await company(world);
  const ordinals = [(await openAccount(mine, "A")).ordinal, (await openAccount(mine, "B")).ordinal];
  const there = ordinals.flatMap((ordinal) =>
    Array.from({ length: 330 }, (_, index) =>
      bankRow({ index: ordinal * 1_000 + index, ordinal, label: index % 3 === 0 ? "CIBLE" : "AUTRE" }),
    ),
  );
  await seedRows(world, mine.id, there);
  const state = { round: 0 };
  const { ids, pages } = await walked(mine, "q=cible&limit=60", async () => {
    state.round += 1;
    const late = ordinals.flatMap((ordinal) =>
      Array.from({ length: 8 }, (_, index) => bankRow({ index: 5_000 + state.round * 100 + index * 11, ordinal, label: "AUTRE" })),
    );
    await seedRows(world, mine.id, late);
  });
  expect([...ids].sort()).toEqual(idsOf(there.filter(({ label }) => label === "CIBLE")));
  expect(pages).toBeGreaterThan(3);
});

it("costs by the page: the same at 300 and at 3 000 rows, and 500 rows at most where no key backs the question", async () => {
  const cost = async (count: number) => {
    const mine = await company(world);
    const { ordinal, id } = await openAccount(mine);
    await seedRows(
      world,
      mine.id,
      Array.from({ length: count }, (_, index) =>
        bankRow({ index: index + 10_000, ordinal, amount: -1_000 - (index % 100), date: `2025-0${1 + (index % 9)}-1${index % 10}` }),
      ),
    );
    const read = async (path: string) => Number(/rru=([\d.]+)/.exec((await mine.get(path)).headers["numma-cost"] ?? "")?.[1]);
    const list = "/api/transactions?limit=50";
    const first = await mine.get(`${list}&account_id=${id}`);
    const cursor = encodeURIComponent(String(first.body["next_cursor"]));
    return {
      page: await read(list),
      next: await read(`${list}&account_id=${id}&cursor=${cursor}`),
      range: await read(`${list}&from=2025-02-01&to=2025-08-31`),
      open: await read(`${list}&open=true`),
      sought: await read(`${list}&q=introuvable`),
    };
  };
  const [small, large] = [await cost(300), await cost(3_000)];
  expect({ ...large, sought: 0 }).toEqual({ ...small, sought: 0 });
  for (const rru of [large.page, large.next, large.range, large.open]) expect(rru).toBeLessThanOrEqual(5);
  expect(large.sought).toBeLessThanOrEqual(40);
});

it("finds a split row under each of its categories, and what a note of a part says", async () => {
  const mine = await company(world);
  const { ordinal } = await openAccount(mine);
  const parts = [
    { code: "15", amountCents: cents(-600), note: "Papier à lettres" },
    { code: "25", amountCents: cents(-400), note: null },
  ];
  const split = bankRow({ index: 1, ordinal, amount: -1_000, parts });
  await seedRows(world, mine.id, [split, bankRow({ index: 2, ordinal })]);
  for (const query of ["category_id=honoraires", "category_id=fournitures_bureau,assurance", "split=true", "q=lettres"])
    expect((await walked(mine, query)).ids, query).toEqual([transactionId(split)]);
});
