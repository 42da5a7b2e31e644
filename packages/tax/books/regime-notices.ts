import type * as z from "zod";
import type { BusinessDate } from "#domain/dates";
import type { VatRegime } from "#domain/people/legal-data";
import type { TaxNotice } from "../notice.ts";

type Period = { readonly from: BusinessDate; readonly to: BusinessDate };

/** What the company's own regime says of a return asked for one period: whether it files one, and of which length. */
export function regimeNotices(regime: z.infer<typeof VatRegime> | null, { from, to }: Period): TaxNotice[] {
  const isQuarter = from.slice(0, 7) !== to.slice(0, 7);
  if (regime === null)
    return [
      notice(
        "books.regime_unknown",
        "Le régime de TVA de la société n'est pas renseigné : la déclaration est préparée comme au régime réel normal.",
        "CGI art. 287, 2",
      ),
    ];
  if (regime === "franchise")
    return [
      notice("books.franchise", "La société est en franchise : elle ne dépose pas de CA3 et ne déduit pas de TVA.", "CGI art. 293 B"),
    ];
  if (regime === "non_assujetti")
    return [notice("books.not_taxable", "La société n'est pas assujettie à la TVA : elle ne dépose pas de CA3.", "CGI art. 256 A")];
  if (regime === "simplifie")
    return [
      notice(
        "books.simplified",
        "La société relève du régime simplifié jusqu'à fin 2026 : elle dépose une CA12 annuelle ; cette CA3 n'est qu'un suivi.",
        "CGI art. 287, 3",
      ),
    ];
  if ((regime === "normal_trimestriel") !== isQuarter)
    return [
      notice(
        "books.other_period",
        `La société déclare ${isQuarter ? "chaque mois" : "chaque trimestre"} : la période demandée n'est pas celle de sa déclaration.`,
        "CGI art. 287, 2",
      ),
    ];
  return [];
}

const notice = (code: string, message: string, article: string): TaxNotice => ({ code, message, article });
