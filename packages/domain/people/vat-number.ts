import * as z from "zod";

const FRENCH = /^FR(\d{2})(\d{9})$/;
const KEY_MODULUS = 97;

/** French VAT number of a SIREN: `FR`, a key of two digits, the SIREN (CGI art. 286 ter; key = (12 + 3 x (SIREN mod 97)) mod 97). */
export function vatNumberOf(siren: string): string {
  const key = (12 + 3 * (Number(siren) % KEY_MODULUS)) % KEY_MODULUS;
  return `FR${String(key).padStart(2, "0")}${siren}`;
}

/** A French VAT number whose key is right, in capitals without spaces. Keys with letters exist for what has no SIREN; a company here has one. */
export const VatNumber = z
  .string()
  .max(20)
  .transform((text) => text.replaceAll(" ", "").toUpperCase())
  .refine((text) => vatNumberOf(FRENCH.exec(text)?.[2] ?? "0") === text, { params: { code: "bad_vat_number" } });
