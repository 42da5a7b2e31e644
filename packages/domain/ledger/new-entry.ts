import * as z from "zod";
import { BusinessDate } from "../dates.ts";
import { Cents, Currency, EUR } from "../money.ts";
import { ThirdParty } from "./entry.ts";

const text = (maximum: number) => z.string().min(1).max(maximum);
/** More lines than this are no entry but an attack; up to it the refusal has a name. */
const LINES_READ_MAX = 20_000;

const NewLine = z.strictObject({
  account: z.string().min(3).max(20),
  /** Code of an existing third party, or a name alone: the same name always gets the same code. */
  thirdParty: z.strictObject({ code: ThirdParty.shape.code.exactOptional(), name: text(80) }).exactOptional(),
  label: text(200).exactOptional(),
  debitCents: Cents.exactOptional(),
  creditCents: Cents.exactOptional(),
  /** The amount in the currency of the voucher, never in euros. */
  foreign: z
    .strictObject({ amountCents: Cents.min(1), currency: Currency.refine((code) => code !== EUR, { params: { code: "not_eur" } }) })
    .exactOptional(),
});
export type NewLine = z.output<typeof NewLine>;

/** An entry as a person writes it: two lines or more, each with a debit or a credit. */
export const NewEntry = z.strictObject({
  date: BusinessDate,
  journal: z.enum(["OD", "VE", "AC"]).default("OD"),
  pieceRef: text(60),
  pieceDate: BusinessDate.refine((date) => date >= "2000-01-01" && date <= "2099-12-31", { params: { code: "invalid" } }).exactOptional(),
  label: text(200),
  lines: z.array(NewLine).min(2).max(LINES_READ_MAX),
});
export type NewEntry = z.output<typeof NewEntry>;
