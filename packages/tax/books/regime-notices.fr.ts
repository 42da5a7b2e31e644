import type * as z from "zod";
import { euros } from "#domain/amounts.fr";
import type { BusinessDate } from "#domain/dates";
import type { VatRegime } from "#domain/people/legal-data";
import { notice, type TaxNotice } from "../notice.ts";

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

/**
 * Told when the period begins on VAT accounts the return before has not cleared, more deductible than due: that credit is not on 44567 yet, hence not
 * on line 22. Below a euro it is rounding. `unsettledCents`: what 44571, 4452 and 4453, 44562 and 44566 hold together, debit positive.
 */
export const unsettledNotices = (unsettledCents: number): TaxNotice[] =>
  unsettledCents < EURO
    ? []
    : [
        notice(
          "books.credit_unsettled",
          `À la veille de la période, la TVA déductible dépassait la TVA due de ${euros(unsettledCents)} dans les comptes : la déclaration précédente n'y était pas soldée, et ce crédit éventuel n'est pas porté en ligne 22.`,
          "Comptes 44567, 44571 et 4456",
        ),
      ];

const EURO = 100;
