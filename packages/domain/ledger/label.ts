/** Longest entry label kept (EcritureLib). */
const LABEL_MAX = 200;

/** Only this much of a hostile label is ever looked at. */
const INPUT_MAX = 2_000;

/** Control and format characters, line and paragraph separators, byte order marks, lone halves of a pair: none may reach a file of lines and columns. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\uFDD0-\uFDEF\uFFFE\uFFFF]/gu;

/** Words of printable Latin letters parted by single spaces: most labels, already clean. */
const PLAIN = /^[!-{}~À-ÿ]+(?: [!-{}~À-ÿ]+)*$/;

/**
 * A label as the books may hold it: composed Unicode (NFC), no column separator (tab, `|`), no line break, no control or
 * invisible character, single spaces, cut to `maximum` characters. The FEC knows no quoting or escaping (LPF art. A47 A-1, VI).
 */
export function cleanLabel(text: string, maximum: number = LABEL_MAX): string {
  if (text.length <= maximum && PLAIN.test(text)) return text;
  const clean = text.slice(0, INPUT_MAX).normalize("NFC").replace(UNPRINTABLE, " ").replaceAll("|", " ").replace(/\s+/g, " ").trim();
  return [...clean].length <= maximum ? clean : [...clean].slice(0, maximum).join("").trim();
}
