/** A string, or a number literal outside one. Only meaningful on text that is known to be JSON. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g;

/**
 * Parses JSON with every number kept as the text it was written in: `{"amount":-12.10}` -> `{amount: "-12.10"}`. Money never
 * becomes a binary fraction, and ids never lose digits. Throws SyntaxError on anything that is not JSON.
 *
 * The runtime's own parser judges the text first (it alone decides what JSON is, and `TOKEN` cannot run away on text it has
 * accepted), then reads it again with the number literals quoted. Reviver source access would do, but Node 20 has none.
 */
export function readLosslessJson(text: string): unknown {
  JSON.parse(text);
  return JSON.parse(text.replace(TOKEN, (token) => (token.startsWith('"') ? token : `"${token}"`)));
}
