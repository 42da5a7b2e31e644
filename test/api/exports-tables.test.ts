import { strFromU8, unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asked, type Mine, made, records, TRANSACTIONS, withRows } from "#test/exports/questions";
import { bankRow, openAccount, seedRows } from "#test/rows";
import { company, type TestWorld, testWorld } from "#test/world";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.end());

describe("the transactions", () => {
  it("come oldest first as a CSV a French spreadsheet opens, each once, and the same object each time", async () => {
    const mine = await withRows(world, 230);
    const lines = await records(mine, TRANSACTIONS);
    expect(lines[0]).toEqual(expect.arrayContaining(["Date", "Compte bancaire", "Libellé", "Catégorie", "Montant", "Devise"]));
    const data = lines.slice(1);
    expect(data).toHaveLength(230);
    expect(new Set(data.map((line) => line.at(-1))).size).toBe(230);
    const dates = data.map(([date = ""]) => date.split("/").reverse().join("-"));
    expect(dates).toEqual([...dates].sort());
    const amounts = data.map((line) => Number(line[5]?.replace(",", "").replace(/^(-?)0+(?=\d)/, "$1")));
    const listed = await listedAmounts(mine);
    expect(amounts.reduce((sum, one) => sum + one, 0)).toBe(listed);
    const { id, body, headers } = await made(mine, TRANSACTIONS);
    expect(body).toMatchObject({
      kind: "transactions",
      file_name: "transactions_2025-01_2025-08.csv",
      lines: 230,
      expires_at: expect.any(String),
    });
    expect(headers.get("content-type")).toBe("text/csv; charset=utf-8");
    const again = await mine.get(TRANSACTIONS);
    expect(again).toMatchObject({ status: 303, text: "" });
    expect(again.headers["location"]).toContain(id);
    expect(again.headers["numma-cost"]).toContain("wru=0");
    expect(
      Number(/rru=([\d.]+)/.exec(again.headers["numma-cost"] ?? "")?.[1]),
      "no row is read to know which file it is",
    ).toBeLessThanOrEqual(4);
  });

  it("are filtered as their list is", async () => {
    const mine = await withRows(world, 90);
    const { id: savings, ordinal } = await openAccount(mine, "Épargne");
    await seedRows(world, mine.id, [
      bankRow({ index: 7_001, ordinal, date: "2025-02-10", label: "Élagage du parc", amount: 45_000 }),
      bankRow({ index: 7_002, ordinal, date: "2025-02-11", status: "pending" }),
    ]);
    for (const filter of [
      `account_id=${mine.accountId}`,
      "from=2025-01-15&to=2025-02-10",
      "to=2025-01-20",
      "open=true",
      "open=true&from=2025-02-01",
      `account_id=${savings},${mine.accountId}&from=2025-02-10`,
      "status=pending",
      "direction=in",
      "min_amount_cents=-13000&max_amount_cents=-1",
      "q=elagage+parc",
      "category_id=encaissement_client,loyer_immobilier",
      "split=false&has_attachment=false&transfer=false&from=2025-02-10",
    ]) {
      const list = await mine.get(`/api/transactions?limit=200&${filter}`);
      const ids = (list.body["data"] as { id: string }[]).map(({ id }) => id);
      const lines = await records(mine, `${TRANSACTIONS}?${filter}`);
      expect(
        lines
          .slice(1)
          .map((line) => line.at(-1))
          .sort(),
        filter,
      ).toEqual(ids.sort());
      expect(ids.length, filter).toBeGreaterThan(0);
    }
  });

  it("are one file for one question, however it is put, and refuse a question that contradicts itself", async () => {
    const mine = await withRows(world, 12);
    const { id: savings } = await openAccount(mine, "Épargne");
    const one = await made(mine, `${TRANSACTIONS}?account_id=${savings},${mine.accountId}&q=Facture+12`);
    const other = await made(mine, `${TRANSACTIONS}?q=12+FACTURE&account_id=${mine.accountId},${savings}`);
    expect(other.id).toBe(one.id);
    expect(one.body).toMatchObject({ options: { q: "12 facture", status: null }, file_name: expect.stringMatching(/^transactions_20/) });
    expect(await mine.get(`${TRANSACTIONS}?from=2025-02-01&to=2025-01-01`)).toMatchObject({
      ...{ status: 400, body: { code: "request.invalid", errors: [{ pointer: "/query/to", code: "before_from" }] } },
    });
  });

  it("of one category hold the parts of a split row that are under it, and nothing else of it", async () => {
    const mine = await withRows(world, 1);
    const [row] = (await mine.get("/api/transactions")).body["data"] as { id: string }[];
    const parts = [
      { category_id: "encaissement_psp", amount_cents: 1_000 },
      { category_id: "encaissement_client", amount_cents: 11_000 },
    ];
    expect(await mine.post(`/api/transactions/${row?.id}/split`, { parts })).toMatchObject({ status: 200 });
    const lines = await records(mine, `${TRANSACTIONS}?category_id=encaissement_psp`);
    expect(lines.slice(1).map((line) => [line[5], line.at(-1)])).toEqual([["10,00", row?.id]]);
    const workbook = await made(mine, `${TRANSACTIONS}?category_id=encaissement_psp&format=xlsx`);
    expect(workbook.body).toMatchObject({ lines: 1, options: { category_id: "encaissement_psp" } });
  });

  it("become another file with every row written in the months asked for, and with an account's new name", async () => {
    const mine = await withRows(world, 40);
    const january = `${TRANSACTIONS}?to=2025-01-31`;
    const [all, first] = [await made(mine, TRANSACTIONS), await made(mine, january)];
    await seedRows(world, mine.id, [bankRow({ index: 8_001, ordinal: 1, date: "2025-05-05" })]);
    const [allThen, firstThen] = [await made(mine, TRANSACTIONS), await made(mine, january)];
    expect([allThen.id === all.id, firstThen.id === first.id]).toEqual([false, true]);
    expect(allThen.body["lines"]).toBe(41);
    const { body } = await mine.get("/api/transactions?to=2025-01-31&limit=1");
    const [row] = body["data"] as { id: string }[];
    await mine.as("PATCH", `/api/transactions/${row?.id}`, { body: { note: "à vérifier" } });
    const noted = await made(mine, january);
    expect(noted.id).not.toBe(first.id);
    expect(Buffer.from(noted.bytes).toString()).toContain("à vérifier");
    await mine.as("PUT", `/api/accounts/${mine.accountId}`, {
      body: { name: "Autre nom", bank_name: "Banque Horizon", account_type: "checking" },
    });
    expect((await made(mine, january)).id).not.toBe(noted.id);
  });

  it("are written with commas and a byte order mark, or as a workbook, when asked", async () => {
    const mine = await withRows(world, 12);
    const { bytes } = await made(mine, `${TRANSACTIONS}?separator=comma&bom=true`);
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(Buffer.from(bytes).toString().split("\r\n")[1]).toMatch(/^2025-01-02,.*,120\.00,EUR,/);
    const workbook = await made(mine, `${TRANSACTIONS}?format=xlsx`);
    expect(workbook.body).toMatchObject({ lines: 12, options: { format: "xlsx", separator: null, bom: null } });
    expect(String(workbook.body["file_name"])).toMatch(/\.xlsx$/);
    const sheet = strFromU8(unzipSync(workbook.bytes)["xl/worksheets/sheet1.xml"] ?? new Uint8Array());
    expect(sheet.match(/<row /g)?.length).toBeGreaterThanOrEqual(13);
    expect(sheet).toMatch(/<v>120(\.00)?<\/v>/);
    expect((await made(mine, `${TRANSACTIONS}?format=xlsx&separator=comma&bom=true`)).id).toBe(workbook.id);
  });

  it("cannot be a formula in anybody's spreadsheet", async () => {
    const mine = await company(world);
    const { ordinal } = await openAccount(mine);
    const label = '=HYPERLINK("http://example.test")';
    await seedRows(world, mine.id, [bankRow({ index: 1, ordinal, label, rawLabel: label, amount: -1_250, date: "2025-03-03" })]);
    const text = Buffer.from((await made(mine, TRANSACTIONS)).bytes).toString();
    expect(text).toContain(`"'=HYPERLINK(""http://example.test"")"`);
    expect(text).toContain(";-12,50;EUR;");
  });

  it("of nobody are a header; of an unknown account, refused", async () => {
    const mine = await company(world);
    expect(await records(mine, TRANSACTIONS)).toHaveLength(1);
    const theirs = await withRows(world, 1);
    expect(await mine.get(`${TRANSACTIONS}?account_id=${theirs.accountId}`)).toMatchObject({
      status: 404,
      body: { code: "account.not_found" },
    });
    expect(await mine.get(`${TRANSACTIONS}?format=pdf`)).toMatchObject({ status: 400 });
  });

  it("of more rows than a sheet holds are refused as a workbook", async () => {
    const mine = await withRows(world, 1);
    await world.table(mine.id).put({ Item: { pk: `COMPANY#${mine.id}#A001`, sk: "M#2025-06", changes: 1, EUR31n: 1_000_000 } });
    expect(await mine.get(`${TRANSACTIONS}?format=xlsx`)).toMatchObject({ status: 400, body: { errors: [{ pointer: "/query/format" }] } });
    expect((await mine.get(`${TRANSACTIONS}?format=xlsx&to=2025-05-31`)).status).toBe(202);
  });

  it("asked for twenty times at once are one item, one message, one event and one file", async () => {
    const mine = await withRows(world, 60);
    await world.idle();
    const before = world.events.filter(
      (event) => event.event === "worked" && "worker" in event && event["worker"] === "exports/produce",
    ).length;
    const answers = await Promise.all(Array.from({ length: 20 }, () => asked(mine, TRANSACTIONS)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(answers.map(({ body }) => `${body["id"]} ${body["sha256"]}`)).size).toBe(1);
    await world.idle();
    const worked = world.events.filter(
      (event) => event.event === "worked" && "worker" in event && event["worker"] === "exports/produce",
    ).length;
    expect(worked - before).toBe(1);
    const { items } = await world.table(mine.id).query({
      KeyConditionExpression: "#pk = :pk",
      ExpressionAttributeNames: { "#pk": "pk" },
      ExpressionAttributeValues: { ":pk": `COMPANY#${mine.id}#OUTBOX` },
    });
    expect(items.filter(({ type }) => type === "export.requested")).toHaveLength(1);
    expect((await mine.get("/api/exports")).body["data"]).toHaveLength(1);
  });
});

async function listedAmounts(mine: Mine): Promise<number> {
  let [sum, cursor] = [0, ""];
  do {
    const { body } = await mine.get(`/api/transactions?limit=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
    sum += (body["data"] as { amount_cents: number }[]).reduce((all, { amount_cents }) => all + amount_cents, 0);
    cursor = String(body["next_cursor"] ?? "");
  } while (cursor);
  return sum;
}

describe("categories and invoices", () => {
  it("are exported with their accounts, and with the header alone while there are none", async () => {
    const mine = await company(world);
    const lines = await records(mine, "/api/exports/categories/csv");
    expect(lines).toHaveLength(55);
    expect(lines[19]).toEqual(expect.arrayContaining(["loyer_immobilier", "Loyers et charges locatives", "613200"]));
    expect((await made(mine, "/api/exports/invoices/csv")).body).toMatchObject({ kind: "invoices", lines: 0, file_name: "factures.csv" });
    const workbook = await made(mine, "/api/exports/categories/csv?format=xlsx");
    expect(strFromU8(unzipSync(workbook.bytes)["xl/workbook.xml"] ?? new Uint8Array())).toContain("Catégories");
  });
});
