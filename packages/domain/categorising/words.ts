/** Nothing after this many characters of a label is read: a bank prints at most 300. */
const FOLD_MAX = 400;

/** Upper case, without accents, ligatures, apostrophes, control or invisible characters, single spaces. */
export const fold = (text: string): string => {
  const read = text.slice(0, FOLD_MAX);
  return ASCII.test(read) ? foldedAscii(read) : foldedUnicode(read);
};

/** Most labels are: what could only be found in others is not looked for. */
const ASCII = /^[ -~]*$/;

const foldedAscii = (text: string): string =>
  text
    .toUpperCase()
    .replace(/[ '`]{2,}|['`]/g, " ")
    .trim();

const foldedUnicode = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/[\p{M}\p{Cf}]/gu, "")
    .toUpperCase()
    .replace(/Œ/g, "OE")
    .replace(/Æ/g, "AE")
    .replace(/[\p{Cc}\p{Z}'’‘`´]+/gu, " ")
    .trim();

/** The words of a folded text: letters, digits and `&`. */
export const tokensOf = (folded: string): string[] => folded.match(/[A-Z0-9&]+/g) ?? [];

/** One line of words parted by single spaces, for rules to look at. */
export const wordLine = (text: string): string => tokensOf(fold(text)).join(" ");
