import { bicReading, ibanReading, ribReading } from "./bank-numbers.ts";
import { foreignVatReading, nafReading, sirenReading, siretReading, vatReading } from "./company-numbers.ts";
import type { Identified, Reading } from "./identified.ts";
import { read } from "./reading-of.ts";
import { REASONS_FR } from "./reasons.fr.ts";

/** No identifier is longer, however it is spaced. */
const CHARACTERS_MAX = 64;

/** What people put between the groups of a number: spaces of every width that print as one, line ends, points, dashes, slashes. */
const SEPARATORS = /[ \t\r\n\u00A0\u2009\u202F.\-/]/g;

/** Characters that print as nothing. */
const INVISIBLE = /[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2064\uFEFF]/g;

/**
 * Says what a text is by its shape, whether its check digits hold, and what it is made of. Separators and case do not matter. What is
 * written with invisible characters, or digits of another script, is not silently mended: it is unknown, with what it looks like among
 * the candidates, as is what a spreadsheet took a leading zero from. Never throws.
 */
export function identify(text: string): Identified {
  if (text.length > CHARACTERS_MAX) return unknown("", REASONS_FR.tooLong, []);
  const value = cleaned(text);
  if (value === "") return unknown("", REASONS_FR.empty, []);
  if (!/^[\x21-\x7E]*$/.test(value)) return disguised(text);
  const known = readingOf(value);
  if (known) return { ...known, candidates: [] };
  const candidates = guesses(value);
  return unknown(
    value,
    candidates[0]?.hint ?? REASONS_FR.noShape,
    candidates.map(({ reading }) => reading),
  );
}

const cleaned = (text: string): string => text.replace(SEPARATORS, "").replace(/[a-z]/g, (letter) => letter.toUpperCase());

/** What a text looks like without what does not print, its digits as plain ones (NFKC). */
function disguised(text: string): Identified {
  const plain = cleaned(text.replace(INVISIBLE, "").normalize("NFKC"));
  const looksLike = plain.length <= CHARACTERS_MAX && /^[\x21-\x7E]+$/.test(plain) ? readingOf(plain) : null;
  return unknown("", REASONS_FR.foreignCharacters, looksLike ? [looksLike] : []);
}

/** The reading of a text by its shape: no two shapes overlap. */
function readingOf(value: string): Reading | null {
  if (/^\d{9}$/.test(value)) return sirenReading(value);
  if (/^\d{14}$/.test(value)) return siretReading(value);
  if (/^\d{4}[A-Z]$/.test(value)) return nafReading(value);
  if (/^FR[0-9A-Z]{2}\d{9}$/.test(value)) return vatReading(value);
  if (/^[0-9A-Z]{23}$/.test(value) && /^\d/.test(value)) return ribReading(value);
  if (/^[A-Z]{2}\d{2}[0-9A-Z]{11,30}$/.test(value)) return ibanReading(value);
  if (/^[A-Z]{6}[0-9A-Z]{2}(?:[0-9A-Z]{3})?$/.test(value)) return bicReading(value);
  return /^[A-Z]{2}[0-9A-Z+*]{2,12}$/.test(value) && /\d/.test(value) ? foreignVatReading(value) : null;
}

type Guess = { readonly reading: Reading; readonly hint: string };

/** What a text would be with what may have been lost; only where the check digits then hold. */
function guesses(value: string): readonly Guess[] {
  const all: readonly (Guess | null)[] = [
    /^\d{11}$/.test(value) ? { reading: vatReading(`FR${value}`), hint: REASONS_FR.prefixMissing } : null,
    /^\d{8}$/.test(value) ? { reading: sirenReading(`0${value}`), hint: REASONS_FR.zeroLost } : null,
    /^\d{13}$/.test(value) ? { reading: siretReading(`0${value}`), hint: REASONS_FR.zeroLost } : null,
  ];
  return all.filter((guess) => guess !== null).filter(({ reading }) => reading.valid === true);
}

const unknown = (value: string, reason: string, candidates: readonly Reading[]): Identified => ({
  ...read("unknown", value, { reason, display: value, parts: [] }),
  candidates: [...candidates],
});
