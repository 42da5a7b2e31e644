import * as z from "zod";
import { hasLuhnKey } from "../identifiers/luhn.ts";
import { CompanyId, PersonId } from "../ids.ts";
import { humanText } from "../text.ts";
import { ClosingDay } from "./closing-day.ts";

/** Nine digits whose Luhn sum is a multiple of ten (INSEE). Nine zeros pass that test and are nobody's. */
export const Siren = z
  .string()
  .regex(/^\d{9}$/)
  .refine((digits) => digits !== "000000000" && hasLuhnKey(digits), { params: { code: "bad_siren" } });

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
