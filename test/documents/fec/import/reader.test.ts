import { expect, test } from "vitest";
import { draftOfFec } from "#documents/fec/import/draft";
import type { FecEntry } from "#documents/fec/import/fec-entry";
import { readFec } from "#documents/fec/import/reader";
import { lenientAmount, lenientDate } from "#documents/fec/import/values";
import type { FecValidatorOptions } from "#documents/fec/validator";
import { fecFile } from "#documents/fec/writer";
import { businessDate } from "#domain/dates";
import { ENTRY_LINES_MAX } from "#domain/ledger/entry";
import { type Column, each, header, perJournal, put, type Rows } from "../alterations.ts";
import { books, collected, streamed } from "../books.ts";

const GOLDEN = (await collected(fecFile(streamed(books())))).join("");
const rowsOf = (text: string): Rows =>
  text
    .split("\r\n")
    .slice(0, -1)
    .map((line) => line.split("\t"));

async function read(text: string | Uint8Array, options: FecValidatorOptions = {}) {
  async function* source(): AsyncGenerator<string | Uint8Array> {
    yield text;
  }
  const reading = readFec(source(), options);
  const entries: FecEntry[] = [];
  for await (const entry of reading.entries) entries.push(entry);
  return { entries, report: reading.report() };
}

function altered(change: (rows: Rows) => void, separator = "\t"): string {
  const rows = rowsOf(GOLDEN);
  change(rows);
  return rows.map((row) => `${row.join(separator)}\r\n`).join("");
}

const shape = (entries: readonly FecEntry[]) => entries.map(({ journal, date, lines }) => [journal, date, lines.length]);
const problemsOf = async (text: string) =>
  (await read(text)).entries.flatMap((entry) =>
    draftOfFec(entry, { source: { kind: "import", id: "x" }, yearStartsOn: businessDate("2025-01-01") }).problems.map(({ code, line }) => [
      code,
      line,
    ]),
  );

test("entries are the same whether numbers run through the file or start again in each journal", async () => {
  const whole = await read(GOLDEN);
  expect(shape((await read(altered(perJournal))).entries)).toEqual(shape(whole.entries));
});

test("column names in any case, a byte order mark, quotes and the other separator change nothing", async () => {
  const whole = await read(GOLDEN);
  const capitals = altered(header((names) => names.map((name) => name.toUpperCase())));
  const quoted = altered(each((row) => row.splice(0, 18, ...row.map((field) => `"${field}"`))));
  for (const text of [capitals, `\uFEFF${GOLDEN}`, quoted, GOLDEN.replaceAll("\t", "|")])
    expect((await read(text)).entries).toEqual(whole.entries);
});

test("entries without a number are told apart by date and voucher", async () => {
  const whole = await read(GOLDEN);
  const unnumbered = await read(altered(each((row, index) => index > 0 && row.splice(2, 1, ""))));
  expect(shape(unnumbered.entries)).toEqual(shape(whole.entries));
  expect(unnumbered.report.counts.M03).toBe(26);
});

test("amounts and dates of other forms are read when they can be read in one way only", () => {
  expect(
    ["1500,00", "1500.00", "1 500,00", "1.500,00", "1\u202f500", "-12,5", "12,5-", "", "+3"].map((text) => lenientAmount(text)),
  ).toEqual([...[150_000, 150_000, 150_000, 150_000, 150_000, -1_250, -1_250, 0, 300]]);
  expect(["1.500", "mille", "1,234", "1-2", "--1", "9999999999999", "x".repeat(99)].map((text) => lenientAmount(text))).toEqual(
    Array.from({ length: 7 }, () => undefined),
  );
  expect(["20250131", "2025-01-31", "31/01/2025", "2025/01/31 00:00"].map(lenientDate)).toEqual(
    Array.from({ length: 4 }, () => "2025-01-31"),
  );
  expect(["20250230", "", "hier", "31/13/2025"].map(lenientDate)).toEqual(Array.from({ length: 4 }, () => undefined));
});

test.each<[string, Column, string, string, number]>([
  ["an amount in words", "debit", "mille", "amount_unreadable", 5],
  ["a date that does not exist", "date", "20250230", "date_unreadable", 5],
  ["an account in letters", "account", "LOYER", "account_invalid", 5],
  ["a label cut by a separator", "label", "LOYER\tX", "line_unreadable", 5],
  ["an amount that is wrong", "debit", "1500,01", "unbalanced", 5],
])("%s refuses its entry alone, at its line", async (_, column, value, code, line) => {
  expect(await problemsOf(altered(put(5, column, value)))).toEqual([[code, line]]);
});

test("an entry of more than ten thousand lines is refused, and holds no more of them", async () => {
  const text = altered((rows) => {
    const model = rows[4]?.with(2, "13") ?? [];
    for (let rank = 0; rank <= ENTRY_LINES_MAX; rank += 1) rows.push(model);
  });
  const { entries } = await read(text);
  expect(entries.at(-1)?.lines).toHaveLength(ENTRY_LINES_MAX);
  expect(entries.at(-1)?.problems).toMatchObject([{ code: "too_many_lines", line: 27 + ENTRY_LINES_MAX + 1 }]);
});

test("a file that is too long is read as far as allowed, and says so", async () => {
  const { entries, report } = await read(GOLDEN, { linesMax: 5 });
  expect(report).toMatchObject({ lines: 5, counts: { S20: 1 } });
  expect(entries.map(({ lines }) => lines.length)).toEqual([3, 2]);
});

test("the report is not there before the end, and anything can be read without failing", async () => {
  async function* source(): AsyncGenerator<string> {
    yield GOLDEN;
  }
  expect(() => readFec(source()).report()).toThrow("not been read to its end");
  for (const text of [
    "",
    "\uFEFF",
    "x",
    "a\tb\r\nc\td\r\n",
    "\0".repeat(1_000),
    `${GOLDEN}\t\t\r\n|\r\n`,
    Buffer.from([0xff, 0xfe, 0x41, 0]),
  ])
    expect((await read(text)).report.verdict).toBe("non_conforme");
});
