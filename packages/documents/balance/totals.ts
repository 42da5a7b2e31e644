import { plainWords } from "../text/plain-words.ts";
import { shown } from "../text/shown.ts";
import { readAccount } from "./account.ts";
import type { BalanceLayout } from "./headings.ts";
import type { BalanceField, BalanceProblem, BalanceRemark, ReadRow } from "./reading.ts";
import { type Amounts, problemAt } from "./row-amounts.ts";
import { cellAt, type TableLine } from "./table-line.ts";

const TOTAL = /^(?:sous )?tota(?:l|ux|ls)\b|^s ?total\b|^cumuls?\b|^st\b/;
const CARRIED = /^(?:a )?report(?:er|s)?(?: (?:page|a nouveau))?$|^a reporter\b|^solde (?:de la balance|general)$/;
const RESULT = /^(?:resultat|benefice|perte)\b/;

/** What a line without an account of its own is: a total of what (a prefix, or everything), a page's carry, the result, or nothing of the kind. */
export type Summing =
  | { readonly kind: "total"; readonly of: string | null; readonly words: string }
  | { readonly kind: "carried" | "result"; readonly words: string };

/** Words are looked for where text may stand: in the columns before the first amount. */
export function summingOf(line: TableLine, { columns }: BalanceLayout): Summing | null {
  const account = cellAt(line, columns.get("account")).text;
  if (/^\s*[1-9]\s*$/.test(account)) return { kind: "total", of: account.trim(), words: account.trim() };
  const isShort = /^\s*\d{2,3}\s*$/.test(account);
  const isAccount = readAccount(account) !== null;
  if (isAccount && !isShort) return null;
  const label = cellAt(line, columns.get("label")).text;
  const words = [plainWords(account), plainWords(label), ...leading(line, columns)].find((one) => TOTAL.test(one) || OTHERS.test(one));
  if (words === undefined || (isAccount && !isTotalOf(account.trim(), words))) return null;
  if (TOTAL.test(words)) return { kind: "total", of: isShort ? account.trim() : prefixIn(words), words };
  return { kind: RESULT.test(words) ? "result" : "carried", words };
}

/** `41 Total clients` is a total, `606 Total Energies` an account: three digits must be named as what is added up. */
const isTotalOf = (account: string, words: string): boolean =>
  TOTAL.test(words) && (account.length < 3 || words.includes(account) || OF_HEADING.test(words));
const OF_HEADING = /^(?:sous )?total (?:du |de la )?(?:compte|classe|poste|rubrique|racine)s?\b/;

const OTHERS = new RegExp(`${CARRIED.source}|${RESULT.source}`);

const leading = (line: TableLine, columns: BalanceLayout["columns"]): readonly string[] => {
  const first = Math.min(...[...columns].flatMap(([field, column]) => (TEXTS.has(field) ? [] : [column])));
  return line.cells.slice(0, Math.min(first, LEADING_MAX)).map((cell) => plainWords(cell?.text ?? ""));
};

const LEADING_MAX = 10;
const TEXTS: ReadonlySet<BalanceField> = new Set(["account", "label", "thirdParty", "side"]);

/** `total classe 4` -> `4`, `total 41` -> `41`, `total compte 411000` -> `411000`; null for a total of everything. */
const prefixIn = (words: string): string | null => /\b([1-9][0-9a-z]{0,19})$/.exec(words)?.[1]?.toUpperCase() ?? null;

/** Sums of what was read, by class, by two and three digits, by account, and of everything: what totals of the file are held against. */
export function createSums() {
  const sums = new Map<string, Map<BalanceField, number>>();
  const add = (key: string, amounts: Amounts): void => {
    const kept = sums.get(key) ?? new Map<BalanceField, number>();
    for (const [field, cents] of amounts) kept.set(field, (kept.get(field) ?? 0) + cents);
    sums.set(key, kept);
  };
  return {
    take({ account }: ReadRow, amounts: Amounts): void {
      const part = account >= "6" ? MANAGEMENT : SHEET;
      for (const key of new Set(["", part, SINCE, account.slice(0, 1), account.slice(0, 2), account.slice(0, 3), account]))
        add(key, amounts);
    },
    /** Holds a total against its rows. One of which nobody can tell what it adds up is told, and not checked. */
    check(line: TableLine, layout: BalanceLayout, { of, words }: Total, amounts: Amounts): BalanceProblem | BalanceRemark {
      const keys = of === null ? ["", SINCE, SHEET, MANAGEMENT, "6", "7"] : [of, of.padEnd(6, "0")].filter((key) => sums.has(key));
      const off = keys.map((key) => mismatch(sums.get(key), amounts));
      sums.delete(SINCE);
      const remark = { line: line.line, place: line.placeOf(null), detail: of ?? "" };
      if (off.includes(null)) return { code: "total_skipped", ...remark };
      const [field] = off;
      if (field === null || field === undefined || (of === null && !OF_EVERYTHING.test(words)))
        return { code: "total_unchecked", ...remark };
      const column = layout.columns.get(field);
      return problemAt("total_mismatch", line, { field, column, detail: shown(cellAt(line, column).text) });
    },
  };
}

type Total = Extract<Summing, { kind: "total" }>;

/** Rows since the last total: pages and parts have totals of their own. */
const SINCE = "since";
/** Classes 1 to 5, and 6 to 9. */
const SHEET = "sheet";
const MANAGEMENT = "management";
const OF_EVERYTHING = /^(?:totaux|total)(?: (?:generaux|general|balance|de la balance|des comptes))*$/;

/** The first column in which a total is not the sum; null when it is in all. A balance net of both sides is compared as a whole. */
function mismatch(sum: ReadonlyMap<BalanceField, number> | undefined, amounts: Amounts): BalanceField | null {
  const net = (of: ReadonlyMap<BalanceField, number> | undefined) => (of?.get("debitBalance") ?? 0) - (of?.get("creditBalance") ?? 0);
  for (const [field, cents] of amounts) {
    if (cents === (sum?.get(field) ?? 0)) continue;
    const isNetted = (field === "debitBalance" || field === "creditBalance") && net(sum) === net(amounts);
    if (!isNetted) return field;
  }
  return null;
}
