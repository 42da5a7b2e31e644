import { shown } from "../text/shown.ts";
import { type Unzipping, unzip, ZipFault, type ZipLimits } from "../zip/unzip.ts";
import { type BalanceReading, type BalanceRemark, unreadable } from "./reading.ts";
import { sharedStrings } from "./shared-strings.ts";
import { readSheet, type SheetFacts } from "./sheet.ts";
import { createTableReader, type TableReading } from "./table-reader.ts";
import { type Sheet, workbookOf } from "./workbook.ts";
import { XmlFault } from "./xml.ts";

/** What a workbook of 20 000 accounts needs ten times over, and what a function of one gigabyte bears. */
export const XLSX_LIMITS = { entries: 2_000, entryBytes: 24_000_000, totalBytes: 40_000_000, ratio: 250 } as const;

/** Reads a balance from a workbook: the first shown sheet that has headings. Never throws on what the file holds. */
export async function readXlsx(bytes: Uint8Array, limits: ZipLimits = XLSX_LIMITS): Promise<BalanceReading> {
  const opened: { archive: Unzipping | null } = { archive: null };
  const bytesRead = () => bytes.byteLength + (opened.archive?.bytesOut() ?? 0);
  try {
    const archive = unzip(bytes, limits);
    opened.archive = archive;
    if (archive.entries.has("mimetype") || ![...archive.entries.keys()].some((name) => name.endsWith("workbook.xml")))
      return unreadable("xlsx", "workbook_missing", { bytesRead: bytesRead() });
    return { ...(await readArchive(archive)), startsOn: null, endsOn: null, bytesRead: bytesRead() };
  } catch (error) {
    if (error instanceof ZipFault) return unreadable("xlsx", error.code, { detail: shown(error.entry), bytesRead: bytesRead() });
    if (error instanceof XmlFault) return unreadable("xlsx", error.code, { bytesRead: bytesRead() });
    throw error;
  }
}

type Read = Pick<BalanceReading, "format" | "rows" | "problems" | "remarks">;

async function readArchive(archive: Unzipping): Promise<Read> {
  const { sheets, stringsEntry } = await workbookOf(archive);
  const strings = await sharedStrings(archive, stringsEntry);
  const hidden = sheets.filter(({ isHidden }) => isHidden).map(sheetRemark("hidden_sheet"));
  const visible = sheets.filter(({ isHidden }) => !isHidden).slice(0, SHEETS_READ);
  for (const [place, sheet] of visible.entries()) {
    const reader = createTableReader("any");
    const facts = await readSheet(archive, sheet.entry, strings, reader.take);
    if (!reader.hasHeadings()) continue;
    const others = visible.filter((_, index) => index !== place).map(sheetRemark("other_sheets"));
    return read(reader.finish(), [...hidden, ...others.slice(0, SHEETS_TOLD), ...factRemarks(facts)]);
  }
  return { format: "xlsx", rows: [], problems: unreadable("xlsx", "no_headings").problems, remarks: hidden };
}

const SHEETS_TOLD = 20;
/** Sheets in which headings are looked for: every one costs as much as a whole balance. */
const SHEETS_READ = 20;

const sheetRemark =
  (code: "hidden_sheet" | "other_sheets") =>
  ({ name }: Sheet): BalanceRemark => ({ code, line: 0, place: "", detail: shown(name) });

function read({ rows, problems, remarks }: TableReading, told: readonly BalanceRemark[]): Read {
  const none = rows.length === 0 && problems.length === 0 ? unreadable("xlsx", "no_rows").problems : [];
  return { format: "xlsx", rows, problems: [...problems, ...none], remarks: [...told, ...remarks] };
}

function factRemarks({ formulas, firstFormula, hiddenRows }: SheetFacts): readonly BalanceRemark[] {
  const computed: BalanceRemark[] = firstFormula ? [{ code: "formula_value_read", ...firstFormula, detail: String(formulas) }] : [];
  return hiddenRows > 0 ? [...computed, { code: "hidden_rows", line: 0, place: "", detail: String(hiddenRows) }] : computed;
}
