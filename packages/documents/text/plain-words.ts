/** Text as headings are compared: no accents, no capitals, one space between words. `N° Compte` -> `n compte`. */
export const plainWords = (text: string): string =>
  text
    .slice(0, HEADING_MAX)
    .replace(NOT_LATIN, " ")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, " ")
    .trim();

/** No heading is longer. */
export const HEADING_MAX = 120;

/** What no Latin letter or digit comes of. Of a few such characters normalization makes eighteen each: a workbook of them would take minutes. */
const NOT_LATIN = /[^ -\u036f\u1e00-\u1eff\u2070-\u214f\ufb00-\ufb06\uff01-\uff5e]+/g;
