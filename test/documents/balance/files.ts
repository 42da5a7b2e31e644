import { zipSync } from "fflate";

/** A balance that balances: five accounts, a company's first year. */
export const LINES: readonly (readonly [account: string, label: string, debit: string, credit: string])[] = [
  ["101300", "Capital", "", "10 000,00"],
  ["411000", "Clients", "4 800,50", ""],
  ["512000", "Banque", "29 199,50", ""],
  ["606300", "Petit équipement", "6 000,00", ""],
  ["706000", "Prestations", "", "30 000,00"],
];

export const CENTS = [
  ["101300", 0, 1_000_000],
  ["411000", 480_050, 0],
  ["512000", 2_919_950, 0],
  ["606300", 600_000, 0],
  ["706000", 0, 3_000_000],
] as const;

/** The balance as text: its headings, then its lines, as `line` writes each. */
export const balanceText = (
  headings: string,
  line: (cells: (typeof LINES)[number]) => string = (cells) => cells.join(";"),
  end = "\r\n",
): string => [headings, ...LINES.map(line), ""].join(end);

export const bytesOf = (text: string): Uint8Array => Buffer.from(text, "utf8");

type Parts = Readonly<Record<string, string | Uint8Array>>;

const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/** A workbook: sheets by name, each the inside of its `sheetData`; other parts replace or add to those made here. */
export function workbook(
  sheets: Readonly<Record<string, string>>,
  more: { readonly strings?: string; readonly parts?: Parts; readonly hidden?: string; readonly level?: 0 | 1 } = {},
) {
  const names = Object.keys(sheets);
  const relation = (id: string, type: string, target: string) => `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`;
  const listed = names.map(
    (name, at) => `<sheet name="${name}" sheetId="${at + 1}"${name === more.hidden ? ' state="hidden"' : ""} r:id="r${at}"/>`,
  );
  const parts: Parts = {
    "[Content_Types].xml": "<Types/>",
    "_rels/.rels": `<Relationships>${relation("r", "officeDocument", "xl/workbook.xml")}</Relationships>`,
    "xl/workbook.xml": `<?xml version="1.0"?><workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${listed.join("")}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships>${names.map((_, at) => relation(`r${at}`, "worksheet", `worksheets/sheet${at}.xml`)).join("")}${relation("s", "sharedStrings", "/xl/sharedStrings.xml")}</Relationships>`,
    "xl/sharedStrings.xml": `<sst xmlns="${MAIN}">${more.strings ?? ""}</sst>`,
    ...Object.fromEntries(
      Object.values(sheets).map((data, at) => [
        `xl/worksheets/sheet${at}.xml`,
        `<worksheet xmlns="${MAIN}"><sheetData>${data}</sheetData></worksheet>`,
      ]),
    ),
    ...more.parts,
  };
  return zipSync(Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, typeof part === "string" ? bytesOf(part) : part])), {
    level: more.level ?? 1,
  });
}

/** A row of cells as inline strings. */
export const textRow = (row: number, ...texts: readonly string[]): string =>
  `<row r="${row}">${texts.map((text, at) => `<c r="${String.fromCharCode(65 + at)}${row}" t="inlineStr"><is><t>${text}</t></is></c>`).join("")}</row>`;

/** An account with its two amounts as numbers. */
export const amountRow = (row: number, account: string, debit: string, credit: string): string =>
  `<row r="${row}"><c r="A${row}"><v>${account}</v></c><c r="C${row}"><v>${debit}</v></c><c r="D${row}">${credit === "" ? "" : `<v>${credit}</v>`}</c></row>`;

export const HEADINGS = ["Compte", "Libellé", "Débit", "Crédit"] as const;

type Columns = {
  readonly account: string;
  readonly openingDebitCents: number | null;
  readonly openingCreditCents: number | null;
  readonly debitCents: number | null;
  readonly creditCents: number | null;
  readonly debitBalanceCents: number | null;
  readonly creditBalanceCents: number | null;
};

/** A row's account and its six amounts, in the order a balance prints them. */
export const columnsOf = (row: Columns) => [
  row.account,
  row.openingDebitCents,
  row.openingCreditCents,
  row.debitCents,
  row.creditCents,
  row.debitBalanceCents,
  row.creditBalanceCents,
];
