import type { Check } from "../check.ts";
import { creditOf, debitOf, type Held } from "../held-accounts.ts";
import type { Statements } from "../statements.ts";
import { ASSETS_WORDS as WORDS } from "./assets.fr.ts";
import { found, holding, sumOf } from "./found.ts";

const DEPRECIATION = "PCG : amortissement des immobilisations (règlement ANC 2014-03)";

/** Fixed assets, stocks and loans against the charges that go with them. */
export const assetsChecks = (all: Statements): Check[] => [
  ...overDepreciated(all.held),
  ...(all.resultPlace === "on_12_alone" ? [] : [...noDepreciation(all), ...noStockChange(all), ...noInterest(all)]),
];

/** Assets and what depreciates them, by the three digits they share: 2818 and 2918 against 218. */
function overDepreciated(held: readonly Held[]): Check[] {
  const roots = new Set(held.flatMap(({ account }) => (/^2[89][0-8]/.test(account) ? [rootOf(account)] : [])));
  const over = [...roots].flatMap((root) => {
    const digits = root.slice(1);
    const taken = creditOf(held, [`28${digits}`, `29${digits}`]);
    return taken > debitOf(held, [root]) ? holding(held, [root, `28${digits}`, `29${digits}`]) : [];
  });
  return over.length === 0
    ? []
    : [found("amortissement_superieur_au_brut", "erreur", WORDS.overDepreciated, { held: over, articles: [DEPRECIATION] })];
}

/** `281830` -> `218`; `280000`, which names no asset, -> `20`. */
const rootOf = (account: string): string => {
  const digits = account.slice(2, 4);
  return `2${digits.endsWith("0") ? digits.slice(0, 1) : digits}`;
};

const WEARING = ["205", "212", "213", "214", "215", "218"];

function noDepreciation({ held, flows }: Statements): Check[] {
  const gross = debitOf(held, WEARING);
  const net = gross - creditOf(held, ["2805", "281"]);
  if (net <= 0 || flows.amountOf("dotations") > 0) return [];
  return [
    found("dotation_absente", "alerte", WORDS.noDepreciation(net), { held: holding(held, WEARING), articles: ["681", DEPRECIATION] }),
  ];
}

function noStockChange({ held }: Statements): Check[] {
  const stocks = holding(held, ["31", "32", "33", "34", "35", "36", "37", "38"]);
  const changed = holding(held, ["603", "713"]);
  if (stocks.length === 0 || changed.length > 0) return [];
  return [found("stock_sans_variation", "alerte", WORDS.noStockChange(sumOf(stocks)), { held: stocks, articles: ["603", "713"] })];
}

function noInterest({ held }: Statements): Check[] {
  const loans = holding(held, ["164"]).filter(({ cents }) => cents < 0);
  if (loans.length === 0 || holding(held, ["661"]).length > 0) return [];
  return [found("emprunt_sans_interets", "information", WORDS.noInterest(-sumOf(loans)), { held: loans, articles: ["661"] })];
}
