const DETAIL_MAX = 40;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]/g;

/** What stands at a place, short enough and safe enough to be shown. */
export function shown(text: string): string {
  const bare = text.slice(0, DETAIL_MAX + 1).replace(INVISIBLE, "");
  return bare.length > DETAIL_MAX ? `${bare.slice(0, DETAIL_MAX)}…` : bare;
}
