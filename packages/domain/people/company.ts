import * as z from "zod";
import { CompanyId, PersonId } from "../ids.ts";
import { humanText } from "../text.ts";
import { ClosingDay } from "./closing-day.ts";

/** Nine digits whose Luhn sum is a multiple of ten (INSEE). */
export const Siren = z
  .string()
  .regex(/^\d{9}$/)
  .refine(luhn, { params: { code: "bad_siren" } });

/** Public short name of a company, used to log in with a password alone. */
export const Slug = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{1,38}[a-z0-9])$/);

export const Company = z.object({
  id: CompanyId,
  slug: Slug,
  name: z.string().min(1).max(120),
  siren: Siren.nullable(),
  closesOn: ClosingDay,
  ownerId: PersonId,
  version: z.int(),
  /** Read by `legalOf`, where it is asked for: most of the product never does. */
  legal: z.unknown().exactOptional(),
});
export type Company = z.infer<typeof Company>;

/** What a new company says of itself. */
export const NewCompany = z.strictObject({
  name: humanText(120).min(1),
  slug: Slug.exactOptional(),
  siren: Siren.exactOptional(),
  closesOn: ClosingDay.default("12-31"),
});

/** Digits of a SIREN: every second one from the right counts double. */
function luhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** `Ateliers Numéro 1 & Fils` -> `ateliers-numero-1-fils`. */
export function slugOf(name: string): string {
  const plain = name
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase();
  const slug = plain
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 40)
    .replace(/^-+|-+$/g, "");
  return slug.length >= 3 ? slug : `societe-${slug || "x"}`;
}
