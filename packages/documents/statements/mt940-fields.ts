/** A field of a SWIFT message: `61` for `:61:`, and its lines. */
export type Mt940Field = { readonly tag: string; readonly value: string; readonly line: number };

/** Lines of a field that are kept; the standard has six for `:86:`, some banks write more. */
const LINES_MAX = 40;

/** The fields in order, whatever stands around them: `{1:…}{4:` before a message, `-}` or `-` behind it. */
export function* mt940Fields(text: string): Generator<Mt940Field> {
  let field: { tag: string; lines: string[]; line: number } | null = null;
  for (const [index, raw] of text.split(/\r\n|\r|\n/).entries()) {
    const line = raw.replace(/^\{1:.*\{4:/, "").trimEnd();
    const [start = "", tag = ""] = /^:(\d{2}[A-Z]?):/.exec(line) ?? [];
    const isEnd = /^-\}?/.test(line) && line.length <= 2;
    if (field && (tag !== "" || isEnd || raw.startsWith("{1:"))) {
      yield { tag: field.tag, value: field.lines.join("\n"), line: field.line };
      field = null;
    }
    if (tag !== "") field = { tag, lines: [line.slice(start.length)], line: index + 1 };
    else if (field && field.lines.length < LINES_MAX) field.lines.push(line);
  }
  if (field) yield { tag: field.tag, value: field.lines.join("\n"), line: field.line };
}
