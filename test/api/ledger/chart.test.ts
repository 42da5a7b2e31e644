import { afterAll, beforeAll, expect, it } from "vitest";
import { balance, booked, dataOf, draft, entryOf, expectRefusal, line, type Mine, validate } from "#test/ledger";
import { bankRow, openAccount, seedRows } from "#test/rows";
import { company, type TestWorld, testWorld } from "#test/world";

let world: TestWorld;
let mine: Mine;
beforeAll(async () => {
  world = await testWorld();
  mine = await company(world);
});
afterAll(() => world.end());

type Account = {
  readonly number: string;
  readonly label: string;
  readonly own: boolean;
  readonly moved: boolean;
  readonly charts: string[];
};
const chart = async (query: string): Promise<readonly Account[]> => dataOf(await mine.get(`/api/ledger/accounts?${query}`));
const open = (number: string, label: string) => mine.post("/api/ledger/accounts", { number, label });

it("a company's own sub-account keeps the name it was given, in the chart, in entries and in balances", async () => {
  expect(await open("6132A", "Loyer de l'atelier\u202e")).toMatchObject({ status: 400, body: { errors: [{ pointer: "/label" }] } });
  expect(await open("6132A", "Loyer de l'atelier")).toMatchObject({
    status: 201,
    body: { number: "6132A0", label: "Loyer de l'atelier", own: true, moved: false, charts: [], kind: "charge", takes_third_party: false },
  });
  expectRefusal(await open("6132A0", "Autre nom"), "ledger.account_exists", "/number");
  expectRefusal(await open("613200", "Loyers"), "ledger.account_exists", "/number");
  expectRefusal(await open("512001", "Ma banque"), "ledger.account_exists", "/number");
  for (const wrong of ["8010", "9XX", "41é", "banque"]) expectRefusal(await open(wrong, "X"), "ledger.account_unknown", "/number");
  expectRefusal(await open("6132B", "\u200b"), "request.invalid", "/label");
  const made = await draft(mine, "2025-03-31", [line("6132a", 900), line("467000", -900, { third_party: { name: "Bailleur" } })]);
  expect(made.lines[0]).toMatchObject({ account: "6132A0", account_label: "Loyer de l'atelier" });
  await validate(mine, "2025-12-31");
  expect((await balance(mine, "year=2025")).get("6132A0")).toMatchObject({ label: "Loyer de l'atelier", debit_balance_cents: 900 });
  expect(await chart("year=2025&search=6132A")).toMatchObject([{ number: "6132A0", label: "Loyer de l'atelier", own: true, moved: true }]);
  expectRefusal(await open("467000", "Débiteurs"), "ledger.account_exists");
  await draft(mine, "2025-03-31", [line("6132C", 100), line("530000", -100)]);
  await validate(mine, "2025-12-31");
  expectRefusal(await open("6132C", "Trop tard"), "ledger.account_exists");
});

it("the chart lists what moved or not, finds by number and by name, and pages without a gap", async () => {
  expect((await chart("year=2025&used=true")).map(({ number }) => number)).toEqual(["467000", "530000", "6132A0", "6132C0"]);
  expect((await chart("year=2025&used=false&search=6132")).map(({ number }) => number)).toEqual(["613200"]);
  expect((await chart("year=2025&search=LOYER")).map(({ number }) => number)).toContain("6132A0");
  expect(await chart("year=2025&search=introuvable")).toEqual([]);
  const whole: string[] = [];
  let cursor = "";
  let pages = 0;
  do {
    const answer = await mine.get(`/api/ledger/accounts?year=2025&limit=150${cursor}`);
    whole.push(...dataOf<Account>(answer).map(({ number }) => number));
    cursor = answer.body["next_cursor"] === null ? "" : `&cursor=${encodeURIComponent(String(answer.body["next_cursor"]))}`;
    pages += 1;
  } while (cursor !== "" && pages < 20);
  expect(pages).toBeGreaterThan(2);
  expect(whole).toEqual([...new Set(whole)].sort());
  expect(whole).toContain("6132A0");
  const first = await mine.get("/api/ledger/accounts?year=2025&limit=150");
  const stolen = encodeURIComponent(String(first.body["next_cursor"]));
  expectRefusal(await mine.get(`/api/ledger/accounts?year=2026&limit=150&cursor=${stolen}`), "request.bad_cursor");
});

it("a bank account has one name in the books, whoever writes on it, and each journal says how many entries it has", async () => {
  const { ordinal } = await openAccount(mine, "Compte pro");
  await seedRows(world, mine.id, [bankRow({ index: 1, ordinal, amount: -500, date: "2025-04-01" })]);
  const own = await draft(mine, "2025-04-02", [line("627000", 250), line("512001", -250)]);
  expect(own.lines[1]).toMatchObject({ account: "512001", account_label: "Banque Horizon Compte pro" });
  await validate(mine, "2025-12-31");
  const names = (await booked(mine, 2025)).flatMap(({ lines }) => lines.filter(({ account }) => account === "512001"));
  expect(names.map(({ account_label }) => account_label)).toEqual(["Banque Horizon Compte pro", "Banque Horizon Compte pro"]);
  expect(dataOf(await mine.get("/api/ledger/journals?year=2025"))).toEqual([
    { code: "VE", label: expect.any(String), kind: "sales", entries: 0, ledger_account: null },
    { code: "AC", label: expect.any(String), kind: "purchases", entries: 0, ledger_account: null },
    { code: "OD", label: "Opérations diverses", kind: "miscellaneous", entries: 3, ledger_account: null },
    { code: "AN", label: "À-nouveaux", kind: "opening", entries: 0, ledger_account: null },
    { code: "CL", label: expect.any(String), kind: "closing", entries: 0, ledger_account: null },
    { code: "BQ1", label: "Banque Horizon Compte pro", kind: "bank", entries: 1, ledger_account: "512001" },
  ]);
});

it("a third party's code has one name in the books, the first it was given", async () => {
  const other = await company(world);
  const sale = (cents: number, party: object) => [line("411000", cents, { third_party: party }), line("706000", -cents)];
  await draft(other, "2025-01-10", sale(1_000, { code: "C001", name: "Dupont" }));
  await validate(other, "2025-12-31");
  await draft(other, "2025-01-10", sale(100, { name: "Épicerie Fine" }));
  await validate(other, "2025-12-31");
  expect((await draft(other, "2026-01-11", sale(100, { name: "EPICERIE  fine" }))).lines[0]?.third_party?.name).toBe("Épicerie Fine");
  expectRefusal(
    await other.post("/api/ledger/entries", entryOf("2025-01-11", sale(500, { code: "C001", name: "Durand" }))),
    "request.invalid",
    "/lines/0/third_party/name",
  );
  expect((await other.post("/api/ledger/entries", entryOf("2025-01-11", sale(500, { code: "C001", name: " Dupont\u200b" })))).status).toBe(
    201,
  );
});

it("the years follow each other without a gap and without end", async () => {
  const other = await company(world);
  const openYear = (starts_on: string, ends_on: string) => other.post("/api/ledger/years", { starts_on, ends_on });
  expectRefusal(await openYear("2027-02-01", "2027-12-31"), "year.not_contiguous", "/starts_on");
  expectRefusal(await openYear("2026-06-01", "2027-05-31"), "year.not_contiguous");
  expectRefusal(await openYear("2027-01-01", "2026-12-31"), "request.invalid", "/ends_on");
  expectRefusal(await openYear("2027-01-01", "2029-01-31"), "request.invalid", "/ends_on");
  expect(await openYear("2027-01-01", "2027-09-30")).toMatchObject({
    status: 201,
    body: { status: "open", last_number: 0, locked_through: null },
  });
  expect((await openYear("2023-07-15", "2024-12-31")).status).toBe(201);
  expect(dataOf<{ starts_on: string }>(await other.get("/api/ledger/years")).map(({ starts_on }) => starts_on)).toEqual([
    ...["2023-07-15", "2025-01-01", "2026-01-01", "2027-01-01"],
  ]);
});
