/** Measures a text at the size it will be drawn. */
type Measure = (text: string) => number;

/**
 * A text in at most `linesMax` lines of `width` points: broken between words, inside a word that is wider than a line. Only what
 * does not fit in the last line is cut, with an ellipsis.
 */
export function fitted(text: string, width: number, linesMax: number, measure: Measure): string[] {
  if (measure(text) <= width) return [text];
  const lines: string[] = [];
  let rest = text.trim();
  while (rest !== "" && lines.length < linesMax - 1) {
    const line = firstLine(rest, width, measure);
    lines.push(line.trimEnd());
    rest = rest.slice(line.length).trimStart();
  }
  return rest === "" ? lines : [...lines, cut(rest, width, measure)];
}

function firstLine(text: string, width: number, measure: Measure): string {
  if (measure(text) <= width) return text;
  const most = longest(text, width, measure);
  const space = text[most.length] === " " ? most.length : most.lastIndexOf(" ");
  return space > 0 ? text.slice(0, space + 1) : most;
}

function cut(text: string, width: number, measure: Measure): string {
  if (measure(text) <= width) return text;
  return `${longest(text, width - measure("…"), measure).trimEnd()}…`;
}

/** The longest start of a text that fits, at least one character, whole code points only. */
function longest(text: string, width: number, measure: Measure): string {
  const characters = [...text.slice(0, CHARACTERS_MAX)];
  let [fits, tooLong] = [1, characters.length];
  while (fits < tooLong) {
    const middle = Math.ceil((fits + tooLong) / 2);
    if (measure(characters.slice(0, middle).join("")) <= width) fits = middle;
    else tooLong = middle - 1;
  }
  return characters.slice(0, fits).join("");
}

/** No line of a page holds more. */
const CHARACTERS_MAX = 400;
