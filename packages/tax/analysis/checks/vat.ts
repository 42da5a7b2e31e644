import { prorated } from "../../arithmetic.ts";
import type { AnalysisFacts } from "../analysis-facts.ts";
import type { Check } from "../check.ts";
import { type Held, isUnder } from "../held-accounts.ts";
import type { Statements } from "../statements.ts";
import { found, holding, sumOf } from "./found.ts";
import { VAT_WORDS as WORDS } from "./vat.fr.ts";

/** Rounding, deposits and days between invoice and delivery move an implied rate by less than this. */
const TOLERANCE_PPM = 10_000;
const MILLION = 1_000_000;

const COLLECTED = ["44571"];
const DEDUCTED = ["44566"];
const SALES = ["70", "757", "775"];
const PURCHASES = ["60", "61", "62"];
const NO_PURCHASE = ["603", "609", "619", "629"];
const RETURNED = ["44571", "44562", "44566"];

/**
 * VAT accounts against sales and purchases. Movements tell it: balances are cleared by every return. `highestPpm`: the highest rate of the day
 * the year ended, null when it is not known.
 */
export function vatChecks(all: Statements, { vatRegime }: AnalysisFacts, highestPpm: number | null): Check[] {
  const { held } = all;
  const outside = vatRegime === "franchise" || vatRegime === "non_assujetti";
  return [
    ...(outside ? invoicedInFranchise(held) : [...absent(all, vatRegime), ...implied(held, highestPpm), ...deducted(held, highestPpm)]),
    ...leftOpen(held),
  ];
}

/** VAT on an invoice is due by the mere fact of being invoiced, even by who should not have (CGI art. 283, 3). */
function invoicedInFranchise(held: readonly Held[]): Check[] {
  const collected = held.filter((one) => isUnder(one.account, COLLECTED) && (one.cents !== 0 || (one.movedCreditCents ?? 0) !== 0));
  if (collected.length === 0) return [];
  return [
    found("tva_facturee_en_franchise", "alerte", WORDS.franchise, { held: collected, articles: ["CGI art. 293 B", "CGI art. 283, 3"] }),
  ];
}

function absent({ held, turnoverCents }: Statements, regime: AnalysisFacts["vatRegime"]): Check[] {
  if (turnoverCents <= 0 || held.some(({ account }) => isUnder(account, ["4457", "4455", "44567"]))) return [];
  const severity = regime === null ? "information" : "alerte";
  const articles = ["44571", "CGI art. 293 B", "CGI art. 261"];
  return [found("tva_collectee_absente", severity, WORDS.absent(turnoverCents), { held: holding(held, ["70"]), articles })];
}

/** VAT collected over sales, both as they were credited. Above the highest rate it cannot be right; below, it is told. */
function implied(held: readonly Held[], highestPpm: number | null): Check[] {
  const [vat, sales] = [moved(held, COLLECTED, [], "movedCreditCents"), moved(held, SALES, ["709"], "movedCreditCents")];
  if (vat === null || sales === null || sales <= 0 || highestPpm === null) return [];
  const ppm = prorated(vat, MILLION, sales);
  if (Math.abs(ppm - highestPpm) <= TOLERANCE_PPM) return [];
  const concerned = { held: held.filter(({ account }) => isUnder(account, COLLECTED)), articles: ["70", "CGI art. 278"] };
  return ppm > highestPpm
    ? [found("tva_superieure_aux_ventes", "alerte", WORDS.tooMuch(vat, sales, ppm), concerned)]
    : [found("tva_taux_implicite", "information", WORDS.implied(vat, sales, ppm), concerned)];
}

function deducted(held: readonly Held[], highestPpm: number | null): Check[] {
  const vat = moved(held, DEDUCTED, [], "movedDebitCents");
  const bought = moved(held, PURCHASES, NO_PURCHASE, "movedDebitCents");
  if (vat === null || bought === null || bought <= 0 || highestPpm === null) return [];
  const ppm = prorated(vat, MILLION, bought);
  if (ppm <= highestPpm + TOLERANCE_PPM) return [];
  const concerned = { held: held.filter(({ account }) => isUnder(account, DEDUCTED)), articles: ["60 à 62", "CGI art. 271"] };
  return [found("tva_deductible_excessive", "alerte", WORDS.deducted(vat, bought, ppm), concerned)];
}

/** VAT accounts that still hold something when the year ends: what the last return will take, and what it left. */
function leftOpen(held: readonly Held[]): Check[] {
  const open = holding(held, RETURNED);
  const [payable, credit] = [holding(held, ["44551"]), holding(held, ["44567"])];
  return [
    ...(open.length > 0
      ? [found("tva_a_declarer", "information", WORDS.open(-sumOf(open)), { held: open, articles: ["CGI art. 287"] })]
      : []),
    ...(payable.length > 0 && credit.length > 0
      ? [found("tva_due_et_credit", "alerte", WORDS.both, { held: [...payable, ...credit], articles: ["CGI art. 271, IV"] })]
      : []),
  ];
}

/** Movements of one side, EUR cents; null when the balance does not give them for every account concerned. */
function moved(
  held: readonly Held[],
  prefixes: readonly string[],
  except: readonly string[],
  side: "movedDebitCents" | "movedCreditCents",
): number | null {
  const concerned = held.filter(({ account }) => isUnder(account, prefixes) && !isUnder(account, except));
  if (concerned.length === 0) return null;
  return concerned.reduce<number | null>((sum, one) => (sum === null || one[side] === null ? null : sum + one[side]), 0);
}
