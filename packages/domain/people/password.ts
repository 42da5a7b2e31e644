import { Refusal } from "../refusals.ts";
import { COMMON_WORDS } from "./common-words.ts";

/** Characters, as a person counts them (code points). */
const PASSWORD_LENGTH_MIN = 10;
export const PASSWORD_LENGTH_MAX = 128;

/**
 * Refuses what is short, one sign or one short piece again and again, a run of digits or of neighbouring keys, a common word with
 * decoration around it, or one of the person's own words (NIST 800-63B, ASVS 6.2), and says which of these it is. What is accepted is taken
 * exactly as it is written: no letter is changed, cut off or normalised (ASVS 6.2.8).
 */
export function assertStrong(password: string, personal: readonly string[], pointer = "/password"): void {
  const message = weaknessOf(password, personal);
  if (message !== null) throw new Refusal("auth.weak_password", { flaws: [{ pointer, message }] });
}

/** Why a password is refused, or null: what can be mended by typing more first, then what must be another one. */
function weaknessOf(password: string, personal: readonly string[]): string | null {
  const length = [...password].length;
  if (length < PASSWORD_LENGTH_MIN) return `at_least:${PASSWORD_LENGTH_MIN}:characters`;
  if (length > PASSWORD_LENGTH_MAX) return `at_most:${PASSWORD_LENGTH_MAX}:characters`;
  const plain = unmasked(password.toLowerCase());
  if (personal.some((word) => isAbout(plain, word))) return "too_personal";
  return isCommon(password.toLowerCase(), plain) ? "too_common" : null;
}

/** Whether a guesser tries it among the first: a pattern, a walk over the keys, a word everybody takes. */
function isCommon(lower: string, plain: string): boolean {
  if (/^(.{1,4}?)\1+.{0,3}$/u.test(lower) || /^[\d\s.,/-]+$/.test(lower) || isKeyboardRun(plain)) return true;
  return COMMON_WORDS.has(coreOf(lower)) || COMMON_WORDS.has(coreOf(plain));
}

/** Letters between what is hung around them: `!!Soleil2026` -> `soleil`. */
const coreOf = (text: string): string => text.replace(/^[^a-zà-ÿ]+|[^a-zà-ÿ]+$/g, "").replace(/[\s._-]/g, "");

/** Signs that stand for letters: `m0td3p@sse` -> `motdepasse`. Digits at the end are decoration and stay. */
function unmasked(text: string): string {
  const [, head = "", tail = ""] = /^(.*?)(\d*\W*)$/su.exec(text) ?? [];
  return head.replace(/[013457@$!]/g, (sign) => MASKS[sign] ?? sign) + tail;
}
const MASKS: Readonly<Record<string, string>> = { "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", $: "s", "!": "i" };

const ROWS = ["azertyuiopqsdfghjklmwxcvbn", "qwertyuiopasdfghjklzxcvbnm", "abcdefghijklmnopqrstuvwxyz", "&é\"'(-è_çà)=", "1234567890"];

/** Whether all letters are one walk along a row of keys, there or back. */
function isKeyboardRun(text: string): boolean {
  const letters = text.replace(/[^a-z]/g, "");
  const rows = ROWS.flatMap((row) => [row, [...row].reverse().join("")]);
  return letters.length >= 6 && rows.some((row) => row.includes(letters));
}

/** Whether a password is a word of the person's own with little else. */
const isAbout = (plain: string, word: string): boolean =>
  word
    .toLowerCase()
    .split(/[\s@._-]+/)
    .some((part) => part.length >= 4 && plain.includes(part) && plain.length < part.length + 6);
