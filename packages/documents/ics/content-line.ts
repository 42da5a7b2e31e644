/** A content line is at most 75 octets long without its end (RFC 5545, 3.1). */
const OCTETS_MAX = 75;

/** Text of a TEXT value: backslash, semicolon, comma and line ends escaped, other control characters dropped (RFC 5545, 3.3.11). */
export const escapedText = (text: string): string =>
  text
    .replace(/\\/g, "\\\\")
    .replace(/[;,]/g, "\\$&")
    .replace(/\r\n?|\n/g, "\\n")
    .replace(/\p{Cc}/gu, "");

/**
 * A content line, folded: pieces of at most 75 octets of UTF-8, each but the first begun by a space, with its CRLF. No character is cut in
 * two; a half of a surrogate pair is encoded as U+FFFD, three octets like it.
 */
export function contentLine(name: string, value: string): string {
  const pieces: string[] = [];
  let piece = "";
  let octets = 0;
  for (const character of `${name}:${value}`) {
    const size = octetsOf(character);
    if (octets + size > OCTETS_MAX) {
      pieces.push(piece);
      piece = " ";
      octets = 1;
    }
    piece += character;
    octets += size;
  }
  return `${[...pieces, piece].join("\r\n")}\r\n`;
}

/** Octets of one character in UTF-8. */
function octetsOf(character: string): number {
  const point = character.codePointAt(0) ?? 0;
  if (point < 0x80) return 1;
  if (point < 0x800) return 2;
  return point < 0x10000 ? 3 : 4;
}
