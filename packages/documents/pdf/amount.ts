import { printedAmount } from "#domain/amounts.fr";

/** An empty side is left blank: zeros hide the figures. */
export const printedSide = (amountCents: number): string => (amountCents === 0 ? "" : printedAmount(amountCents));
