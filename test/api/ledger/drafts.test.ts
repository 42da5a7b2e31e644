import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TABLE } from "#store/entity";
import {
  type ApiEntry,
  booked,
  dataOf,
  draft,
  entryOf,
  entryPath,
  expectRefusal,
  line,
  type Mine,
  validate,
  viewOf,
  waiting,
} from "#test/ledger";
import { bankRow, openAccount, seedRows } from "#test/rows";
import { company, type TestWorld, testWorld } from "#test/world";

let world: TestWorld;
let mine: Mine;
beforeAll(async () => {
  world = await testWorld();
  mine = await company(world);
});
afterAll(() => world.end());

const RENT = [line("613200", 120_050), line("401000", -120_050)];
const write = (body: unknown) => mine.post("/api/ledger/entries", body);

describe("a person's draft", () => {
  it("keeps the amount of its voucher in another currency, never in euros", async () => {
    const dollars = { ...RENT[0], foreign: { amount_cents: 131_500, currency: "USD" } };
    const made = await draft(await company(world), "2025-03-30", [dollars, ...RENT.slice(1)]);
    expect(made.lines.map((one) => one["foreign"])).toEqual([{ amount_cents: 131_500, currency: "USD" }, null]);
    const euros = entryOf("2025-03-30", [{ ...dollars, foreign: { amount_cents: 1, currency: "EUR" } }, ...RENT.slice(1)]);
    expectRefusal(await write(euros), "request.invalid", "/lines/0/foreign/currency");
  });

  it("is written, read, replaced, validated, and then never changes again", async () => {
    const made = await draft(mine, "2025-03-31", RENT, { piece_ref: "FAC 12" });
    expect(made).toMatchObject({
      ...{ status: "draft", number: null, journal: "OD", date: "2025-03-31", piece_ref: "FAC 12", piece_date: "2025-03-31" },
      ...{ debit_cents: 120_050, credit_cents: 120_050, warnings: [], corrects: null, hash: null, source: { kind: "manual" } },
      lines: [
        { account: "613200", account_label: "Locations immobilières", debit_cents: 120_050, credit_cents: 0, third_party: null },
        { account: "401000", debit_cents: 0, credit_cents: 120_050 },
      ],
    });
    expect(viewOf(await mine.get(entryPath(made.id)))).toEqual(made);
    const again = await mine.as("PUT", entryPath(made.id), {
      body: entryOf("2025-04-01", [line("401", -5_000), line("6132", 3_000), line("613200", 2_000)], { journal: "AC" }),
    });
    expect(again).toMatchObject({ status: 200, body: { id: made.id, journal: "AC", date: "2025-04-01", debit_cents: 5_000 } });
    expect(viewOf(again).lines.map(({ account, debit_cents, credit_cents }) => [account, debit_cents, credit_cents])).toEqual([
      ["401000", 0, 5_000],
      ["613200", 3_000, 0],
      ["613200", 2_000, 0],
    ]);
    expect(await waiting(mine, 2025)).toEqual([viewOf(again)]);
    expect(await validate(mine, "2025-12-31")).toMatchObject({ entries: 1 });
    const kept = viewOf(await mine.get(entryPath(made.id)));
    expect(kept).toMatchObject({ id: made.id, status: "validated", number: 1, validated_on: "2026-11-25", lines: viewOf(again).lines });
    expectRefusal(await mine.as("PUT", entryPath(made.id), { body: entryOf("2025-04-01", RENT) }), "entry.validated");
    expectRefusal(await mine.as("DELETE", entryPath(made.id)), "entry.validated");
    expect(viewOf(await mine.get(entryPath(made.id)))).toEqual(kept);
  });

  it("is thrown away once, and leaves no trace in the books", async () => {
    const made = await draft(mine, "2025-05-01", RENT);
    expect(await mine.as("DELETE", entryPath(made.id))).toMatchObject({ status: 204, text: "" });
    expectRefusal(await mine.as("DELETE", entryPath(made.id)), "entry.not_found");
    expectRefusal(await mine.get(entryPath(made.id)), "entry.not_found");
    expectRefusal(await mine.as("PUT", entryPath(made.id), { body: entryOf("2025-05-01", RENT) }), "entry.not_found");
    expect(await waiting(mine, 2025)).toEqual([]);
    expect(await validate(mine, "2025-12-31")).toMatchObject({ entries: 0 });
  });

  it("of a day to come is listed, and waits for its day", async () => {
    const made = await draft(mine, "2026-12-31", RENT);
    expect(await waiting(mine, 2026)).toEqual([made]);
    await validate(mine, "2026-11-25");
    expect((await booked(mine, 2026)).map(({ journal }) => journal)).toEqual(["AN"]);
    expect(await waiting(mine, 2026)).toEqual([made]);
    await mine.as("DELETE", entryPath(made.id));
  });
});

it("stands among the drafts of bank rows, by date, page by page, each once", async () => {
  const other = await company(world);
  const { ordinal } = await openAccount(other);
  const days = ["2025-02-01", "2025-02-03", "2025-02-03", "2025-02-05"];
  await seedRows(
    world,
    other.id,
    days.map((date, index) => bankRow({ index, ordinal, date, amount: -(100 + index) })),
  );
  for (const date of ["2025-02-03", "2025-02-04", "2025-01-15"]) await draft(other, date, RENT);
  const all = await waiting(other, 2025);
  expect(all.map(({ date, source }) => `${date} ${source.kind}`)).toEqual([
    ...["2025-01-15 manual", "2025-02-01 bank", "2025-02-03 manual", "2025-02-03 bank", "2025-02-03 bank"],
    ...["2025-02-04 manual", "2025-02-05 bank"],
  ]);
  expect(await paged(other, 2)).toEqual(all);
  expect(await validate(other, "2025-02-04")).toMatchObject({ entries: 6 });
  expect((await booked(other, 2025)).map(({ id }) => id)).toEqual(all.slice(0, 6).map(({ id }) => id));
  expect((await booked(other, 2025)).map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6]);
  expect((await waiting(other, 2025)).map(({ id }) => id)).toEqual([all[6]?.id]);
});

async function paged(who: Mine, limit: number): Promise<ApiEntry[]> {
  const found: ApiEntry[] = [];
  let cursor = "";
  do {
    const answer = await who.get(`/api/ledger/entries?status=draft&year=2025&limit=${limit}${cursor}`);
    found.push(...dataOf<ApiEntry>(answer));
    cursor = answer.body["next_cursor"] === null ? "" : `&cursor=${encodeURIComponent(String(answer.body["next_cursor"]))}`;
  } while (cursor !== "" && found.length < 50);
  return found;
}

describe("a draft that cannot be is refused by name, and nothing of it is kept", () => {
  const REFUSED = [
    ["unbalanced", entryOf("2025-03-31", [line("613200", 100), line("401000", -101)]), "ledger.unbalanced", "/lines"],
    ["of one line", entryOf("2025-03-31", [line("613200", 100)]), "request.invalid", "/lines"],
    ["before every year", entryOf("2019-03-31", RENT), "ledger.date_outside_year", "/date"],
    ["after every year", entryOf("2031-03-31", RENT), "ledger.date_outside_year", "/date"],
    ["of a day that is none", entryOf("2025-02-30", RENT), "request.invalid", "/date"],
    ["on class 8", entryOf("2025-03-31", [line("801000", 100), line("401000", -100)]), "ledger.account_unknown", "/lines/0/account"],
    ["on no account", entryOf("2025-03-31", [line("613200", 100), line("banque", -100)]), "ledger.account_unknown", "/lines/1/account"],
    [
      "on an account of twenty characters and more",
      entryOf("2025-03-31", [line("6".repeat(21), 100), line("401", -100)]),
      "request.invalid",
      "/lines/0/account",
    ],
    [
      "with a negative amount",
      entryOf("2025-03-31", [{ account: "613200", debit_cents: -100 }, line("401000", -100)]),
      "request.invalid",
      "/lines/0/debit_cents",
    ],
    [
      "with two sides",
      entryOf("2025-03-31", [{ account: "613200", debit_cents: 1, credit_cents: 1 }, line("401000", -100)]),
      "request.invalid",
      "/lines/0/credit_cents",
    ],
    [
      "with a line of zero",
      entryOf("2025-03-31", [{ account: "613200", debit_cents: 0 }, line("401000", -100)]),
      "request.invalid",
      "/lines/0/credit_cents",
    ],
    ["with half a cent", entryOf("2025-03-31", [line("613200", 100.5), line("401000", -100.5)]), "request.invalid", undefined],
    [
      "too large to be true",
      entryOf("2025-03-31", [line("613200", 90_000_000_000_000), line("401000", -90_000_000_000_000)]),
      "request.invalid",
      "/lines",
    ],
    [
      "with a third party where none belongs",
      entryOf("2025-03-31", [line("613200", 100, { third_party: { name: "X" } }), line("401000", -100)]),
      "ledger.third_party_misplaced",
      "/lines/0/third_party",
    ],
    [
      "with an employee's name",
      entryOf("2025-03-31", [line("421000", 100, { third_party: { name: "Jean" } }), line("401000", -100)]),
      "ledger.third_party_misplaced",
      "/lines/0/third_party",
    ],
    ["of nothing visible", entryOf("2025-03-31", RENT, { label: "\u200b\t\u202e" }), "request.invalid", "/label"],
    ["whose voucher is invisible", entryOf("2025-03-31", RENT, { piece_ref: "|\n" }), "request.invalid", "/piece_ref"],
    [
      "with an invisible line label",
      entryOf("2025-03-31", [line("613200", 100, { label: "|||" }), line("401000", -100)]),
      "request.invalid",
      "/lines/0/label",
    ],
    ["in the opening journal", entryOf("2025-03-31", RENT, { journal: "AN" }), "request.invalid", "/journal"],
    ["in a bank's journal", entryOf("2025-03-31", RENT, { journal: "BQ1" }), "request.invalid", "/journal"],
    ["that says who it is of", entryOf("2025-03-31", RENT, { company_id: "x" }), "request.invalid", "/company_id"],
  ] as const;
  it.each(REFUSED)("%s", async (_, body, code, pointer) => {
    expectRefusal(await write(body), code, pointer);
  });

  it("of 1 001 and of 5 000 lines", async () => {
    const of = (count: number) =>
      entryOf("2025-03-31", [line("401000", -count), ...Array.from({ length: count }, () => line("613200", 1))]);
    expectRefusal(await write(of(1_000)), "entry.too_many_lines", "/lines");
    expectRefusal(await write(of(4_999)), "entry.too_many_lines", "/lines");
    expect(await waiting(mine, 2025)).toEqual([]);
  });

  it("in the place of another, which stays as it was", async () => {
    const made = await draft(mine, "2025-03-31", RENT);
    expectRefusal(await mine.as("PUT", entryPath(made.id), { body: REFUSED[0][1] }), "ledger.unbalanced");
    expectRefusal(await mine.as("PUT", entryPath(made.id), { body: REFUSED[2][1] }), "ledger.date_outside_year");
    expect(viewOf(await mine.get(entryPath(made.id)))).toEqual(made);
    await mine.as("DELETE", entryPath(made.id));
  });
});

it("of a thousand long lines is kept and booked when it fits an item of the table, and refused by name when it does not", async () => {
  const other = await company(world);
  const of = (label: (index: number) => string) =>
    entryOf(
      "2025-06-30",
      Array.from({ length: 1_000 }, (_, index) => line("613200", index % 2 === 0 ? 1 : -1, { label: label(index) })),
    );
  const noise = (index: number) =>
    Array.from({ length: 200 }, (_, at) =>
      String.fromCodePoint(0x4e00 + ((index * 7_919 + at * at * 104_729 + at * index * 31) % 20_000)),
    ).join("");
  expectRefusal(await other.post("/api/ledger/entries", of(noise)), "entry.too_many_lines");
  expect(await waiting(other, 2025)).toEqual([]);
  const made = await other.post(
    "/api/ledger/entries",
    of((index) => `${"é".repeat(190)}${index}`),
  );
  expect(made.status, made.text.slice(0, 200)).toBe(201);
  expect(await validate(other, "2025-12-31")).toMatchObject({ entries: 1 });
  expect(viewOf(await other.get(entryPath(viewOf(made).id)))).toMatchObject({ number: 1, debit_cents: 500, lines: { length: 1_000 } });
});

it("holds 500 drafts at most", async () => {
  const other = await company(world);
  const partition = { pk: `COMPANY#${other.id}#DRAFTS` };
  const made = await draft(other, "2025-06-30", RENT);
  const item = await world.table(other.id).get({ Key: { ...partition, sk: `manual#${made.source.id}` } });
  const copies = Array.from({ length: 499 }, (_, index) => {
    const body = JSON.stringify({ ...JSON.parse(String(item?.["body"])), source: { kind: "manual", id: `copy${index}` } });
    return { Put: { TableName: TABLE, Item: { ...item, ...partition, sk: `manual#copy${index}`, body } } };
  });
  for (let at = 0; at < copies.length; at += 100) await world.table(other.id).transact(copies.slice(at, at + 100));
  expectRefusal(await other.post("/api/ledger/entries", entryOf("2025-06-30", RENT)), "ledger.too_many_drafts");
  expect((await other.as("PUT", entryPath(made.id), { body: entryOf("2025-07-01", RENT) })).status).toBe(200);
});
