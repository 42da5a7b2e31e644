import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { amountRow, balanceText, HEADINGS, textRow, workbook } from "#test/documents/balance/files";
import { deliver } from "#test/faults/switchable";
import { HEADER, line } from "#test/foreign-fec";
import { dataOf, traded, validate, WAIT } from "#test/ledger";
import { type Answer, company, type TestWorld, testWorld } from "#test/world";

let world: TestWorld;
let mine: Awaited<ReturnType<typeof company>>;
beforeAll(async () => {
  world = await testWorld();
  mine = await company(world);
});
afterAll(() => world.end());

const YEAR = "starts_on=2025-01-01&ends_on=2025-12-31";
const FEC_LINES = [line(["VE", "1", "20250110"], "411000", "120,00", "0,00"), line(["VE", "1", "20250110"], "706000", "0,00", "120,00")];
const CSV = balanceText("Compte;Libellé;Débit;Crédit");
const send = (raw: string | Buffer, query = YEAR, type = "text/csv", who: Pick<typeof mine, "as"> = mine) =>
  who.as("POST", `/analyze/trial-balance?${query}`, { raw, headers: { "content-type": type } });
const errorsOf = ({ body }: Answer) => Object(body)["errors"] as readonly { pointer: string; code: string; message: string }[];
const keptBy = async (who: Pick<typeof mine, "get">) => dataOf<{ id: string }>(await who.get("/analyze/trial-balances"));

describe("a trial balance", () => {
  it("is analysed and kept, without the file, and found again", async () => {
    const made = await send(CSV, `${YEAR}&file_name=balance.csv&legal_form=sarl&is_subject_to_is=true`);
    expect(made.status, made.text.slice(0, 500)).toBe(201);
    expect(made.body).toMatchObject({
      ...{ version: 1, source: { format: "csv", file_name: "balance.csv", rows: 5, bytes: Buffer.byteLength(CSV) }, problems: [] },
      facts: { legal_form: "sarl", is_subject_to_is: true, vat_regime: null },
      analysis: {
        ...{ is_balanced: true, row_count: 5, income_statement: { net_result_cents: 2_400_000 } },
        is_estimate: { profit_cents: 2_400_000, cases: [{ is_cents: 360_000 }, { is_cents: 600_000 }] },
      },
    });
    const found = await mine.get(`/analyze/trial-balances/${made.body["id"]}`);
    expect(found.body).toEqual(made.body);
    const { data } = (await mine.get("/analyze/trial-balances?limit=1")).body as { data: unknown[] };
    expect(data).toMatchObject([
      { id: made.body["id"], net_result_cents: 2_400_000, total_assets_cents: 3_400_000, starts_on: "2025-01-01" },
    ]);
    const items = await world.table(mine.id).query({
      KeyConditionExpression: "#pk = :pk",
      ExpressionAttributeNames: { "#pk": "pk" },
      ExpressionAttributeValues: { ":pk": `COMPANY#${mine.id}#ANALYSES` },
    });
    expect(JSON.stringify(items.items)).not.toContain("Petit équipement;6 000,00");
  });

  it("is the same analysis whatever it came as", async () => {
    const rows = [
      ["101300", 0, 1_000_000],
      ["411000", 480_050, 0],
      ["512000", 2_919_950, 0],
      ["606300", 600_000, 0],
      ["706000", 0, 3_000_000],
    ] as const;
    const sheet = [
      textRow(1, ...HEADINGS),
      ...rows.map(([account, debit, credit], at) => amountRow(at + 2, account, String(debit / 100), String(credit / 100))),
    ];
    const json = {
      ...{ starts_on: "2025-01-01", ends_on: "2025-12-31" },
      rows: rows.map(([account, debit, credit]) => ({ account, debit_balance_cents: debit, credit_balance_cents: credit })),
    };
    const asked = `${YEAR}&dry_run=true`;
    const answers = [
      await send(CSV, asked),
      await send(Buffer.from(workbook({ Balance: sheet.join("") })), asked, "application/octet-stream"),
      await send(JSON.stringify(json), "dry_run=true", "application/json"),
      await send(JSON.stringify(json), "dry_run=true", "text/plain"),
    ];
    const results = answers.map(({ body, text, status }) => {
      expect(status, text.slice(0, 400)).toBe(200);
      const { income_statement, balance_sheet, sig } = Object(body["analysis"]);
      return JSON.stringify({ income_statement, balance_sheet, sig });
    });
    expect(new Set(results).size).toBe(1);
    expect(answers.map(({ body }) => Object(body["source"]).format)).toEqual(["csv", "xlsx", "json", "json"]);
  });

  it("may be one's own books, compared with the year before", async () => {
    const own = await traded(await company(world));
    expect(await own.post("/analyze/trial-balance", { year: 2025 })).toMatchObject({
      status: 422,
      body: { code: "analysis.unreadable", errors: [{ code: "books_empty" }] },
    });
    await validate(own, "2025-12-31");
    const made = await own.post("/analyze/trial-balance", { year: 2025 });
    expect(made.status, made.text.slice(0, 500)).toBe(201);
    expect(made.body).toMatchObject({
      source: { format: "books", sha256: null },
      analysis: { is_balanced: true, starts_on: "2025-01-01" },
    });
    expect((await own.post("/analyze/trial-balance", { year: 2019 })).status).toBe(404);
  });

  it("of one's own books asks for the permission to read them", async () => {
    const { body } = await mine.post("/api/keys", { name: "Cabinet", scopes: ["tax:write"] });
    const asked = { body: { year: 2025 }, token: String(body["key"]) };
    expect((await world.request("POST", "/analyze/trial-balance", asked)).body).toMatchObject({ code: "auth.forbidden" });
    expect(
      (
        await world.request("POST", `/analyze/trial-balance?${YEAR}`, {
          raw: CSV,
          headers: { "content-type": "text/csv" },
          token: asked.token,
        })
      ).status,
    ).toBe(201);
  });

  it("that cannot be read is refused line by line, and nothing is kept", async () => {
    const other = await company(world);
    const answer = await send("Compte;Libellé;Débit;Crédit\n512000;Banque;12x;0\nDivers;;1;\n706000;Ventes;;-3\n", YEAR, "text/csv", other);
    expect({ status: answer.status, code: answer.body["code"] }).toEqual({ status: 422, code: "analysis.unreadable" });
    expect(errorsOf(answer)).toEqual([
      { pointer: "/lines/2/debit", code: "amount_unreadable", message: "Ligne 2 : « 12x » n'est pas un montant." },
      { pointer: "/lines/3/account", code: "account_invalid", message: "Ligne 3 : « Divers » n'est pas un numéro de compte." },
      { pointer: "/lines/4/credit", code: "amount_negative", message: "Ligne 4 : « -3 » : un débit ou un crédit n'est pas négatif." },
    ]);
    const sheet = workbook({ Balance: textRow(1, ...HEADINGS) + textRow(2, "512000", "Banque", "=1+1", "") });
    const english = await other.as("POST", `/analyze/trial-balance?${YEAR}`, {
      raw: Buffer.from(sheet),
      headers: { "content-type": "application/octet-stream", "accept-language": "en" },
    });
    expect(errorsOf(english)).toEqual([{ pointer: "/lines/2/debit", code: "amount_unreadable", message: "Cell C2: “=1+1” is no amount." }]);
    expect(await keptBy(other)).toEqual([]);
  });

  it("that does not hold together is refused line by line, and analysed all the same on a dry run; nothing is kept", async () => {
    const other = await company(world);
    const wrong = "Compte;Libellé;Débit;Crédit\n512000;Banque;100,00;\n512000;Banque;5,00;\n190000;Inconnu;;7,00\n706000;Ventes;;90,00\n";
    const answer = await send(wrong, YEAR, "text/csv", other);
    expect({ status: answer.status, code: answer.body["code"] }).toEqual({ status: 422, code: "analysis.incoherent" });
    expect(errorsOf(answer)).toMatchObject([
      { pointer: "/lines/4/account", code: "account_unknown" },
      { pointer: "/lines/3/account", code: "account_twice", message: "Ligne 3 : Le compte est déjà donné plus haut : 512000 (2)." },
      { pointer: "/lines/5/debit_balance", code: "unbalanced_balances" },
    ]);
    const tried = await send(wrong, `${YEAR}&dry_run=true`, "text/csv", other);
    expect(tried.status, tried.text.slice(0, 400)).toBe(200);
    expect(tried.body).toMatchObject({ id: null, created_at: null, analysis: { is_balanced: false }, problems: errorsOf(answer) });
    expect(await keptBy(other)).toEqual([]);
    const json = {
      starts_on: "2025-01-01",
      ends_on: "2025-12-31",
      rows: [{ account: "512000", debit_balance_cents: 1, credit_balance_cents: 0 }],
    };
    expect(errorsOf(await other.post("/analyze/trial-balance", json))).toMatchObject([
      { pointer: "/rows/0/debit_balance_cents", code: "unbalanced_balances" },
    ]);
  });

  it("that is hostile or broken is refused by name, and nothing is kept", async () => {
    const other = await company(world);
    const files: readonly (readonly [string, string | Buffer])[] = [
      ["not_text", Buffer.from([1, 2, 3, 0, 5])],
      ["zip_damaged", Buffer.from(workbook({ Balance: "" })).subarray(0, 300)],
      ["zip_ratio", Buffer.from(workbook({ Balance: " ".repeat(3_000_000) }))],
      ["xml_doctype", Buffer.from(workbook({ Balance: "<!DOCTYPE a>" }))],
      ["no_headings", "x".repeat(4_000_000)],
      ["account_invalid", "Compte;Débit;Crédit\nabc;1;1"],
      ["amount_unreadable", "Compte;Débit;Crédit\n512000;NaN;1e999"],
      ["total_mismatch", "Compte;Débit;Crédit\n512000;1;1\nTotal;2;2"],
    ];
    for (const [code, raw] of files)
      expect(await send(raw, YEAR, "application/octet-stream", other), code).toMatchObject({
        ...{ status: 422, body: { code: "analysis.unreadable" } },
        text: expect.stringContaining(`"code":"${code}"`),
      });
    expect(await keptBy(other)).toEqual([]);
  });

  it("needs a fiscal year, in order and of twenty-four months at most, unless it tells it", async () => {
    for (const query of [
      "",
      "starts_on=2025-01-01",
      "ends_on=2025-12-31",
      "starts_on=2025-12-31&ends_on=2025-01-01",
      "starts_on=2020-01-01&ends_on=2025-01-01",
    ])
      expect((await send(CSV, query)).body, query).toMatchObject({ code: "request.invalid" });
    expect((await send("", YEAR)).body).toMatchObject({ code: "request.invalid" });
    expect((await send("{", YEAR)).body).toMatchObject({ code: "request.malformed_json" });
    expect((await send(Buffer.alloc(4_194_305, "x"), YEAR)).body).toMatchObject({ code: "request.body_too_large" });
  });
});

describe("a trial balance that was uploaded", () => {
  const uploaded = async (who: typeof mine, content: string | Uint8Array, purpose = "trial_balance") => {
    const bytes = Buffer.from(content);
    const announced = { purpose, file_name: "balance.txt", bytes: bytes.byteLength, content_type: "text/plain" };
    const { body } = await who.post("/api/uploads", announced);
    const headers = { "content-type": "text/plain", "if-none-match": "*" };
    expect((await fetch(String(body["url"]), { method: "PUT", body: new Uint8Array(bytes), headers })).status).toBe(200);
    return String(body["upload_id"]);
  };
  const worked = async (who: typeof mine, uploadId: string, query: string) =>
    who.as("POST", `/analyze/trial-balance?${query}`, { body: { upload_id: uploadId }, headers: WAIT });

  it("is analysed by a job, once however often the job runs, and kept", async () => {
    const own = await company(world);
    const done = await worked(own, await uploaded(own, CSV), YEAR);
    expect(done.body, done.text).toMatchObject({ kind: "balance_analysis", status: "done", result: { problem_count: 0 } });
    const { analysis_id: id } = Object(done.body["result"]);
    expect((await own.get(`/analyze/trial-balances/${id}`)).body).toMatchObject({
      ...{ id, created_by: own.personId, source: { file_name: "balance.txt", sha256: createHash("sha256").update(CSV).digest("hex") } },
      analysis: { income_statement: { net_result_cents: 2_400_000 } },
    });
    await world.table(own.id).update({
      ...{ Key: { pk: `COMPANY#${own.id}#JOBS`, sk: done.body["id"] }, UpdateExpression: "SET #status = :status" },
      ...{ ExpressionAttributeNames: { "#status": "status" }, ExpressionAttributeValues: { ":status": "running" } },
    });
    await deliver(world, "jobs/run", { companyId: own.id, jobId: done.body["id"] });
    expect((await own.get(`/api/jobs/${done.body["id"]}`)).body).toMatchObject({ status: "done", result: { analysis_id: id } });
    expect(await keptBy(own)).toHaveLength(1);
  });

  it("is a FEC of its own months, read as it streams", async () => {
    const own = await company(world);
    const done = await worked(own, await uploaded(own, [HEADER, ...FEC_LINES, ""].join("\r\n")), "");
    const { analysis_id: id } = Object(done.body["result"]);
    expect(id, done.text).toMatch(/^ana_/);
    expect((await own.get(`/analyze/trial-balances/${id}`)).body).toMatchObject({
      source: { format: "fec" },
      analysis: { starts_on: "2025-01-01" },
    });
  });

  it("tells where it cannot be read, and nothing is kept; neither is anything on a dry run", async () => {
    const own = await company(world);
    const told = async (content: string | Uint8Array, query = YEAR) =>
      (await worked(own, await uploaded(own, content), query)).body["result"];
    expect(await told("Compte;Débit;Crédit\n512000;x;\n")).toMatchObject({
      ...{ analysis_id: null, problem_count: 1 },
      balance_problems: [{ pointer: "/lines/2/debit", code: "amount_unreadable", message: "Ligne 2 : « x » n'est pas un montant." }],
    });
    expect(await told("Compte;Débit;Crédit\n512000;1;\n")).toMatchObject({
      analysis_id: null,
      balance_problems: [{ code: "unbalanced_balances" }],
    });
    expect(await told(CSV, "")).toMatchObject({ analysis_id: null, balance_problems: [{ pointer: "/query/starts_on" }, {}] });
    expect(await told(CSV, `${YEAR}&dry_run=true`)).toMatchObject({ analysis_id: null, problem_count: 0 });
    expect(await keptBy(own)).toEqual([]);
    expect((await worked(own, await uploaded(own, CSV, "fec_check"), YEAR)).body).toMatchObject({ code: "upload.not_found" });
  });
});

describe("a kept analysis", () => {
  it("can be deleted once, and is then gone", async () => {
    const { id } = (await send(CSV)).body;
    expect((await mine.as("DELETE", `/analyze/trial-balances/${id}`)).status).toBe(204);
    expect((await mine.as("DELETE", `/analyze/trial-balances/${id}`)).body).toMatchObject({ code: "analysis.not_found" });
    expect((await mine.get(`/analyze/trial-balances/${id}`)).body).toMatchObject({ status: 404, code: "analysis.not_found" });
    expect((await keptBy(mine)).map((one) => one.id)).not.toContain(id);
  });

  it("stands in pages, newest first", async () => {
    const own = await company(world);
    const made = [];
    for (let count = 0; count < 3; count += 1) made.unshift((await send(CSV, YEAR, "text/csv", own)).body["id"]);
    const first = await own.get("/analyze/trial-balances?limit=2");
    const next = await own.get(`/analyze/trial-balances?limit=2&cursor=${first.body["next_cursor"]}`);
    expect([...dataOf<{ id: string }>(first), ...dataOf<{ id: string }>(next)].map(({ id }) => id)).toEqual(made);
  });

  it("is told to the audit trail when it is made and when it is deleted", async () => {
    const own = await company(world);
    const { id } = (await send(CSV, YEAR, "text/csv", own)).body;
    await own.as("DELETE", `/analyze/trial-balances/${id}`);
    await world.idle();
    const changes = await own.get("/api/audit");
    expect(changes.text).toMatch(/analysis\.deleted[\s\S]*analysis\.created/);
  });

  it("takes no more than its limit, by name, until one is deleted", async () => {
    const own = await company(world);
    const { id } = (await send(CSV, YEAR, "text/csv", own)).body;
    await world.table(own.id).update({
      ...{ Key: { pk: `COMPANY#${own.id}#ANALYSES`, sk: "COUNT" }, UpdateExpression: "SET #count = :count" },
      ...{ ExpressionAttributeNames: { "#count": "count" }, ExpressionAttributeValues: { ":count": 500 } },
    });
    expect((await send(CSV, YEAR, "text/csv", own)).body).toMatchObject({ status: 409, code: "analysis.limit_reached" });
    await own.as("DELETE", `/analyze/trial-balances/${id}`);
    expect((await send(CSV, YEAR, "text/csv", own)).status).toBe(201);
  });
});
