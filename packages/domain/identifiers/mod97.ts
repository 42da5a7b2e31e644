const MODULUS = 97;

/** Rest of a number of any length by 97, capitals counting as two digits, A = 10 to Z = 35 (ISO/IEC 7064). */
export function restBy97(text: string): number {
  let rest = 0;
  for (const character of text) {
    const value = worth(character);
    rest = (rest * (value > 9 ? 100 : 10) + value) % MODULUS;
  }
  return rest;
}

/** `7` -> 7, `A` -> 10, `Z` -> 35. */
const worth = (character: string): number => Number.parseInt(character, 36);

/** Whether the check digits of an IBAN without spaces hold: its first four characters moved to the end, the rest by 97 is 1 (ISO 13616). */
export const hasIbanKey = (iban: string): boolean => restBy97(`${iban.slice(4)}${iban.slice(0, 4)}`) === 1;

/** Whether the key of a French account holds: the 23 characters as one number, letters in their digits, are a multiple of 97. */
export const hasRibKey = (rib: string): boolean => restBy97(rib.replace(/[A-Z]/g, digitOf)) === 0;

/** Letters of an account number: A = J = 1, B = K = S = 2, … I = R = Z = 9. */
const RIB_DIGITS = "12345678912345678923456789";
const FIRST_LETTER = 65;
const digitOf = (letter: string): string => RIB_DIGITS.charAt(letter.charCodeAt(0) - FIRST_LETTER);
