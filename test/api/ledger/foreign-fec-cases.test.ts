import { afterAll, beforeAll, expect, it } from "vitest";
import { HEADER, line, sumsOf } from "#test/foreign-fec";
import { bankRow, openAccount, seedRows } from "#test/rows";
import { company, type TestWorld, testWorld } from "#test/world";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.end());

type Mine = Awaited<ReturnType<typeof company>>;
const WAIT = { prefer: "wait=20" };
const file = (...lines: readonly string[]) => [HEADER, ...lines].join("\r\n");
const imported = async (mine: Mine, mode: string, raw: string, more = "") => {
  const path = `/api/ledger/import/fec?mode=${mode}${more}`;
  const { body } = await mine.as("POST", path, { raw, headers: { "content-type": "text/plain", ...WAIT } });
  return body;
};
const problemsOf = (body: Record<string, unknown>) =>
  ((body["result"] as { problems: { code: string }[] }).problems ?? []).map(({ code }) => code);
type Year = { id: string; starts_on: string; ends_on: string; last_number: number; validated_through: string | null };
const years = async (mine: Mine) => (await mine.get("/api/ledger/years")).body["data"] as Year[];
type Entry = { number: number; journal: string; journal_label: string; source: { kind: string }; date: string };
const entries = async (mine: Mine, year: number, more = "") =>
  (await mine.get(`/api/ledger/entries?year=${year}${more}`)).body["data"] as Entry[];
const signed = async (mine: Mine, year: number) => {
  const rows = (await mine.get(`/api/ledger/trial-balance?year=${year}`)).body["rows"] as Record<string, number>[];
  return Object.fromEntries(
    rows.flatMap((row) => {
      const cents = (row["debit_balance_cents"] ?? 0) - (row["credit_balance_cents"] ?? 0);
      return cents === 0 ? [] : [[String(row["account"]), cents]];
    }),
  );
};

/** One purchase a day, 100 euros each. */
const purchases = (...days: readonly string[]) =>
  days.flatMap((day, index) => [
    line(["HA", String(index + 1), day], "606300", "100,00", "0,00"),
    line(["HA", String(index + 1), day], "512000", "0,00", "100,00"),
  ]);

it("takes over half a running year: the bank's rows after it are booked, those before are not, and those of other years are their own", async () => {
  const mine = await company(world);
  const { ordinal } = await openAccount(mine);
  const days = ["2025-05-05", "2026-02-02", "2026-06-30", "2026-07-01", "2026-09-09"];
  await seedRows(
    world,
    mine.id,
    days.map((date, index) => bankRow({ index, ordinal, date })),
  );
  const half = file(...purchases("20260202", "20260615"));
  expect(await imported(mine, "history", half, "&ends_on=2026-06-30")).toMatchObject({ result: { imported: true, imported_entries: 2 } });
  expect((await years(mine)).map(({ ends_on, validated_through }) => [ends_on, validated_through])).toEqual([
    ["2025-12-31", null],
    ["2026-12-31", "2026-06-30"],
  ]);
  await mine.post("/api/ledger/validate", { through: "2026-11-20" }, WAIT);
  const bank = async (year: number) => (await entries(mine, year)).filter(({ source }) => source.kind === "bank").map(({ date }) => date);
  expect(await bank(2025)).toEqual(["2025-05-05"]);
  expect(await bank(2026)).toEqual(["2026-07-01", "2026-09-09"]);
});

it("books the rest of a year taken over to the middle of a month, and closes it", async () => {
  const mine = await company(world);
  const { ordinal } = await openAccount(mine);
  const days = ["2025-06-10", "2025-06-15", "2025-06-16", "2025-06-20", "2025-12-31"];
  await seedRows(
    world,
    mine.id,
    days.map((date, index) => bankRow({ index: index + 1, ordinal, date })),
  );
  expect(await imported(mine, "history", file(...purchases("20250202", "20250612")), "&ends_on=2025-06-15")).toMatchObject({
    result: { imported: true, imported_entries: 2 },
  });
  await mine.post("/api/ledger/validate", { through: "2025-12-31" }, WAIT);
  expect((await entries(mine, 2025)).map(({ date }) => date)).toEqual([
    "2025-02-02",
    "2025-06-12",
    "2025-06-16",
    "2025-06-20",
    "2025-12-31",
  ]);
  const [year] = await years(mine);
  const closed = await mine.post(`/api/ledger/years/${year?.id}/close`, { accept_suspense: true }, WAIT);
  expect(closed.body).toMatchObject({ status: "done", result: { opening_number: 1 } });
  expect(await imported(mine, "history", file(...purchases("20240202")))).toMatchObject({ refusal: "year.not_contiguous" });
  expect(await years(mine)).toHaveLength(2);
});

it("believes a file no further than its last entry's month, and no further than the entry in a month that runs", async () => {
  const throughOf = async (raw: string, more = "") => {
    const mine = await company(world);
    expect(await imported(mine, "history", raw, more)).toMatchObject({ result: { imported: true } });
    return (await years(mine)).find(({ last_number }) => last_number > 0)?.validated_through;
  };
  expect(await throughOf(file(...purchases("20260202", "20260615")))).toBe("2026-06-30");
  expect(await throughOf(file(...purchases("20261110")), "&ends_on=2026-12-15")).toBe("2026-11-10");
  expect(await throughOf(file(...purchases("20261110")))).toBe("2026-11-10");
  expect(await throughOf(file(...purchases("20261110")), "&file_name=123456782FEC20261231.txt")).toBe("2026-11-10");
  expect(await throughOf(file(...purchases("20250630")))).toBe("2025-06-30");
  expect(await throughOf(file(...purchases("20250630")), "&file_name=123456782FEC20251231.txt")).toBe("2025-12-31");
  expect(await throughOf(file(...purchases("20251203")))).toBe("2025-12-31");
});

it("never makes a year as long as its file: the company's closing day or what was said makes it", async () => {
  const mine = await company(world);
  const short = file(...purchases("20240902", "20241231"));
  expect(await imported(mine, "history", short)).toMatchObject({ result: { imported: true } });
  expect((await years(mine))[0]).toMatchObject({ starts_on: "2024-01-01", ends_on: "2024-12-31" });
  const theirs = await company(world);
  const long = file(...purchases("20231002", "20241231"));
  expect(problemsOf(await imported(theirs, "history", long))).toEqual(["outside_year"]);
  expect(problemsOf(await imported(theirs, "history", long, "&starts_on=2022-12-31&ends_on=2024-12-31"))).toEqual(["no_year"]);
  expect(await years(theirs)).toHaveLength(2);
  expect(await imported(theirs, "history", long, "&starts_on=2023-10-01&ends_on=2024-12-31")).toMatchObject({ result: { imported: true } });
  expect((await years(theirs))[0]).toMatchObject({ starts_on: "2023-10-01", ends_on: "2024-12-31" });
  expect(await imported(await company(world), "history", file(...purchases("20220303")))).toMatchObject({ refusal: "year.not_contiguous" });
});

it("refuses entries of days to come, and balances of a year that is not over", async () => {
  const mine = await company(world);
  expect(problemsOf(await imported(mine, "history", file(...purchases("20261201"))))).toEqual(["in_future"]);
  expect(problemsOf(await imported(mine, "opening", file(...purchases("20260615"))))).toEqual(["not_closed"]);
  expect(problemsOf(await imported(mine, "opening", file(...purchases("20250615")), "&ends_on=2025-06-30"))).toEqual(["not_closed"]);
  expect(await years(mine)).toHaveLength(2);
});

it("keeps every entry of foreign journals called CL or AN, apart from our closing and opening", async () => {
  const mine = await company(world);
  const raw = file(
    line(["AN", "1", "20250101"], "512000", "500,00", "0,00"),
    line(["AN", "1", "20250101"], "101300", "0,00", "500,00"),
    line(["CL", "2", "20250203"], "411000", "120,00", "0,00", { label: "Clients" }),
    line(["CL", "2", "20250203"], "706000", "0,00", "120,00", { label: "Clients" }),
    line(["OD", "3", "20251231"], "706000", "120,00", "0,00"),
    line(["OD", "3", "20251231"], "120000", "0,00", "120,00"),
  );
  expect(await imported(mine, "history", raw)).toMatchObject({
    result: { imported: true, imported_entries: 2, closing_entries_left_out: 1, centralisation_entries_left_out: 0 },
  });
  expect(await signed(mine, 2025)).toEqual({ "512000": 50_000, "101300": -50_000, "411000": 12_000, "706000": -12_000 });
  const journals = (await entries(mine, 2025)).map(({ journal }) => journal);
  expect(journals).toEqual(["AN", expect.stringMatching(/^CL-[0-9A-Z]{4}$/)]);
});

it("leaves out what centralisation journals repeat, unless the file has nothing else", async () => {
  const mine = await company(world);
  const opening = ["512000", "101300"].map((account, index) =>
    line(["AN", "1", "20250101"], account, ["500,00", "0,00"][index] ?? "", ["0,00", "500,00"][index] ?? ""),
  );
  const central = [
    line(["CEN", "9", "20250331"], "606300", "100,00", "0,00", { label: "Centralisation des achats" }),
    line(["CEN", "9", "20250331"], "512000", "0,00", "100,00", { label: "Centralisation des achats" }),
  ];
  const own = purchases("20250310");
  expect(await imported(mine, "history", file(...opening, ...own, ...central))).toMatchObject({
    result: { imported: true, imported_entries: 2, imported_lines: 4, centralisation_entries_left_out: 1 },
  });
  expect(await signed(mine, 2025)).toEqual(sumsOf(file(...opening, ...own)));
  const theirs = await company(world);
  expect(await imported(theirs, "history", file(...opening, ...central))).toMatchObject({
    result: { imported: true, imported_entries: 2, centralisation_entries_left_out: 0 },
  });
});

it("keeps the opening its file gives, whatever little is booked of the year before: the bank's older rows are in it", async () => {
  const mine = await company(world);
  const { ordinal } = await openAccount(mine);
  await seedRows(world, mine.id, [bankRow({ index: 1, ordinal, date: "2024-11-05" }), bankRow({ index: 2, ordinal, date: "2025-02-05" })]);
  const opening = [
    line(["AN", "1", "20250101"], "512000", "500,00", "0,00", { label: "À nouveaux" }),
    line(["AN", "1", "20250101"], "101300", "0,00", "500,00", { label: "À nouveaux" }),
  ];
  const raw = file(...opening, ...purchases("20250303"));
  expect(await imported(mine, "history", raw, "&ends_on=2025-12-31")).toMatchObject({ result: { imported: true, imported_entries: 2 } });
  expect((await mine.post("/api/ledger/years", { starts_on: "2024-01-01", ends_on: "2024-12-31" })).status).toBe(201);
  const lines = [
    { account: "607000", debit_cents: 900 },
    { account: "401000", credit_cents: 900 },
  ];
  const stray = { date: "2024-12-30", label: "Oubli", piece_ref: "O1", lines };
  expect((await mine.post("/api/ledger/entries", stray)).status).toBe(201);
  await mine.post("/api/ledger/validate", { through: "2025-12-31" }, WAIT);
  expect((await entries(mine, 2024)).map(({ source }) => source.kind)).toEqual(["manual"]);
  expect(await signed(mine, 2025)).toEqual(sumsOf(raw));
});

it("refuses the file of another company, told by its name", async () => {
  const mine = await company(world);
  for (const name of ["552100554FEC20251231.txt", "APERCU_552100554FEC20251231.txt", "552100554fec20251231_copie.txt"]) {
    const theirs = await imported(mine, "history", file(...purchases("20250303")), `&file_name=${name}`);
    expect(theirs, name).toMatchObject({ result: { imported: false } });
    expect(problemsOf(theirs), name).toEqual(["other_company"]);
  }
});

it("opens a year with one file: the same again changes nothing, another one is refused", async () => {
  const mine = await company(world);
  const name = "&file_name=123456782FEC20241231.txt";
  const [one, other] = [file(...purchases("20240310")), file(...purchases("20240310", "20240410"))];
  expect(await imported(mine, "opening", one, name)).toMatchObject({ result: { imported: true } });
  expect(await imported(mine, "opening", one, name)).toMatchObject({ result: { imported: true } });
  expect(await imported(mine, "opening", other, name)).toMatchObject({ status: "failed", refusal: "year.has_books" });
  expect(await imported(mine, "history", one, name)).toMatchObject({ result: { imported: true, imported_entries: 1 } });
  expect(await signed(mine, 2025)).toEqual({ "129000": 10_000, "512000": -10_000 });
});

it("letters on after an import: codes of the file are passed over, two that would look alike stay two, and any can be undone", async () => {
  const mine = await company(world);
  const client = (entry: readonly [string, string, string], debit: string, credit: string, letter = "") =>
    line(entry, "411000", debit, credit, { aux: "DUPONT", ...(letter && { letter }) });
  const sale = (number: string, amount: string, letter = "", paid = amount) => [
    client(["VT", number, "20250201"], amount, "0,00", letter),
    line(["VT", number, "20250201"], "706000", "0,00", amount),
    client(["BQ", `${number}0`, "20250301"], "0,00", paid, letter),
    line(["BQ", `${number}0`, "20250301"], "512000", paid, "0,00"),
  ];
  const raw = file(
    ...[...sale("1", "100,00", "a"), ...sale("2", "200,00", "A", "150,00"), ...sale("3", "300,00", "C"), ...sale("4", "40,00", "007")],
    ...sale("5", "50,00"),
  );
  expect(await imported(mine, "history", raw)).toMatchObject({ result: { imported: true, letterings: 4 } });
  expect(await imported(mine, "history", raw)).toMatchObject({ result: { imported: true, letterings: 4 } });
  const [year] = await years(mine);
  expect((await mine.post("/api/ledger/lettering", { mode: "auto", year_id: year?.id }, WAIT)).body).toMatchObject({
    status: "done",
    result: { groups: 1, lines: 2 },
  });
  const { body } = await mine.get("/api/ledger/general-ledger?year=2025&account=411000&third_party=DUPONT");
  const lines = body["data"] as { number: number; lettering: { code: string } | null }[];
  const codes = lines.map(({ number, lettering }) => [number, lettering?.code ?? null]);
  expect(Object.fromEntries(codes)).toEqual({
    ...{ 1: "a", 2: "a", 3: "d", 4: "d", 5: "C", 6: "C", 7: "007", 8: "007", 9: "E", 10: "E" },
  });
  const undone = `/api/ledger/lettering/007?year_id=${year?.id}&account=411000&third_party=DUPONT`;
  expect((await mine.as("DELETE", undone)).status).toBe(204);
});
