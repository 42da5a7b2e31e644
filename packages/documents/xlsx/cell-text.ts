/** A cell holds no more UTF-16 units than this: a longer one makes Excel call the file corrupt. */
const CELL_CHARACTERS_MAX = 32_767;

/** What XML 1.0 cannot hold, escaped or not: control characters, halves of surrogate pairs, U+FFFE and U+FFFF. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const NOT_XML = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Cs}/gu;

/** SpreadsheetML reads `_x0041_` as the character of that code: a text that says so by chance has its first underscore escaped. */
const ESCAPE_LOOKALIKE = /_(?=x[0-9A-Fa-f]{4}_)/g;

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Text as XML content or attribute value; what XML cannot hold becomes U+FFFD. */
export const xmlText = (text: string): string =>
  text
    .replace(/\r\n?/g, "\n")
    .replace(NOT_XML, "\uFFFD")
    .replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);

/** Any text as the content of an inline string cell: valid, not too long, read back as written. */
export const cellText = (text: string): string => xmlText(shortened(text).replace(ESCAPE_LOOKALIKE, "_x005F_"));

function shortened(text: string): string {
  if (text.length <= CELL_CHARACTERS_MAX) return text;
  return `${text.slice(0, CELL_CHARACTERS_MAX - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}
