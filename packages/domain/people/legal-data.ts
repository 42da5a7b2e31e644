import * as z from "zod";
import { humanText } from "../text.ts";
import { ClosingDay } from "./closing-day.ts";
import { datedList } from "./dated.ts";
import { VatNumber } from "./vat-number.ts";

/** Legal forms of French small companies, in the words of the register. */
export const LegalForm = z.enum([
  "ei",
  "eurl",
  "sarl",
  "sasu",
  "sas",
  "sa",
  "snc",
  "sci",
  "scp",
  "selarl",
  "selas",
  "scop",
  "association",
  "autre",
]);

/**
 * How a company declares VAT: not at all (CGI art. 293 B franchise, or outside its scope), once a year (art. 287, 3: ends with 2026), a quarter
 * or a month (art. 287, 2).
 */
export const VatRegime = z.enum(["non_assujetti", "franchise", "simplifie", "normal_trimestriel", "normal_mensuel"]);

/** Four digits and a letter (NAF); the point of `62.01Z` is left out. */
export const ActivityCode = z
  .string()
  .max(10)
  .transform((text) => text.replaceAll(/[. ]/g, "").toUpperCase())
  .pipe(z.string().regex(/^\d{4}[A-Z]$/));

const line = humanText(120);

export const Address = z.strictObject({
  line1: line.min(1),
  line2: line.exactOptional(),
  postalCode: z.string().regex(/^[0-9A-Z -]{3,10}$/),
  city: line.min(1),
  /** ISO 3166-1 alpha-2. */
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .default("FR"),
});

const CAPITAL_CENTS_MAX = 100_000_000_000_000;

export const LegalForms = datedList({ value: LegalForm });
export const ShareCapitals = datedList({ valueCents: z.int().min(0).max(CAPITAL_CENTS_MAX) });
export const VatRegimes = datedList({ value: VatRegime });
const ClosingDays = datedList({ closesOn: ClosingDay });

/** What a company is before the law. Companies made before these were asked have none of them: everything has a beginning of its own. */
export const LegalData = z.object({
  shape: z.literal(1).default(1),
  vatNumber: VatNumber.nullable().default(null),
  activityCode: ActivityCode.nullable().default(null),
  address: Address.nullable().default(null),
  legalForm: LegalForms.default([]),
  shareCapital: ShareCapitals.default([]),
  vatRegime: VatRegimes.default([]),
  /** Closing days, from the first day of the first fiscal year each one made. */
  fiscalYear: ClosingDays.default([]),
});
export type LegalData = z.infer<typeof LegalData>;

/** What a company is before the law, empty when nobody said. */
export const legalOf = ({ legal }: { readonly legal?: unknown }): LegalData => LegalData.parse(legal ?? {});
