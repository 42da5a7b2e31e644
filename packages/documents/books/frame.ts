import type { BusinessDate } from "#domain/dates";
import { fitted } from "../pdf/fitted.ts";
import type { PdfPages } from "../pdf/pages.ts";
import type { BookHead } from "./trial-balance.ts";
import { exercice, frenchSiren, pageNumber, period, printedOn } from "./words.fr.ts";

/** Left and right margin of a book, in points. */
export const MARGIN = 28;

export type BookFrame = { readonly title: string; readonly head: BookHead; readonly from: BusinessDate; readonly to: BusinessDate };

/**
 * Draws what stands on every page of a book: whose it is, what it is, its year and period, when it was printed, the page. Says
 * between which heights the rest may stand.
 */
export function bookFrame(pages: PdfPages, { title, head, from, to }: BookFrame): (page: number) => { top: number; bottom: number } {
  const { width, height } = pages;
  const right = width - MARGIN;
  const foot = height - 20;
  const room = width / 2 - MARGIN - pages.widthOf(title, 14, "bold") / 2 - 12;
  const [company = ""] = fitted(head.company, room, 1, (part) => pages.widthOf(part, 9.5, "bold"));
  const [siren, year, span, printed] = [frenchSiren(head.siren), exercice(head), period(from, to), printedOn(head.printedAt)];
  const countAt = right - pages.widthOf("000", 7);
  return (page) => {
    pages.text(MARGIN, 34, company, { size: 9.5, weight: "bold" });
    pages.text(MARGIN, 46, siren, { size: 7.5, gray: 0.3 });
    pages.text(width / 2, 37, title, { size: 14, weight: "bold", align: "center" });
    pages.text(right, 34, year, { size: 7.5, align: "right" });
    pages.text(right, 46, span, { size: 7.5, align: "right", gray: 0.3 });
    pages.rule(MARGIN, right, foot - 11, 0.4, 0.6);
    pages.text(MARGIN, foot, printed, { size: 7, gray: 0.35 });
    pages.text(countAt, foot, pageNumber(page), { size: 7, align: "right", gray: 0.35 });
    pages.pageCount(countAt, foot, 7);
    return { top: 56, bottom: foot - 16 };
  };
}
