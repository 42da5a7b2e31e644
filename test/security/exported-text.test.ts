import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { looksLikeFormula } from "#documents/csv/formula-guard";
import { cellsOf, workbookOf } from "#test/documents/xlsx/workbook";
import { type Mine, made, TRANSACTIONS } from "#test/exports/questions";
import { bankRow, seedRows } from "#test/rows";
import { company, type TestWorld, testWorld } from "#test/world";

/** What a spreadsheet may take for the start of a formula. */
const STARTS = ["=", "+", "-", "@", "＝", "＋", "－", "＠", "'=", "\t=", "\r\n="];
const BODY = 'HYPERLINK("http://evil.test";"payez ici")|A1;B1,C1';
const hostile = (at: number, place: string) => `${STARTS[at % STARTS.length]}${place} ${BODY}`;
const TABLES = [
  TRANSACTIONS,
  "/api/exports/trial-balance?year=2025",
  "/api/exports/trial-balance?year=2025&by=third_party",
  "/api/exports/trial-balance?year=2025&compare=true",
  "/api/exports/general-ledger?year=2025",
  "/api/exports/categories/csv",
  "/api/exports/invoices/csv",
] as const;
/** What stands in the books for it, and what a bank's rows hold. */
const PLACES = ["tiers", "libellé", "piece", "compte", "banque", "brut", "note"];

let world: TestWorld;
let mine: Mine;
beforeAll(async () => {
  world = await testWorld();
  mine = await company(world, hostile(0, "société"));
  const said = async (method: string, path: string, body: unknown) => {
    const answer = await mine.as(method, path, { body, headers: { prefer: "wait=20" } });
    expect(answer.status, `${method} ${path} ${answer.text}`).toBeLessThan(300);
    return answer;
  };
  for (const [at, start] of STARTS.entries()) {
    const named = await said("POST", "/api/accounts", { name: "Compte", bank_name: hostile(at, "banque"), account_type: "checking" });
    const ordinal = Number(String(named.body["ledger_account"]).slice(3));
    const [label, rawLabel, note] = [hostile(at, "libellé"), hostile(at, "brut"), hostile(at, "note")];
    await seedRows(world, mine.id, [bankRow({ index: at, ordinal, label, rawLabel, note, date: "2025-03-03" })]);
    await said("POST", "/api/ledger/accounts", { number: `4119${at + 10}`, label: hostile(at, "compte") });
    await said("POST", "/api/ledger/entries", {
      ...{ date: "2025-03-04", piece_ref: `${start}piece`, label: hostile(at, "libellé") },
      lines: [
        { account: `4119${at + 10}`, third_party: { name: hostile(at, "tiers") }, debit_cents: 1_000 },
        { account: "706000", credit_cents: 1_000 },
      ],
    });
  }
  await said("POST", "/api/ledger/validate", { through: "2025-12-31" });
});
afterAll(() => world.end());

/** Fields of a CSV file, as RFC 4180 reads them. */
function fieldsOf(text: string, separator: string): string[] {
  const fields: string[] = [];
  const end = separator === ";" ? /("(?:[^"]|"")*"|[^;\r\n]*)(;|\r\n)/gy : /("(?:[^"]|"")*"|[^,\r\n]*)(,|\r\n)/gy;
  let read = 0;
  for (const [all, field = ""] of text.matchAll(end)) {
    fields.push(field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field);
    read += all.length;
  }
  expect(read, "the whole file is fields").toBe(text.length);
  return fields;
}

const NUMBER = /^-?\d+(?:[.,]\d+)?$/;
const with_ = (path: string, more: string) => `${path}${path.includes("?") ? "&" : "?"}${more}`;

describe.each(TABLES)("%s", (path) => {
  it.each(["semicolon", "comma"])("as CSV, separated by %s: nothing in it is a formula, every field stays one", async (separator) => {
    const { bytes } = await made(mine, with_(path, `separator=${separator}`));
    const fields = fieldsOf(Buffer.from(bytes).toString("utf8"), separator === "comma" ? "," : ";");
    expect(fields.filter((field) => looksLikeFormula(field.replace(/^'/, "")) && !field.startsWith("'") && !NUMBER.test(field))).toEqual(
      [],
    );
    if (path === TRANSACTIONS) for (const place of ["libellé", "banque", "note"]) expectReadable(fields, place);
    if (path.includes("general-ledger")) for (const place of ["tiers", "libellé"]) expectReadable(fields, place);
    if (path.includes("trial-balance")) expectReadable(fields, path.includes("third_party") ? "tiers" : "compte");
  });

  it("as a workbook: text is text, and the only formulas are our totals", async () => {
    const { bytes } = await made(mine, with_(path, "format=xlsx"));
    const sheets = Object.entries(workbookOf(bytes)).filter(([part]) => part.includes("worksheets/"));
    expect(sheets.length).toBeGreaterThan(0);
    for (const [, xml] of sheets) {
      const cells = [...cellsOf(xml).values()];
      for (const { formula } of cells) if (formula !== null) expect(formula).toMatch(/^[A-Z0-9():,+\-&;"SUMIFBTOAL.]*$/);
      const texts = cells.filter(({ text }) => PLACES.some((place) => text.includes(`${place} HYPER`)));
      for (const { type, formula } of texts) expect({ type, formula }).toEqual({ type: "inlineStr", formula: null });
      expect(xml).not.toMatch(/<hyperlink|externalLink|<f>[^<]*(HYPERLINK|http)/);
    }
  });
});

/** For every start the text is there to be read, behind the one apostrophe that holds it. */
function expectReadable(fields: readonly string[], place: string): void {
  const starts = new Set(fields.flatMap((field) => new RegExp(`^(.*?)${place} HYPERLINK\\(`, "s").exec(field)?.[1] ?? []));
  expect([...starts].filter((start) => !/^'+\s*[=+\-@＝＋－＠]$/.test(start))).toEqual([]);
  for (const start of "=+-@＝＋－＠") expect([...starts].join(), place).toContain(start);
}

describe.each(["tab", "pipe"] as const)("the FEC, separated by %s", (separator) => {
  it("has its eighteen fields in every line, whatever was written into the books, and its notice no line too many", async () => {
    const format = separator === "tab" ? "" : "&format=pipe";
    const { bytes, body } = await made(mine, `/api/exports/fec?year=2025${format}`);
    const text = Buffer.from(bytes).toString("utf8");
    const lines = text.split("\r\n");
    expect(lines.pop()).toBe("");
    expect(lines.length).toBeGreaterThan(STARTS.length * 2);
    for (const line of lines) {
      expect(line.split(separator === "tab" ? "\t" : "|"), line).toHaveLength(18);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
      expect(line.replaceAll("\t", separator === "tab" ? "" : "\t")).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/);
    }
    expect(text).toContain("tiers HYPERLINK");
    expect(body).toMatchObject({ status: "done" });
    const notice = await (await fetch(String(body["notice_url"]))).text();
    expect(notice).toContain("société HYPERLINK");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
    expect(notice.replaceAll(/\r?\n/g, "")).not.toMatch(/[\u0000-\u001f]/);
  });
});
