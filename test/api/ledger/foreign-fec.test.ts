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
/** 2024 of a company kept elsewhere: opening, a sale and its payment lettered, a purchase left open, salaries, five-digit accounts. */
const FOREIGN = [
  HEADER,
  line(["AN", "1", "20240101"], "512", "1000,00", "0,00"),
  line(["AN", "1", "20240101"], "1013", "0,00", "1000,00"),
  line(["VT", "2", "20240210"], "411", "1200,00", "0,00", { aux: "C-DUPONT", letter: "A", piece: "F1" }),
  line(["VT", "2", "20240210"], "7060000", "0,00", "1000,00", { piece: "F1" }),
  line(["VT", "2", "20240210"], "44571", "0,00", "200,00", { piece: "F1" }),
  line(["BNP", "3", "20240305"], "512", "1200,00", "0,00"),
  line(["BNP", "3", "20240305"], "411", "0,00", "1200,00", { aux: "C-DUPONT", letter: "A" }),
  line(["HA", "4", "20240406"], "6063", "50,00", "0,00"),
  line(["HA", "4", "20240406"], "44566", "10,00", "0,00"),
  line(["HA", "4", "20240406"], "401", "0,00", "60,00", { aux: "F-PAPIER", piece: "P-77" }),
  line(["OD", "5", "20241231"], "6411", "300,00", "0,00"),
  line(["OD", "5", "20241231"], "421", "0,00", "300,00"),
].join("\r\n");

const NAME = "123456782FEC20241231.txt";
const post = (mine: Mine, path: string, raw: string | Buffer) =>
  mine.as("POST", path, { raw, headers: { "content-type": "text/plain", ...WAIT } });
const importing = (mine: Mine, mode: string, raw: string | Buffer = FOREIGN, more = "") =>
  post(mine, `/api/ledger/import/fec?mode=${mode}&file_name=${NAME}${more}`, raw);

type Row = { account: string; debit_balance_cents: number; credit_balance_cents: number; opening_debit_cents: number; debit_cents: number };
const balance = async (mine: Mine, year: number, more = ""): Promise<Row[]> =>
  (await mine.get(`/api/ledger/trial-balance?year=${year}${more}`)).body["rows"] as Row[];
const signed = (rows: readonly Row[]) =>
  Object.fromEntries(
    rows.map((row) => [row.account, row.debit_balance_cents - row.credit_balance_cents]).filter(([, cents]) => cents !== 0),
  );

const exported = async (mine: Mine, year: number) => {
  const { body } = await mine.as("GET", `/api/exports/fec?year=${year}`, { headers: { ...WAIT, accept: "application/json" } });
  return { body, text: await (await fetch(String(body["url"]))).text() };
};

it("checks a file sent in the request and keeps nothing of it", async () => {
  const mine = await company(world);
  const clean = await post(mine, `/api/ledger/fec/check?file_name=${NAME}`, FOREIGN);
  expect(clean).toMatchObject({
    status: 200,
    body: { lines: 12, entries: 5, debit_cents: 376_000, credit_cents: 376_000, charset: "utf-8" },
  });
  expect((clean.body["findings"] as { level: string }[]).filter(({ level }) => level === "error")).toEqual([]);
  expect(clean.headers["numma-cost"]).toContain("wru=0");
  const broken = await post(
    mine,
    "/api/ledger/fec/check?ends_on=2024-12-31",
    FOREIGN.replace("1000,00\t0,00", "1001,00\t0,00").replace("20240305", "20240230"),
  );
  expect(broken.body).toMatchObject({ verdict: "non_conforme" });
  const codes = (broken.body["findings"] as { code: string; line: number; message: string }[]).map(({ code, line: at }) => [code, at]);
  expect(codes).toEqual(
    expect.arrayContaining([
      ["E01", 2],
      ["D02", 7],
    ]),
  );
});

it("refuses an empty body, a file over four megabytes and an upload that is not there", async () => {
  const mine = await company(world);
  expect(await post(mine, "/api/ledger/fec/check", "")).toMatchObject({ status: 400, body: { code: "request.invalid" } });
  expect(await post(mine, "/api/ledger/fec/check", "x".repeat(4_200_000))).toMatchObject({ status: 413 });
  expect(await mine.post("/api/ledger/fec/check", { upload_id: "upl_01J00000000000000000000000" })).toMatchObject({
    status: 404,
    body: { code: "upload.not_found" },
  });
  expect(await mine.post("/api/ledger/fec/check", { upload: 1 })).toMatchObject({ status: 400 });
  expect(await post(mine, "/api/ledger/fec/check", Buffer.alloc(2_000, 0))).toMatchObject({
    status: 200,
    body: { verdict: "non_conforme" },
  });
});

it("takes over a whole year: every entry, account and letter, and exports the same trial balance", async () => {
  const mine = await company(world);
  const dry = await importing(mine, "history", FOREIGN, "&dry_run=true");
  expect(dry.body).toMatchObject({ status: "done", result: { imported: false, imported_entries: 5, problem_count: 0, year_id: null } });
  expect(((await mine.get("/api/ledger/years")).body["data"] as unknown[]).length).toBe(2);
  const done = await importing(mine, "history");
  expect(done.body).toMatchObject({ status: "done", result: { imported: true, imported_entries: 5, imported_lines: 12, letterings: 1 } });
  expect(signed(await balance(mine, 2024))).toEqual(sumsOf(FOREIGN));
  expect(signed(await balance(mine, 2024))).toEqual({
    "512000": 220_000,
    "101300": -100_000,
    "7060000": -100_000,
    "445710": -20_000,
    "606300": 5_000,
    "445660": 1_000,
    "401000": -6_000,
    "641100": 30_000,
    "421000": -30_000,
  });
  const { body, text } = await exported(mine, 2024);
  expect(body).toMatchObject({ preview: false, file_name: NAME, report: { entries: 5, lines: 12 } });
  expect(sumsOf(text)).toEqual(sumsOf(FOREIGN));
  expect(text.split("\r\n").filter((one) => one.split("\t")[13] === "A")).toHaveLength(2);
  expect((await mine.get("/api/ledger/integrity?year=2024")).body).toMatchObject({ intact: true, entries: 5 });
  expect((await mine.get("/api/ledger/journals?year=2024")).body["data"]).toContainEqual(
    expect.objectContaining({ code: "BNP", kind: "imported", entries: 1 }),
  );
});

it("imported twice adds nothing; another file of the same year, and a year with books, are refused", async () => {
  const mine = await company(world);
  await importing(mine, "history");
  expect((await importing(mine, "history")).body).toMatchObject({ result: { imported: true, imported_entries: 5 } });
  expect((await mine.get("/api/ledger/entries?year=2024")).body["data"]).toHaveLength(5);
  const other = FOREIGN.replace("50,00	0,00", "51,00	0,00").replace("0,00	60,00", "0,00	61,00");
  expect((await importing(mine, "history", other)).body).toMatchObject({ status: "failed", refusal: "year.has_books" });
});

it("never books bank rows of an imported year, and opens the next year with what it closed with", async () => {
  const mine = await company(world);
  const { ordinal } = await openAccount(mine);
  await importing(mine, "history");
  await seedRows(world, mine.id, [
    bankRow({ index: 1, ordinal, date: "2025-01-15", amount: -5_000 }),
    bankRow({ index: 2, ordinal, date: "2025-02-15", amount: 7_000 }),
  ]);
  await mine.post("/api/ledger/validate", { through: "2025-06-30" }, WAIT);
  const opened = await balance(mine, 2025);
  expect(opened.find(({ account }) => account === "512000")?.opening_debit_cents).toBe(220_000);
  expect(signed(opened)["120000"]).toBe(-65_000);
  expect((await mine.get("/api/ledger/integrity?year=2025")).body).toMatchObject({ intact: true });
});

it("opens a year with the balances of a file alone, under the account numbers asked for", async () => {
  const mine = await company(world);
  const done = await importing(mine, "opening", FOREIGN, "&accounts=512:512001");
  expect(done.body).toMatchObject({ status: "done", result: { imported: true, imported_entries: 1 } });
  expect(signed(await balance(mine, 2025))).toEqual({
    "101300": -100_000,
    "120000": -65_000,
    "401000": -6_000,
    "421000": -30_000,
    "445660": 1_000,
    "445710": -20_000,
    "512001": 220_000,
  });
  const parties = await balance(mine, 2025, "&by=third_party");
  expect(parties).toMatchObject([{ account: "401000", third_party: { code: "F-PAPIER" }, credit_balance_cents: 6_000 }]);
  expect((await importing(mine, "opening", FOREIGN, "&accounts=512:512001")).body).toMatchObject({ result: { imported: true } });
  expect((await mine.get("/api/ledger/entries?year=2025")).body["data"]).toHaveLength(1);
});

it("books nothing of a file of which one entry cannot be booked, and says which line and why", async () => {
  const mine = await company(world);
  const broken = FOREIGN.replace("1000,00\t0,00", "999,00\t0,00").replace("\t6063\t", "\tABC\t");
  const done = await importing(mine, "history", broken);
  expect(done.body).toMatchObject({ status: "done", result: { imported: false, problem_count: 2 } });
  expect((done.body["result"] as { problems: { code: string; line: number }[] }).problems).toMatchObject([
    { code: "unbalanced", line: 2 },
    { code: "account_invalid", line: 9 },
  ]);
  expect(((await mine.get("/api/ledger/years")).body["data"] as unknown[]).length).toBe(2);
});

it("gives back what we export ourselves, in every form: pipe, ISO 8859-15, amount and side", async () => {
  const mine = await company(world);
  const { ordinal } = await openAccount(mine);
  await seedRows(
    world,
    mine.id,
    Array.from({ length: 20 }, (_, index) => bankRow({ index, ordinal })),
  );
  await mine.post("/api/ledger/validate", { through: "2025-12-31" }, WAIT);
  const { text } = await exported(mine, 2025);
  const pipe = await mine.as("GET", "/api/exports/fec?year=2025&format=pipe&encoding=iso-8859-15", {
    headers: { ...WAIT, accept: "application/json" },
  });
  const latin = Buffer.from(await (await fetch(String(pipe.body["url"]))).arrayBuffer());
  expect(latin.includes(0xe9) || latin.includes(0xc9) || !/[éÉ]/.test(text)).toBe(true);
  const sides = text.split("\r\n").map((one, index) => {
    const fields = one.split("\t");
    if (index === 0) return one.replace("Debit\tCredit", "Montant\tSens");
    const isDebit = fields[11] !== "0,00";
    return fields.length < 18
      ? one
      : [...fields.slice(0, 11), isDebit ? fields[11] : fields[12], isDebit ? "D" : "C", ...fields.slice(13)].join("\t");
  });
  for (const file of [text, latin, `\uFEFF${sides.join("\r\n")}`]) {
    const theirs = await company(world);
    const done = await post(theirs, "/api/ledger/import/fec?mode=history&ends_on=2025-12-31&starts_on=2025-01-01", file);
    expect(done.body).toMatchObject({ status: "done", result: { imported: true, imported_entries: 20 } });
    expect(signed(await balance(theirs, 2025))).toEqual(signed(await balance(mine, 2025)));
  }
});

it("checks an uploaded file as a job, and imports one uploaded for it", async () => {
  const mine = await company(world);
  const upload = async (purpose: string) => {
    const { body } = await mine.post("/api/uploads", {
      purpose,
      file_name: NAME,
      bytes: Buffer.byteLength(FOREIGN),
      content_type: "text/plain",
    });
    const headers = Object.fromEntries((body["headers"] as { name: string; value: string }[]).map(({ name, value }) => [name, value]));
    const put = async () => fetch(String(body["url"]), { method: "PUT", headers, body: FOREIGN });
    return { uploadId: String(body["upload_id"]), put };
  };
  const [checked, imported] = [await upload("fec_check"), await upload("fec_import")];
  expect(await mine.post("/api/ledger/fec/check", { upload_id: checked.uploadId })).toMatchObject({
    status: 409,
    body: { code: "upload.not_finished" },
  });
  for (const { put } of [checked, imported]) expect((await put()).status).toBe(200);
  expect((await mine.post("/api/ledger/fec/check", { upload_id: checked.uploadId }, WAIT)).body).toMatchObject({
    kind: "fec_check",
    status: "done",
    result: { lines: 12, entries: 5, charset: "utf-8" },
  });
  expect(await mine.post("/api/ledger/import/fec?mode=history", { upload_id: checked.uploadId }, WAIT)).toMatchObject({ status: 404 });
  expect((await mine.post("/api/ledger/import/fec?mode=history", { upload_id: imported.uploadId }, WAIT)).body).toMatchObject({
    result: { imported: true },
  });
});
