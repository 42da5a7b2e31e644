import { readFile } from "node:fs/promises";
import fc from "fast-check";
import { expect, test } from "vitest";
import { FINDINGS } from "#documents/fec/findings.fr";
import { FINDINGS_PER_RULE_MAX } from "#documents/fec/report";
import { createFecValidator, type FecValidatorOptions } from "#documents/fec/validator";
import { fecFile } from "#documents/fec/writer";
import { businessDate } from "#domain/dates";
import { all, put, putAll, type Rows } from "./alterations.ts";
import { books, collected, FILE_NAME, SIREN, streamed, YEAR } from "./books.ts";
import { BROKEN_FILES } from "./broken-files.ts";

const GOLDEN = await readFile(new URL("../../golden/fec-2025.txt", import.meta.url), "utf8");
const OPTIONS: FecValidatorOptions = {
  startsOn: YEAR.startsOn,
  endsOn: YEAR.endsOn,
  siren: SIREN,
  fileName: FILE_NAME,
  hasPredecessor: true,
};

function checked(text: string, options: Partial<FecValidatorOptions> = {}) {
  const validator = createFecValidator({ ...OPTIONS, ...options });
  validator.push(text);
  return validator.finish();
}

const rowsOf = (text: string): Rows =>
  text
    .split("\r\n")
    .slice(0, -1)
    .map((line) => line.split("\t"));
const textOf = (rows: Rows): string => rows.map((row) => `${row.join("\t")}\r\n`).join("");

test("the golden file has nothing to be blamed for", () => {
  expect(checked(GOLDEN)).toEqual({
    verdict: "conforme",
    lines: 26,
    entries: 12,
    debitCents: 10_839_277,
    creditCents: 10_839_277,
    findings: [],
    counts: {},
  });
});

test("neither has its pipe form, nor other legal line ends, nor a last line without end", async () => {
  const pipe = (await collected(fecFile(streamed(books()), { separator: "pipe" }))).join("");
  for (const text of [pipe, GOLDEN.replaceAll("\r\n", "\n"), GOLDEN.replaceAll("\r\n", "\r"), GOLDEN.slice(0, -2)])
    expect(checked(text)).toMatchObject({ verdict: "conforme", lines: 26, findings: [] });
});

test("the form with an amount and a side is legal, in letters or signs", () => {
  for (const [debit, credit] of [
    ["D", "C"],
    ["+1", "-1"],
  ] as const) {
    const rows = rowsOf(GOLDEN).map((row, index) => {
      const [amount, side] = index === 0 ? ["Montant", "Sens"] : row[12] === "0,00" ? [row[11], debit] : [row[12], credit];
      return row.toSpliced(11, 2, amount ?? "", side ?? "");
    });
    expect(checked(textOf(rows))).toMatchObject({ verdict: "conforme", debitCents: 10_839_277, findings: [] });
  }
});

test.each(BROKEN_FILES)("finds $what", ({ codes, line, rows, text, options, known, charset }) => {
  const records = rowsOf(GOLDEN);
  rows?.(records);
  const broken = rows ? textOf(records) : GOLDEN;
  const validator = createFecValidator(known ?? { ...OPTIONS, ...options });
  validator.push(text ? text(broken) : broken);
  const report = validator.finish(charset);
  expect(Object.keys(report.counts).sort()).toEqual([...codes].sort());
  const [first] = codes;
  const finding = report.findings.find(({ code }) => code === first);
  expect(finding).toMatchObject({ level: first && FINDINGS[first][0], message: expect.stringMatching(/^[^%]{10,}[.]$/) });
  expect(finding?.line).toBe(line);
});

test("every rule has a broken file, and levels make the verdict", () => {
  const covered = new Set<string>(BROKEN_FILES.flatMap(({ codes }) => codes));
  expect(Object.keys(FINDINGS).filter((code) => !covered.has(code))).toEqual([]);
  expect(checked(GOLDEN.replace("1500,00", "1500.00")).verdict).toBe("non_conforme");
  expect(checked(GOLDEN, { fileName: "732829320FEC20251231.csv" }).verdict).toBe("conforme_avec_anomalies");
  expect(checked(GOLDEN, { fileName: `APERCU_${FILE_NAME}` }).verdict).toBe("conforme");
});

test("an entry of the result and a product is a correction in mid-year, and beside other accounts on the last day", () => {
  const result = all(put(5, "account", "120000"), put(5, "accountLib", "Résultat de l'exercice - bénéfice"));
  const midYear = all(result, put(6, "account", "758000"), put(6, "accountLib", "Produits divers de gestion courante"));
  const closingJournal = all(put(5, "account", "471000"), put(5, "accountLib", "Comptes d'attente"), putAll("2", "journal", "CL"));
  const withTax = all(putAll("3", "date", "20251231"), put(7, "account", "120000"));
  for (const change of [midYear, withTax, closingJournal]) {
    const rows = rowsOf(GOLDEN);
    change(rows);
    expect(checked(textOf(rows)).counts.O04).toBeUndefined();
  }
});

test("an opening entry with a charge is told by its account", () => {
  const rows = rowsOf(GOLDEN);
  put(3, "account", "706000")(rows);
  expect(checked(textOf(rows)).findings.find(({ code }) => code === "O05")?.message).toContain(": 706000.");
});

test("a difference is told without what the file leaves blank", () => {
  const rows = rowsOf(GOLDEN);
  all(put(5, "ref", ""), put(13, "let", "ZZ"), put(13, "dateLet", "20250205"))(rows);
  const { counts, findings } = checked(textOf(rows));
  expect(counts).toEqual({ M09: 1, L01: 1 });
  expect(findings.find(({ code }) => code === "L01")?.message).toBe("Lettrage non soldé : 512001 ZZ, reste -15,00 EUR.");
});

test("the file may be cut anywhere", () => {
  const whole = checked(GOLDEN);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: GOLDEN.length }), { maxLength: 30 }), (cuts) => {
      const validator = createFecValidator(OPTIONS);
      const places = [0, ...cuts.toSorted((left, right) => left - right), GOLDEN.length];
      for (const [index, place] of places.entries()) validator.push(GOLDEN.slice(place, places[index + 1] ?? place));
      expect(validator.finish()).toEqual(whole);
    }),
    { numRuns: 60 },
  );
  const validator = createFecValidator(OPTIONS);
  for (const [index, line] of GOLDEN.slice(0, -2).split("\r\n").entries()) validator.line(line, index + 1);
  expect(validator.finish()).toEqual(whole);
});

test("no text makes the checker fail, and its sentences carry no control character", () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.constantFrom(...GOLDEN.split("\t")), fc.string({ unit: "binary" }), fc.constantFrom("\t", "\r\n", "|")), {
        maxLength: 80,
      }),
      (parts) => {
        const report = checked(GOLDEN.slice(0, 600) + parts.join("\t"));
        for (const { message } of report.findings) expect(message).not.toMatch(/\p{Cc}/u);
      },
    ),
    { numRuns: 60 },
  );
});

test("a thousand faults are counted, and twenty told", () => {
  const rows = rowsOf(GOLDEN);
  const [header = [], , , , fifth = [], sixth = []] = rows;
  const many = [
    header,
    ...Array.from({ length: 500 }, (_, index) =>
      [fifth, sixth].map((row) => row.with(2, String(index + 1)).with(11, row[11] === "0,00" ? "0.00" : "1500.00")),
    ).flat(),
  ];
  const { counts, findings } = checked(textOf(many), { hasPredecessor: false });
  expect(counts.A01).toBe(1_000);
  expect(findings.filter(({ code }) => code === "A01")).toHaveLength(FINDINGS_PER_RULE_MAX);
});

/** The numbering rules broken by entries of these numbers, in the order of the file: how often, and what is said. */
function numberingOf(numbers: readonly number[]) {
  const [header = [], , , , fifth = [], sixth = []] = rowsOf(GOLDEN);
  const rows = [header, ...numbers.flatMap((number) => [fifth, sixth].map((row) => row.with(2, String(number))))];
  const { counts, findings } = checked(textOf(rows), { hasPredecessor: false });
  const isNumbering = (code: string): boolean => /^Q|^E11/.test(code);
  return {
    counts: Object.fromEntries(Object.entries(counts).filter(([code]) => isNumbering(code))),
    said: findings.filter(({ code }) => isNumbering(code)).map(({ line, message }) => `${line}: ${/: (.*)[.]$/.exec(message)?.[1]}`),
  };
}

const upTo = (last: number, first = 1): number[] => Array.from({ length: last - first + 1 }, (_, index) => first + index);

test("one entry out of its place is one finding, wherever it stands", () => {
  const late = upTo(300).toSpliced(250, 1).toSpliced(10, 0, 251);
  expect(numberingOf(late)).toEqual({ counts: { Q02: 1 }, said: ["24: 11 après 251"] });
  const first = [300, ...upTo(299)];
  expect(numberingOf(first)).toEqual({ counts: { Q02: 1 }, said: ["4: 1 après 300"] });
  const mistyped = upTo(300).with(10, 251);
  expect(numberingOf(mistyped)).toEqual({
    counts: { Q01: 1, Q02: 1, Q03: 1 },
    said: ["22: 11", "24: 12 après 251", "502: 251"],
  });
  const filledLate = [...upTo(10), ...upTo(40, 20), 15, 41];
  expect(numberingOf(filledLate)).toEqual({
    counts: { Q01: 2, Q02: 1 },
    said: ["22: 11 à 14", "22: 16 à 19", "64: 15 après 40"],
  });
});

test("numbering faults are counted exactly, however many", () => {
  expect(numberingOf(upTo(300).map((rank) => 2 * rank - 1)).counts).toEqual({ Q01: 299 });
  expect(numberingOf(upTo(1_500).map((rank) => 2 * rank - 1)).counts).toEqual({ Q01: 1_499 });
  expect(numberingOf(upTo(300).toReversed()).counts).toEqual({ Q02: 299 });
  expect(numberingOf([...upTo(200), ...upTo(200)]).counts).toEqual({ Q03: 200 });
});

test("a hostile field of 60 000 characters is read in linear time", () => {
  const rows = rowsOf(GOLDEN);
  const started = process.cpuUsage();
  for (const column of [0, 2, 3, 4, 6, 8, 10, 11, 13, 14, 16, 17])
    for (const part of ["1", " ", "1 ", "A1", ",", "+", "0", "."]) {
      const hostile = rows.map((row, index) => (index === 5 ? row.with(column, part.repeat(60_000 / part.length)) : row));
      checked(textOf(hostile));
    }
  expect(process.cpuUsage(started).user / 96).toBeLessThan(40_000);
});

test("10 000 lines pass in flat memory and little time", () => {
  const rows = rowsOf(GOLDEN);
  const [header = [], , , , fifth = [], sixth = []] = rows;
  const validator = createFecValidator({ startsOn: businessDate("2025-01-01"), endsOn: businessDate("2025-12-31") });
  validator.push(textOf([header]));
  const started = process.cpuUsage();
  for (let number = 1; number <= 5_000; number += 1) validator.push(textOf([fifth.with(2, String(number)), sixth.with(2, String(number))]));
  expect(validator.finish()).toMatchObject({ verdict: "conforme", lines: 10_000, entries: 5_000, debitCents: 750_000_000, findings: [] });
  expect(process.cpuUsage(started).user).toBeLessThan(3_000_000);
});
