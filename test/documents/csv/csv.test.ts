import * as fc from "fast-check";
import { expect, it } from "vitest";
import { type CsvOptions, csvBytes } from "#documents/csv/csv";
import { guarded, looksLikeFormula, withoutGuard } from "#documents/csv/formula-guard";
import { whole } from "../pdf/pdf-text.ts";
import { type Sale, sale, sales, salesTable } from "../tables/tables.ts";

const csv = async (rows: readonly Partial<Sale>[], options: CsvOptions & { readonly of?: { readonly totals: true } } = {}) =>
  new TextDecoder("utf-8", { ignoreBOM: true }).decode(await whole(csvBytes(salesTable(sales(...rows), options.of), options)));

/** RFC 4180 read back, quotes and all. */
function records(text: string, separator: string): string[][] {
  const field = new RegExp(`("(?:[^"]|"")*"|[^"${separator}\\r\\n]*)(${separator}|\\r\\n)`, "y");
  const found: string[][] = [[]];
  while (field.lastIndex < text.length) {
    const at = field.lastIndex;
    const [, value = "", end = ""] = field.exec(text) ?? [];
    if (end === "") throw new Error(`not a CSV at ${at}`);
    found.at(-1)?.push(value.startsWith('"') ? value.slice(1, -1).replaceAll('""', '"') : value);
    if (end === "\r\n") found.push([]);
  }
  return found.slice(0, -1);
}

it("the French form has semicolons, decimal commas and days first; negative amounts stay numbers", async () => {
  expect(await csv([{}, { label: "Avoir", euros: -5, paid: -123_456, count: null, on: null }])).toBe(
    "Libellé;Date;Nombre;Montant;Payé;Devise\r\nVente;09/03/2025;3;1234,56;15,00;EUR\r\nAvoir;;;-0,05;-1234,56;EUR\r\n",
  );
});

it("the other form has commas, decimal points and dates that no country reads otherwise", async () => {
  expect(await csv([{ label: "Vente, comptoir" }], { separator: "," })).toBe(
    'Libellé,Date,Nombre,Montant,Payé,Devise\r\n"Vente, comptoir",2025-03-09,3,1234.56,15.00,EUR\r\n',
  );
});

it("an amount has the decimals of its currency", async () => {
  const [, yen, dinar] = records(await csv([{ currency: "JPY" }, { currency: "TND" }]), ";");
  expect([yen?.[4], dinar?.[4]]).toEqual(["1500", "1,500"]);
});

it.each(["=1+1", "+33 6 12 34 56 78", "-2 %", "@SUM(A1)", "\t=1", "\r=1", "＝1", "'=1", "=cmd|' /C calc'!A0"])(
  "%j is shown, never run, and comes back as it was",
  async (label) => {
    const [, [shown = ""] = []] = records(await csv([{ label }]), ";");
    expect(shown).toBe(`'${label}`);
    expect(withoutGuard(shown)).toBe(label);
  },
);

it("any text survives being guarded, and none guarded looks like a formula to a spreadsheet", () => {
  const risky = fc.oneof(fc.string(), fc.stringMatching(/^['=+\-@\t\r]{0,4}[a-z]?$/));
  void fc.assert(
    fc.property(risky, (label) => {
      expect(withoutGuard(guarded(label))).toBe(label);
      expect(guarded(label)).not.toMatch(/^[=+\-@\t\r\n]/);
      expect(guarded(label) === label).toBe(!looksLikeFormula(label));
    }),
  );
});

it("whatever a label holds, a reader of RFC 4180 finds the same fields", async () => {
  const hostile = fc.string({ unit: fc.constantFrom("a", "é", '"', ";", ",", "\r\n", "\n", " ", "€", "😀") });
  await fc.assert(
    fc.asyncProperty(hostile, fc.constantFrom(";", ","), async (label, separator) => {
      const [header, row] = records(await csv([{ label }], { separator }), separator);
      expect(header).toHaveLength(6);
      expect(row?.map(withoutGuard)).toEqual([label, ...(records(await csv([{}], { separator }), separator)[1]?.slice(1) ?? [])]);
    }),
    { numRuns: 60 },
  );
});

it("control characters are left out and half a surrogate pair is replaced: the file is UTF-8 text", async () => {
  expect((await csv([{ label: "a\u0000b\u001Bc\uD800d" }])).split("\r\n")[1]?.split(";")[0]).toBe("abc\uFFFDd");
});

it("the byte order mark is written when asked for", async () => {
  expect((await csv([], { byteOrderMark: true })).startsWith("\uFEFFLibellé")).toBe(true);
  expect((await csv([])).startsWith("Libellé")).toBe(true);
});

it("totals are left out unless asked for, and count the euros alone", async () => {
  const rows = [{ label: "A1" }, { label: "A2", currency: "USD" }, { label: "B1" }];
  expect(records(await csv(rows, { of: { totals: true } }), ";")).toHaveLength(4);
  const printed = records(await csv(rows, { of: { totals: true }, totals: "printed" }), ";");
  expect(printed.filter(([label]) => label?.startsWith("Total"))).toEqual([
    ["Total A", "", "", "2469,12", "15,00", ""],
    ["Total B", "", "", "1234,56", "15,00", ""],
    ["Total", "", "", "3703,68", "30,00", ""],
  ]);
});

it("rows leave while others come: no more than two chunks of them wait", async () => {
  let [read, given, most] = [0, 0, 0];
  async function* many() {
    for (; read < 9_000; read += 1) {
      most = Math.max(most, read - given);
      yield sale();
    }
  }
  for await (const chunk of csvBytes(salesTable(many()))) {
    expect(chunk.length).toBeLessThan(70_000);
    given = read;
  }
  expect(read).toBe(9_000);
  expect(most).toBeLessThan(4_000);
});
