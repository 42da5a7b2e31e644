import { cents, decimalComma } from "#domain/money";

/** `-123456` -> `-1 234,56`, thousands parted by a narrow no-break space. */
export const printedAmount = (amountCents: number): string => decimalComma(cents(amountCents)).replace(/\d(?=(?:\d{3})+,)/g, "$&\u202F");

/** An empty side is left blank: zeros hide the figures. */
export const printedSide = (amountCents: number): string => (amountCents === 0 ? "" : printedAmount(amountCents));
