import { HEADING_MAX, plainWords } from "../text/plain-words.ts";
import type { BalanceField } from "./reading.ts";

const ACCOUNT =
  /^(?:(?:n|no|nr|num|numero|code|ref)(?: (?:de|du))? )?(?:comptes?|cptes?|cpt|account)(?: (?:general|generaux|comptable|n|no|num|numero|number))?$|^comptenum$|^numero$|^num$|^n$|^no$/;
const LABEL =
  /^(?:libelles?|intitules?|designation|description|label|name|nom|comptelib)(?: (?:du |des |de )?(?:comptes?|cpte|account))?$|^compte lib(?:elle)?$|^account (?:name|label)$/;
const THIRD_PARTY = /^(?:(?:code|n|num|numero|compte|cpte) )?(?:du )?(?:tiers|auxiliaires?)$|^comp ?aux ?num$|^compte auxiliaire$/;
const SIDE = /^sens(?: du solde)?$|^d c$/;
/** Another year, or what is computed from the others: not read. */
const OTHER = /\bn 1\b|\bprecedents?\b|\bprec\b|\becarts?\b|\bvariations?\b|\bbudget|\bdevises?\b|\bcomparai|%/;
const OPENING = /\ba ?nouveaux?\b|\breports?\b|\bouverture\b|\binitia(?:l|ux)\b|\bdebut\b|\bran\b|\ban\b|\banterieurs?\b|\bopening\b/;
const BALANCE = /\bsoldes?\b|\bbalances?\b/;
const DEBIT = /\bdebits?\b|\bdebiteurs?\b|\bdebitrice\b/;
const CREDIT = /\bcredits?\b|\bcrediteurs?\b|\bcreditrice\b/;
const OWED = /\bdebiteurs?\b|\bcrediteurs?\b/;
const AMOUNT_ALONE = /^montants?$|^montant net$/;

/** What a column holds by its heading (the heading above it before it, when there are two), or null when it is not read. */
export function fieldOf(heading: string): BalanceField | null {
  if (heading.length > HEADING_MAX) return null;
  const words = plainWords(heading);
  if (words === "" || heading.includes("%") || OTHER.test(words)) return null;
  if (ACCOUNT.test(words)) return "account";
  if (LABEL.test(words)) return "label";
  if (THIRD_PARTY.test(words)) return "thirdParty";
  if (SIDE.test(words)) return "side";
  return amountField(words);
}

function amountField(words: string): BalanceField | null {
  const opening = OPENING.test(words);
  const [debit, credit] = [DEBIT.exec(words), CREDIT.exec(words)];
  if (debit && credit) return BALANCE.test(words) && debit.index < credit.index ? (opening ? "openingBalance" : "balance") : null;
  if (debit) return opening ? "openingDebit" : BALANCE.test(words) || OWED.test(words) ? "debitBalance" : "debit";
  if (credit) return opening ? "openingCredit" : BALANCE.test(words) || OWED.test(words) ? "creditBalance" : "credit";
  if (BALANCE.test(words) || AMOUNT_ALONE.test(words)) return opening ? "openingBalance" : "balance";
  return opening ? "openingBalance" : null;
}

/** Where each field stands, and the headings nobody reads. */
export type BalanceLayout = {
  readonly columns: ReadonlyMap<BalanceField, number>;
  readonly unread: readonly { readonly column: number; readonly heading: string }[];
};

/** The layout a line of headings gives, with the line above it for groups (`Mouvements`, `Soldes`); null when it is no line of headings. */
export function layoutOf(headings: readonly string[], above: readonly string[]): BalanceLayout | null {
  const alone = headings.map(fieldOf);
  if (!alone.includes("account")) return null;
  const grouped = withGroups(headings, alone, above);
  const fields = pairs(grouped);
  const columns = new Map<BalanceField, number>();
  for (const [column, field] of fields.entries()) if (field !== null && !columns.has(field)) columns.set(field, column);
  const has = (...names: readonly BalanceField[]) => names.every((name) => columns.has(name));
  if (!has("debit", "credit") && !has("debitBalance", "creditBalance") && !has("balance")) return null;
  const unread = [...headings.entries()]
    .filter(([column, heading]) => heading !== "" && ![...columns.values()].includes(column))
    .map(([column, heading]) => ({ column, heading }));
  return { columns, unread };
}

/** A group's heading stands over its first column and is meant for those after it. Groups begin at the first amount. */
function withGroups(headings: readonly string[], alone: readonly (BalanceField | null)[], above: readonly string[]) {
  const first = alone.findIndex((field) => field !== null && !TEXTS.has(field));
  let group = "";
  return alone.map((field, column) => {
    if (column < first || first < 0) return field;
    group = above[column] || group;
    return group === "" || field === null || TEXTS.has(field) ? field : fieldOf(`${group} ${headings[column] ?? ""}`);
  });
}

const TEXTS: ReadonlySet<BalanceField> = new Set(["account", "label", "thirdParty", "side"]);

const PAIRS: readonly (readonly (readonly [BalanceField, BalanceField])[])[] = [
  [],
  [["debit", "credit"]],
  [
    ["debit", "credit"],
    ["debitBalance", "creditBalance"],
  ],
  [
    ["openingDebit", "openingCredit"],
    ["debit", "credit"],
    ["debitBalance", "creditBalance"],
  ],
];

/** Debit and credit two or three times under the same name: movements then balances, or openings before them, as every balance prints them. */
function pairs(fields: readonly (BalanceField | null)[]): readonly (BalanceField | null)[] {
  const count = fields.filter((field) => field === "debit").length;
  const meaning = PAIRS[count];
  if (count < 2 || !meaning || fields.filter((field) => field === "credit").length !== count) return fields;
  const met = { debit: 0, credit: 0 };
  return fields.map((field) => {
    if (field === "debit") return meaning[met.debit++]?.[0] ?? null;
    if (field === "credit") return meaning[met.credit++]?.[1] ?? null;
    return field;
  });
}
