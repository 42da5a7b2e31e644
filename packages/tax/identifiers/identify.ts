import * as z from "zod";
import { Siren } from "#domain/people/company";
import { VatNumber } from "#domain/people/vat-number";

/** What a text is taken for, and whether its check digits hold. */
export const Identified = z
  .object({
    value: z.string(),
    kind: z.enum(["siren", "tva", "unknown"]),
    valid: z.boolean(),
    /** Why not, in French; null when it is valid. */
    reason: z.string().nullable(),
  })
  .meta({ id: "IdentifiedText" });
export type Identified = z.infer<typeof Identified>;

/** Says what a text is by its shape, and whether its check digits hold. Spaces, dots and case do not matter. */
export function identify(text: string): Identified {
  const value = text.replaceAll(/[\s.-]/g, "").toUpperCase();
  if (/^\d{9}$/.test(value)) return judged(value, "siren", Siren.safeParse(value).success, "La clé de Luhn de ce SIREN est fausse.");
  if (/^FR[0-9A-Z]{2}\d{9}$/.test(value))
    return judged(value, "tva", VatNumber.safeParse(value).success, "La clé de ce numéro de TVA n'est pas celle de son SIREN.");
  return { value, kind: "unknown", valid: false, reason: "Ce texte n'a la forme d'aucun identifiant connu." };
}

const judged = (value: string, kind: Identified["kind"], valid: boolean, reason: string): Identified => ({
  ...{ value, kind, valid },
  reason: valid ? null : reason,
});
