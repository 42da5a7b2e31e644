import { hasLuhnKey } from "#domain/identifiers/luhn";
import { Siren } from "#domain/people/company";
import { vatNumberOf } from "#domain/people/vat-number";
import { hasForeignVatForm } from "./foreign-vat.ts";
import type { Reading } from "./identified.ts";
import { part, read } from "./reading-of.ts";
import { REASONS_FR } from "./reasons.fr.ts";

const SIREN_DIGITS = 9;
const LA_POSTE = "356000000";
const POSTE_MODULUS = 5;

const grouped = (siren: string): string => siren.replace(/\d{3}(?=\d)/g, "$& ");
const isSiren = (digits: string): boolean => Siren.safeParse(digits).success;
const isZeros = (digits: string): boolean => /^0+$/.test(digits);

/** Nine digits: a SIREN. */
export function sirenReading(value: string): Reading {
  const reason = isZeros(value) ? REASONS_FR.zeros : isSiren(value) ? null : REASONS_FR.sirenKey;
  return read("siren", value, { reason, display: grouped(value), parts: [part("siren", value)] });
}

/** Fourteen digits: a SIRET. Its SIREN has a key of its own, and the many offices of La Poste a rule of their own. */
export function siretReading(value: string): Reading {
  const [siren, nic] = [value.slice(0, SIREN_DIGITS), value.slice(SIREN_DIGITS)];
  const display = `${grouped(siren)} ${nic}`;
  return read("siret", value, { reason: siretFault(value, siren, nic), display, parts: [part("siren", siren), part("nic", nic)] });
}

function siretFault(value: string, siren: string, nic: string): string | null {
  if (isZeros(value)) return REASONS_FR.zeros;
  if (!isSiren(siren)) return REASONS_FR.siretSiren;
  if (isZeros(nic)) return REASONS_FR.nicZeros;
  if (hasLuhnKey(value)) return null;
  if (siren !== LA_POSTE) return REASONS_FR.siretKey;
  const sum = [...value].reduce((total, digit) => total + Number(digit), 0);
  return sum % POSTE_MODULUS === 0 ? null : REASONS_FR.siretPoste;
}

/** `FR`, two characters, nine digits (CGI art. 286 ter). A key of two digits is checked; older ones have letters and are not. */
export function vatReading(value: string): Reading {
  const [key, siren] = [value.slice(2, 4), value.slice(4)];
  const shown = { display: `FR ${key} ${grouped(siren)}`, parts: [part("country", "FR"), part("key", key), part("siren", siren)] };
  if (isZeros(siren)) return read("tva", value, { ...shown, reason: REASONS_FR.zeros });
  if (!/^\d\d$/.test(key)) return read("tva", value, { ...shown, valid: null, reason: REASONS_FR.vatOldKey });
  if (vatNumberOf(siren) !== value) return read("tva", value, { ...shown, reason: REASONS_FR.vatKey });
  if (siren.startsWith("000")) return read("tva", value, { ...shown, valid: true, reason: REASONS_FR.vatMonaco });
  return read("tva", value, { ...shown, reason: isSiren(siren) ? null : REASONS_FR.vatSiren });
}

/** A VAT number of another member state: its form, and nothing else. Null where the prefix is no member state's. */
export function foreignVatReading(value: string): Reading | null {
  const [country, number] = [value.slice(0, 2), value.slice(2)];
  const fits = hasForeignVatForm(country, number);
  if (fits === null) return null;
  const shown = { display: `${country} ${number}`, parts: [part("country", country), part("number", number)] };
  if (fits) return read("tva_ue", value, { ...shown, valid: null, reason: REASONS_FR.vatForeign(country) });
  return read("tva_ue", value, { ...shown, reason: REASONS_FR.vatForeignShape(country) });
}

/** `6201Z`: an activity code. */
export function nafReading(value: string): Reading {
  const parts = [part("division", value.slice(0, 2)), part("class", value.slice(0, 4)), part("subclass", value)];
  return read("naf", value, { valid: null, reason: REASONS_FR.naf, display: `${value.slice(0, 2)}.${value.slice(2)}`, parts });
}
