import { ofPpm } from "../../arithmetic.ts";
import type { AnalysisFacts } from "../analysis-facts.ts";
import { equityOf } from "../balance-sheet.ts";
import type { Check } from "../check.ts";
import type { CompanyShares } from "../company-shares.ts";
import { creditOf } from "../held-accounts.ts";
import type { Statements } from "../statements.ts";
import { EQUITY_WORDS as WORDS } from "./equity.fr.ts";
import { found, holding, sumOf } from "./found.ts";

type Form = AnalysisFacts["legalForm"];
const LIMITED = ["eurl", "sarl", "selarl"];
const BY_SHARES = ["sasu", "sas", "sa", "selas"];

const isLimited = (form: Form): boolean => form === null || LIMITED.includes(form);
const isByShares = (form: Form): boolean => form === null || BY_SHARES.includes(form);

/** Equity against the capital, the legal reserve, and partners who owe the company. */
export const equityChecks = (all: Statements, { legalForm }: AnalysisFacts, shares: CompanyShares | null): Check[] => [
  ...partnersInDebt(all, legalForm),
  ...(shares && (isLimited(legalForm) || isByShares(legalForm))
    ? [...halfOfCapital(all, legalForm, shares), ...legalReserve(all, shares)]
    : []),
];

/** The articles of the company's form; both when the form is not known. */
const byForm = (form: Form, limited: string, byShares: string): string[] => [
  ...(isLimited(form) ? [limited] : []),
  ...(isByShares(form) ? [byShares] : []),
];

function partnersInDebt({ held }: Statements, form: Form): Check[] {
  const partners = holding(held, ["455"]).filter(({ cents }) => cents > 0);
  if (partners.length === 0 || form === "ei" || form === "association") return [];
  const articles = [...byForm(form, "C. com. art. L223-21", "C. com. art. L225-43 et L227-12"), "CGI art. 111, a"];
  return [found("compte_courant_debiteur", "alerte", WORDS.partnersInDebt(sumOf(partners)), { held: partners, articles })];
}

function halfOfCapital({ held, sheet }: Statements, form: Form, { leastEquityPpm }: CompanyShares): Check[] {
  const capital = creditOf(held, ["101"]);
  const equity = equityOf(sheet);
  if (capital <= 0 || equity >= ofPpm(capital, leastEquityPpm)) return [];
  const articles = byForm(form, "C. com. art. L223-42", "C. com. art. L225-248");
  return [
    found("capitaux_propres_insuffisants", "alerte", WORDS.halfOfCapital(equity, capital), { held: holding(held, ["101"]), articles }),
  ];
}

/** Five per cent of the profit, less earlier losses, until the reserve is a tenth of the capital. */
function legalReserve({ held, sheet }: Statements, { legalReserveSharePpm, legalReserveCeilingPpm }: CompanyShares): Check[] {
  const [capital, reserve] = [creditOf(held, ["101"]), creditOf(held, ["1061"])];
  const carried = (sheet.liability.get("report_a_nouveau") ?? 0) + (sheet.liability.get("resultat_en_instance") ?? 0);
  const profit = (sheet.liability.get("resultat") ?? 0) + Math.min(0, carried);
  if (capital <= 0 || profit <= 0) return [];
  const missing = ofPpm(capital, legalReserveCeilingPpm) - reserve;
  if (missing <= 0) return [];
  const due = Math.min(missing, ofPpm(profit, legalReserveSharePpm));
  return [
    found("reserve_legale_a_doter", "information", WORDS.legalReserve(due, reserve, capital), {
      held: holding(held, ["1061", "101"]),
      articles: ["C. com. art. L232-10"],
    }),
  ];
}
