/** One text as it was drawn on a page. `x` and `y` in points from the top left corner. */
export type Drawn = { readonly page: number; readonly x: number; readonly y: number; readonly text: string };

/** A PDF whose contents were left plain, read back: texts by page, in the order they were drawn. */
export function drawnTexts(bytes: Uint8Array): Drawn[] {
  const file = Buffer.from(bytes).toString("latin1");
  const objects = new Map([...file.matchAll(/(\d+) 0 obj\n([\s\S]*?)\nendobj/g)].map(([, id = "", body = ""]) => [id, body]));
  const object = (id = ""): string => objects.get(id) ?? "";
  const pages = [...objects.values()].filter((body) => /\/Type \/Page\n/.test(body));
  return pages.flatMap((page, index) => {
    const fonts = fontsOf(object(/\/Resources (\d+) 0 R/.exec(page)?.[1]), object);
    const content = object(/\/Contents (\d+) 0 R/.exec(page)?.[1]);
    const drawn = content.matchAll(/\/(F\d+) [\d.]+ Tf 1 0 0 -1 ([\d.-]+) ([\d.-]+) Tm <([0-9a-f]*)> Tj/g);
    return [...drawn].map(([, font = "", x, y, hex = ""]) => ({
      ...{ page: index + 1, x: Number(x), y: Number(y) },
      text: (hex.match(/.{4}/g) ?? []).map((glyph) => fonts.get(font)?.[Number.parseInt(glyph, 16)] ?? "?").join(""),
    }));
  });
}

/** Characters by glyph id, by font name: the ToUnicode table of each font, which is what a reader copies text by. */
function fontsOf(resources: string, object: (id?: string) => string): Map<string, readonly string[]> {
  const named = [...resources.matchAll(/\/(F\d+) (\d+) 0 R/g)];
  return new Map(named.map(([, name = "", id]) => [name, characters(object(/\/ToUnicode (\d+) 0 R/.exec(object(id))?.[1]))]));
}

function characters(map: string): string[] {
  const ranges = [...map.matchAll(/\[([^\]]*)\]/g)].map(([, range = ""]) => range);
  const entries = ranges.flatMap((range) => [...range.matchAll(/<([0-9a-f ]*)>/g)]);
  return entries.map(([, units = ""]) => String.fromCharCode(...units.split(" ").map((unit) => Number.parseInt(unit, 16))));
}

export const pageCountOf = (bytes: Uint8Array): number =>
  (
    Buffer.from(bytes)
      .toString("latin1")
      .match(/\/Type \/Page\n/g) ?? []
  ).length;

/** All the chunks of a document, as one. */
export async function whole(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}
