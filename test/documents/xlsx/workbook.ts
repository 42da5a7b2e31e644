import { strFromU8, unzipSync } from "fflate";

/** One cell read back from SpreadsheetML. */
export type ReadCell = { readonly style: number; readonly type: string; readonly text: string; readonly formula: string | null };

/** The parts of a workbook as text, by path; throws on one that is not well-formed XML. */
export function workbookOf(bytes: Uint8Array): Readonly<Record<string, string>> {
  const parts = Object.entries(unzipSync(bytes)).map(([path, content]) => [path, strFromU8(content)] as const);
  for (const [path, xml] of parts) assertWellFormed(path, xml);
  return Object.fromEntries(parts);
}

/** Cells of a sheet by reference. */
export function cellsOf(xml: string): ReadonlyMap<string, ReadCell> {
  const cells = xml.matchAll(/<c r="([A-Z]+\d+)" s="(\d+)"(?: t="(\w+)")?(?:\/>|>(.*?)<\/c>)/gs);
  return new Map(
    [...cells].map(([, reference = "", style, type = "n", content = ""]) => [
      reference,
      {
        ...{ style: Number(style), type },
        text: unescaped(/<(?:t|v)[^>]*>(.*?)<\/(?:t|v)>/s.exec(content)?.[1] ?? ""),
        formula: /<f>(.*?)<\/f>/.exec(content)?.[1] ?? null,
      },
    ]),
  );
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"' };
const unescaped = (text: string): string => text.replace(/&(amp|lt|gt|quot);/g, (_, name: string) => ENTITIES[name] ?? "");

/** Tags nest, attributes are quoted, `&` begins an entity, and every character is one XML 1.0 allows. */
function assertWellFormed(path: string, xml: string): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
  if (/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Cs}/u.test(xml)) throw new Error(`${path}: a character XML cannot hold`);
  const open: string[] = [];
  const tokens = xml.matchAll(
    /<\?xml [^>]*\?>\n|<(\/?)([\w:]+)((?: [\w:]+="[^"<&]*(?:&(?:amp|lt|gt|quot);[^"<&]*)*")*)(\/?)>|((?:[^<&]|&(?:amp|lt|gt|quot);)+)/gy,
  );
  let end = 0;
  for (const token of tokens) {
    const [all, closes, name = "", , empty] = token;
    end = token.index + all.length;
    if (name === "") continue;
    if (closes && open.pop() !== name) throw new Error(`${path}: </${name}> closes nothing`);
    if (!(closes || empty)) open.push(name);
  }
  if (end !== xml.length || open.length > 0) throw new Error(`${path}: not well-formed at ${end}: ${xml.slice(end, end + 40)}`);
}
