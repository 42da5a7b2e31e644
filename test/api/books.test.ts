import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { businessDate } from "#domain/dates";
import { CompanyId, FiscalYearId } from "#domain/ids";
import { checkChain, genesis } from "#domain/ledger/chain";
import { companies } from "#store/companies";
import { entries } from "#store/entries";
import { seedEntries } from "#test/books/seeded-entries";
import { bankRow, openAccount, seedRows } from "#test/rows";
import { company, type TestWorld, testWorld, tokenFor } from "#test/world";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.end());

type Mine = Awaited<ReturnType<typeof company>>;
const WAIT = { prefer: "wait=20" };
const validate = (mine: Mine, through: string) => mine.post("/api/ledger/validate", { through }, WAIT);
const yearOf = async (mine: Mine, year: number) => {
  const { body } = await mine.get("/api/ledger/years");
  const found = (body["data"] as { id: string; ends_on: string; last_number: number; validated_through: string }[]).find(({ ends_on }) =>
    ends_on.startsWith(String(year)),
  );
  if (!found) throw new Error("no such year");
  return found;
};
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

async function bookkeeping(rows: number): Promise<Mine> {
  const mine = await company(world);
  const { ordinal } = await openAccount(mine);
  await seedRows(
    world,
    mine.id,
    Array.from({ length: rows }, (_, index) => bankRow({ index, ordinal })),
  );
  return mine;
}

describe("drafts", () => {
  it("are derived from bank rows and not stored, and go when they are validated", async () => {
    const mine = await bookkeeping(12);
    const drafts = await mine.get("/api/ledger/entries?status=draft&year=2025&limit=5");
    expect(drafts.body["data"]).toMatchObject(Array.from({ length: 5 }, () => ({ status: "draft", number: null, journal: "BQ1" })));
    expect(drafts.headers["numma-cost"]).toContain("wru=0");
    const second = await mine.get(
      `/api/ledger/entries?status=draft&year=2025&limit=5&cursor=${encodeURIComponent(String(drafts.body["next_cursor"]))}`,
    );
    expect((second.body["data"] as unknown[]).length).toBe(5);
    await validate(mine, "2025-12-31");
    expect((await mine.get("/api/ledger/entries?status=draft&year=2025")).body["data"]).toEqual([]);
  });
});

describe("validation", () => {
  it("numbers every row once, in date order, in one chain, and the trial balance is the sum of the entries", async () => {
    const mine = await bookkeeping(160);
    const done = await validate(mine, "2025-12-31");
    expect(done).toMatchObject({
      status: 200,
      body: { status: "done", done: 160, result: { entries: 160, last_numbers: [{ last_number: 160 }] } },
    });
    const year = await yearOf(mine, 2025);
    const companyId = CompanyId.parse(mine.id);
    const kept = [];
    for await (const entry of entries(world.table(companyId), companyId, FiscalYearId.parse(year.id)).through(1_000)) kept.push(entry);
    expect(kept.map(({ number }) => number)).toEqual(Array.from({ length: 160 }, (_, index) => index + 1));
    expect(kept.map(({ date }) => date)).toEqual(kept.map(({ date }) => date).sort());
    expect(await checkChain(kept, genesis(companyId, businessDate("2025-01-01"), sha256), sha256)).toMatchObject({
      intact: true,
      lastNumber: 160,
    });
    const lines = kept.flatMap((entry) => entry.lines);
    const { body } = await mine.get("/api/ledger/trial-balance?year=2025");
    for (const row of body["rows"] as { account: string; debit_cents: number; credit_cents: number }[]) {
      const sum = (side: string) =>
        lines
          .filter((line) => line.account === row.account && line.side === side)
          .reduce((total, { amountCents }) => total + amountCents, 0);
      expect({ debit: row.debit_cents, credit: row.credit_cents }, row.account).toEqual({ debit: sum("debit"), credit: sum("credit") });
    }
    expect(body["totals"]).toSatisfy(
      (totals: { debit_cents: number; credit_cents: number }) => totals.debit_cents === totals.credit_cents && totals.debit_cents > 0,
    );
  });

  it("asked twice at once, or again, gives one gapless sequence", async () => {
    const mine = await bookkeeping(120);
    const both = await Promise.all([validate(mine, "2025-12-31"), validate(mine, "2025-12-31")]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    expect(await yearOf(mine, 2025)).toMatchObject({ last_number: 120, validated_through: "2025-12-31" });
    expect((await validate(mine, "2025-12-31")).body).toMatchObject({ result: { entries: 0 } });
  });

  it("takes a row that arrives late in a month already validated, at the next number", async () => {
    const mine = await bookkeeping(20);
    await validate(mine, "2025-12-31");
    await seedRows(world, mine.id, [bankRow({ index: 5_000, ordinal: 1, amount: -1_234, date: "2025-01-03" })]);
    expect((await mine.get("/api/ledger/entries?status=draft&year=2025")).body["data"]).toMatchObject([{ debit_cents: 1_234 }]);
    expect((await validate(mine, "2025-12-31")).body).toMatchObject({ result: { entries: 1, last_numbers: [{ last_number: 21 }] } });
  });

  it("leaves pending, future, foreign and zero rows out", async () => {
    const mine = await company(world);
    const { ordinal } = await openAccount(mine);
    const base = { ordinal, date: "2025-04-04" };
    await seedRows(world, mine.id, [
      bankRow({ ...base, index: 1, status: "pending" }),
      bankRow({ ...base, index: 2, status: "future" }),
      bankRow({ ...base, index: 3, amount: 0 }),
      bankRow({ ...base, index: 4, amount: -100 }),
    ]);
    expect((await validate(mine, "2025-12-31")).body).toMatchObject({ result: { entries: 1 } });
  });

  it("opens the years that have begun since, so books never fall between two", async () => {
    const later = await testWorld({ start: "2026-11-25T11:00:00.000Z" });
    const mine = await company(later);
    later.clock.set("2028-03-01T11:00:00.000Z");
    const token = await tokenFor(later, { personId: mine.personId, companyId: mine.id, role: "owner" });
    const { ordinal } = await openAccount({ ...mine, post: (path, body) => later.request("POST", path, { body, token }) });
    await seedRows(later, mine.id, [
      bankRow({ index: 1, ordinal, date: "2027-05-05" }),
      bankRow({ index: 2, ordinal, date: "2028-01-05" }),
    ]);
    const done = await later.request("POST", "/api/ledger/validate", { body: { through: "2028-02-29" }, token, headers: WAIT });
    expect(done.body).toMatchObject({ result: { entries: 3 } });
    const years = (await later.request("GET", "/api/ledger/years", { token })).body["data"] as { starts_on: string; last_number: number }[];
    expect(years.map(({ starts_on, last_number }) => [starts_on, last_number])).toEqual([
      ["2025-01-01", 0],
      ["2026-01-01", 0],
      ["2027-01-01", 1],
      ["2028-01-01", 2],
    ]);
    await later.end();
  });

  it("refuses a date to come and an unknown year", async () => {
    const mine = await company(world);
    expect(await mine.post("/api/ledger/validate", { through: "2026-11-26" })).toMatchObject({
      status: 422,
      body: { code: "ledger.through_in_future", errors: [{ pointer: "/through" }] },
    });
    expect(await mine.post("/api/ledger/validate", { through: "2019-01-01" })).toMatchObject({
      status: 404,
      body: { code: "year.not_found" },
    });
    expect(await mine.get("/api/ledger/trial-balance?year=1999")).toMatchObject({ status: 404 });
    expect(await mine.get("/api/ledger/trial-balance?year=2025&month=2024-12")).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: "/query/month" }] },
    });
  });
});

describe("the FEC", () => {
  it("of a finished, validated year has its legal name, passes the checker, and is the same object each time", async () => {
    const mine = await bookkeeping(90);
    await validate(mine, "2025-12-31");
    const json = await mine.as("GET", "/api/exports/fec?year=2025", { headers: { ...WAIT, accept: "application/json" } });
    expect(json).toMatchObject({
      status: 200,
      body: {
        status: "done",
        file_name: "123456782FEC20251231.txt",
        preview: false,
        lines: 180,
        report: { verdict: "conforme", findings: [] },
      },
    });
    const link = await fetch(String(json.body["url"]));
    const text = await link.text();
    expect(link.headers.get("content-disposition")).toBe('attachment; filename="123456782FEC20251231.txt"');
    expect(sha256(text)).toBe(json.body["sha256"]);
    expect(text.split("\r\n")[0]?.split("\t")).toHaveLength(18);
    expect((await (await fetch(String(json.body["notice_url"]))).text()).length).toBeGreaterThan(500);
    const again = await mine.get("/api/exports/fec?year=2025");
    expect(again).toMatchObject({ status: 303 });
    expect(new URL(again.headers["location"] ?? "").pathname).toBe(new URL(String(json.body["url"])).pathname);
    expect(again.headers["numma-cost"]).toContain("wru=0");
  });

  it("is a preview while rows wait, and the official one is refused", async () => {
    const mine = await bookkeeping(10);
    await validate(mine, "2025-01-05");
    const preview = await mine.as("GET", "/api/exports/fec?year=2025", { headers: { ...WAIT, accept: "application/json" } });
    expect(preview.body).toMatchObject({ preview: true, file_name: "APERCU_123456782FEC20251231.txt" });
    expect(await mine.get("/api/exports/fec?year=2025&official=true")).toMatchObject({ status: 409, body: { code: "export.refused" } });
  });

  it("of a year after booked ones begins with its opening entry, number 1, which is what the year before closed with", async () => {
    const mine = await bookkeeping(10);
    await seedRows(world, mine.id, [bankRow({ index: 900, ordinal: 1, date: "2026-02-02" })]);
    await validate(mine, "2026-10-31");
    const json = await mine.as("GET", "/api/exports/fec?year=2026", { headers: { ...WAIT, accept: "application/json" } });
    expect(json.body).toMatchObject({ preview: true, report: { verdict: "conforme", findings: [{ code: "N05" }] } });
    const lines = (await (await fetch(String(json.body["url"]))).text())
      .split("\r\n")
      .slice(1)
      .map((line) => line.split("\t"));
    expect(lines[0]?.slice(0, 4)).toEqual(["AN", "À-nouveaux", "1", "20260101"]);
    expect(lines.filter(([journal]) => journal === "AN").every(([, , , , account]) => /^[1-5]/.test(account ?? ""))).toBe(true);
    const before = (await mine.get("/api/ledger/trial-balance?year=2025")).body as { rows: Record<string, number | string>[] };
    const cash = before.rows.find(({ account }) => account === "512001");
    expect((await mine.get("/api/ledger/trial-balance?year=2026")).body["rows"]).toContainEqual(
      expect.objectContaining({ account: "512001", opening_debit_cents: cash?.["debit_balance_cents"] }),
    );
    expect((await mine.get("/api/exports/fec?year=2026&official=true")).status).toBe(409);
  });

  it("of a year without entries is refused by name; of another company's export, unknown", async () => {
    const [mine, theirs] = [await company(world), await bookkeeping(3)];
    expect(await mine.get("/api/exports/fec?year=2025")).toMatchObject({ status: 409, body: { code: "export.empty" } });
    await validate(theirs, "2025-12-31");
    const made = await theirs.as("GET", "/api/exports/fec?year=2025", { headers: { ...WAIT, accept: "application/json" } });
    expect(await mine.get(`/api/exports/${made.body["id"]}`)).toMatchObject({ status: 404 });
    const tampered = await fetch(String(made.body["url"]).replace("FEC2025", "FEC2024"));
    expect(tampered.status).toBe(403);
  });
});

it("reads the trial balance for the same units at 300 and at 3 000 entries", async () => {
  const cost = async (size: number) => {
    const mine = await company(world);
    const table = world.table(mine.id);
    const [year] = await companies(table, mine.id).years();
    if (!year) throw new Error("no year");
    await seedEntries(table, mine.id, year, { entries: size, lines: 4 });
    const { headers, body } = await mine.get("/api/ledger/trial-balance?year=2025");
    expect(body["rows"]).toHaveLength(4);
    return headers["numma-cost"];
  };
  expect(await cost(3_000)).toBe(await cost(300));
});

it("numbers every business event of a company in its change feed, once", async () => {
  const mine = await bookkeeping(30);
  await validate(mine, "2025-12-31");
  await world.idle();
  const companyId = CompanyId.parse(mine.id);
  const query = (pk: string) =>
    world
      .table(companyId)
      .query({ KeyConditionExpression: "#pk = :pk", ExpressionAttributeNames: { "#pk": "pk" }, ExpressionAttributeValues: { ":pk": pk } });
  const outbox = (await query(`COMPANY#${companyId}#OUTBOX`)).items;
  const feed = (await query(`COMPANY#${companyId}#AUDIT`)).items;
  expect(feed.map(({ sk }) => sk)).toEqual(feed.map((_, index) => String(index + 1).padStart(12, "0")));
  expect(feed.map(({ eventId }) => eventId).sort()).toEqual(outbox.map(({ sk }) => String(sk).slice(4)).sort());
  expect(world.errors).toEqual([]);
});
