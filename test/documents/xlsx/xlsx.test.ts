import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rowsOf } from "#documents/tables/table";
import { xlsxBytes } from "#documents/xlsx/xlsx";
import { businessDate } from "#domain/dates";
import { whole } from "../pdf/pdf-text.ts";
import { type Sale, sale, sales, salesTable } from "../tables/tables.ts";
import { cellsOf, workbookOf } from "./workbook.ts";

const SHEET = "xl/worksheets/sheet1.xml";
const sheetOf = async (rows: readonly Partial<Sale>[], more: Parameters<typeof salesTable>[1] = {}) =>
  workbookOf(await whole(xlsxBytes([salesTable(sales(...rows), more)])))[SHEET] ?? "";

describe("a workbook", () => {
  it("holds numbers as numbers, to the cent, and dates as days since 1900", async () => {
    const cells = cellsOf(
      await sheetOf([
        { euros: -10_000_000_000_001, count: 0 },
        { on: businessDate("1900-03-01"), paid: 7, currency: "JPY" },
      ]),
    );
    expect(cells.get("B2")).toEqual({ style: 6, type: "n", text: "45725", formula: null });
    expect(cells.get("C2")).toMatchObject({ type: "n", text: "0" });
    expect(cells.get("D2")).toEqual({ style: 8, type: "n", text: "-100000000000.01", formula: null });
    expect(cells.get("B3")?.text).toBe("61");
    expect(cells.get("E3")).toEqual({ style: 7, type: "n", text: "7", formula: null });
  });

  it("writes as text a date its calendar counts wrong", async () => {
    expect(cellsOf(await sheetOf([{ on: businessDate("1900-02-28") }])).get("B2")).toMatchObject({ type: "inlineStr", text: "28/02/1900" });
  });

  it("freezes its header, filters its rows, and repeats the header on paper", async () => {
    const parts = workbookOf(await whole(xlsxBytes([salesTable(sales({}, {}), { heading: ["NUMMA", "2025"], totals: true })])));
    expect(parts[SHEET]).toContain('<pane ySplit="4" topLeftCell="A5" activePane="bottomLeft" state="frozen"/>');
    // Two rows and a sub-total; the total stays out of the filter.
    expect(parts[SHEET]).toContain('<autoFilter ref="A4:F7"/>');
    expect(parts["xl/workbook.xml"]).toContain("'Ventes'!$4:$4");
    expect([...cellsOf(parts[SHEET] ?? "").entries()].slice(0, 3).map(([at, { text }]) => [at, text])).toEqual([
      ["A1", "NUMMA"],
      ["A2", "2025"],
      ["A4", "Libellé"],
    ]);
  });

  it("totals by formulas that carry their value; of several currencies, the euros", async () => {
    const rows = [{ label: "A1" }, { label: "A2", currency: "USD" }, { label: "B1", euros: null }];
    const cells = cellsOf(await sheetOf(rows, { totals: true }));
    const total = (reference: string) => [cells.get(reference)?.formula, cells.get(reference)?.text];
    expect([total("D4"), total("E4")]).toEqual([
      ["SUBTOTAL(9,D2:D3)", "2469.12"],
      ['SUMIF(F2:F3,"EUR",E2:E3)', "15.00"],
    ]);
    expect(total("D6")).toEqual(["SUBTOTAL(9,D5:D5)", "0.00"]);
    expect([cells.get("A7")?.text, total("D7"), total("E7")]).toEqual([
      "Total",
      ["SUBTOTAL(9,D2:D6)", "2469.12"],
      ['SUMIF(F2:F6,"EUR",E2:E6)', "30.00"],
    ]);
  });

  it("without rows, totals nothing", async () => {
    expect(cellsOf(await sheetOf([], { totals: true })).get("D2")).toMatchObject({ formula: "0", text: "0.00" });
  });

  it("gives the same bytes for the same rows", async () => {
    const [one, other] = [await whole(xlsxBytes([salesTable(sales({}))])), await whole(xlsxBytes([salesTable(sales({}))]))];
    expect(Buffer.compare(one, other)).toBe(0);
  });

  it("names its sheets as Excel accepts them", async () => {
    const names = ["Balance [2025]/N:1*?\\", "'à nouveaux'", "", "x".repeat(40), "X".repeat(40)];
    const parts = workbookOf(await whole(xlsxBytes(names.map((name) => salesTable(rowsOf([]), { name })))));
    expect([...(parts["xl/workbook.xml"] ?? "").matchAll(/<sheet name="([^"]*)"/g)].map(([, name]) => name)).toEqual([
      ...["Balance 2025 N 1", "à nouveaux", "Feuille", "x".repeat(31), `${"X".repeat(27)} (2)`],
    ]);
    expect(Object.keys(parts).filter((path) => path.startsWith("xl/worksheets/"))).toHaveLength(5);
  });

  it("refuses to hold no sheet, or more than fifty", async () => {
    await expect(whole(xlsxBytes([]))).rejects.toThrow(RangeError);
    await expect(whole(xlsxBytes(Array.from({ length: 51 }, () => salesTable(rowsOf([])))))).rejects.toThrow(RangeError);
  });
});

describe("hostile text in a cell", () => {
  it.each(["=cmd|' /C calc'!A0", "+1", "-1", "@x", "\t=1"])("%j is text, and stays text when typed over", async (label) => {
    expect(cellsOf(await sheetOf([{ label }])).get("A2")).toEqual({ style: 4, type: "inlineStr", text: label, formula: null });
  });

  it("is cut at what a cell holds, and never read as an escape", async () => {
    const cells = cellsOf(
      await sheetOf([{ label: "a".repeat(40_000) }, { label: '_x0041_ <b> & "c"\r\nd' }, { label: `${"a".repeat(32_765)}😀😀` }]),
    );
    expect(cells.get("A2")?.text).toBe(`${"a".repeat(32_766)}…`);
    expect(cells.get("A3")?.text).toBe('_x005F_x0041_ <b> & "c"\nd');
    expect(cells.get("A4")?.text).toBe(`${"a".repeat(32_765)}…`);
  });

  it("whatever it is, leaves a well-formed sheet", async () => {
    const unit = fc.oneof(
      fc.constantFrom("<", "&", '"', "]]>", "\u0000", "\u000B", "\uFFFE", "\uD800", "\uDC00", "_x000D_", "\r"),
      fc.string(),
    );
    await fc.assert(
      fc.asyncProperty(fc.string({ unit }), async (label) => {
        expect(cellsOf(await sheetOf([{ label: `x${label}` }])).get("A2")?.type).toBe("inlineStr");
      }),
      { numRuns: 60 },
    );
  });
});

it("rows leave while others come", async () => {
  let [read, given, most, bytes] = [0, 0, 0, 0];
  async function* many() {
    for (; read < 6_000; read += 1) {
      most = Math.max(most, read - given);
      yield sale({ label: `Vente ${Math.sin(read)}` });
    }
  }
  for await (const chunk of xlsxBytes([salesTable(many())])) {
    bytes += chunk.length;
    given = read;
  }
  expect(read).toBe(6_000);
  expect(bytes).toBeGreaterThan(50_000);
  expect(most).toBeLessThan(2_000);
});
