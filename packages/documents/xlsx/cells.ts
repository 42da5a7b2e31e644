import type { BusinessDate } from "#domain/dates";
import { cents, decimalComma, exponentOf } from "#domain/money";
import { looksLikeFormula } from "../csv/formula-guard.ts";
import type { Cell } from "../tables/table.ts";
import { cellText } from "./cell-text.ts";
import { STYLES } from "./styles.ts";

/** Column letters of an index from 0: A, Z, AA. */
export function columnLetters(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : columnLetters(Math.floor(index / 26) - 1) + letter;
}

/** One cell as SpreadsheetML. Text is an inline string, never a formula, whatever it looks like. */
export function cellXml(reference: string, cell: Cell): string {
  switch (cell.kind) {
    case "text":
      return textXml(reference, cell.text, looksLikeFormula(cell.text) ? STYLES.guardedText : STYLES.text);
    case "integer":
      return numberXml(reference, String(cell.integer), STYLES.integer);
    case "date":
      return dateXml(reference, cell.date);
    case "cents":
      return numberXml(reference, decimal(cell.cents, 2), STYLES.decimals2);
    case "money":
      return moneyXml(reference, cell.minorUnits, exponentOf(cell.currency));
  }
}

export const textXml = (reference: string, text: string, style: number): string =>
  `<c r="${reference}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${cellText(text)}</t></is></c>`;

/** A formula with the value it has, for readers that do not calculate. */
export const formulaXml = (reference: string, formula: string, sumCents: number, style: number): string =>
  `<c r="${reference}" s="${style}"><f>${formula}</f><v>${decimal(sumCents, 2)}</v></c>`;

const numberXml = (reference: string, digits: string, style: number): string => `<c r="${reference}" s="${style}"><v>${digits}</v></c>`;

function moneyXml(reference: string, minorUnits: number, exponent: number): string {
  const style = exponent === 0 ? STYLES.decimals0 : exponent === 3 ? STYLES.decimals3 : STYLES.decimals2;
  return numberXml(reference, decimal(minorUnits, exponent), style);
}

/** The decimal digits of the amount: no binary fraction on the way. */
const decimal = (minorUnits: number, exponent: number): string => decimalComma(cents(minorUnits), exponent).replace(",", ".");

/** Day 1 of the 1900 calendar is 1 January 1900, but it also counts a 29 February 1900: right from March 1900 on. */
const DAY_ZERO_MS = Date.UTC(1899, 11, 30);
const DAY_MS = 86_400_000;
const FIRST_RIGHT_DAY = "1900-03-01";

function dateXml(reference: string, date: BusinessDate): string {
  if (date < FIRST_RIGHT_DAY) return textXml(reference, date.split("-").reverse().join("/"), STYLES.text);
  return numberXml(reference, String((Date.parse(`${date}T00:00:00Z`) - DAY_ZERO_MS) / DAY_MS), STYLES.date);
}
