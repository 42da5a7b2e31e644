import { describe, expect, it } from "vitest";
import { byAccount } from "#documents/balance/coherence";
import { readBalance } from "#documents/balance/read";
import { trialBalanceTable } from "#documents/books/trial-balance-table";
import { csvBytes } from "#documents/csv/csv";
import type { Table } from "#documents/tables/table";
import { xlsxBytes } from "#documents/xlsx/xlsx";
import { auxiliaryBalanceOf, comparedBalanceOf, trialBalanceOf } from "#test/documents/books/books";
import { columnsOf } from "./files.ts";

const collected = async (source: AsyncIterable<Uint8Array>): Promise<Uint8Array> => {
  const pieces: Uint8Array[] = [];
  for await (const piece of source) pieces.push(piece);
  return Buffer.concat(pieces);
};

type Written = (table: Table) => AsyncIterable<Uint8Array>;
const WRITTEN: readonly (readonly [string, Written])[] = [
  ["CSV", (table) => csvBytes(table)],
  ["CSV of programs", (table) => csvBytes(table, { separator: ",", byteOrderMark: true })],
  ["CSV with its totals", (table) => csvBytes(table, { totals: "printed" })],
  ["workbook", (table) => xlsxBytes([table])],
];

describe.each(WRITTEN)("a balance we export as %s", (_, written) => {
  it.each([
    ["by account", () => trialBalanceOf(60)],
    ["by third party", () => auxiliaryBalanceOf(40)],
    ["compared with the year before", () => comparedBalanceOf(30)],
  ])("%s is read back to the cent, totals aside", async (__, made) => {
    const document = made();
    const { rows, problems } = await readBalance(await collected(written(trialBalanceTable(document))), null);
    expect(problems).toEqual([]);
    expect(rows.map(columnsOf)).toEqual(document.rows.map(columnsOf));
    expect(byAccount(rows)).toHaveLength(new Set(rows.map(({ account }) => account)).size);
  });
});
