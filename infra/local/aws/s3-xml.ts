const NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

/** Text as XML character data. Control characters become references, as S3 writes them. */
const escapeXml = (text: string): string =>
  text.replace(/[&<>"']|[^\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, (character) => `&#${character.codePointAt(0) ?? 0};`);

/** One element around text, which is escaped. */
export const leaf = (name: string, text: string | number | boolean): string => `<${name}>${escapeXml(String(text))}</${name}>`;

/** One element around elements already written. */
export const branch = (name: string, children: readonly string[]): string => `<${name}>${children.join("")}</${name}>`;

/** A whole S3 answer. */
export const document = (name: string, children: readonly string[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${name} xmlns="${NAMESPACE}">${children.join("")}</${name}>`;

/** A whole S3 error, which has no namespace. */
export const errorDocument = (code: string, message: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${branch("Error", [leaf("Code", code), leaf("Message", message)])}`;

/** The inside of every element of this name, not unescaped. Enough for the two flat documents S3 is sent. */
export const insides = (xml: string, name: string): string[] =>
  [...xml.matchAll(new RegExp(`<${name}>([\\s\\S]*?)</${name}>`, "g"))].map(([, inside = ""]) => inside);

/** The text of the first element of this name. */
export const textOf = (xml: string, name: string): string | undefined =>
  insides(xml, name)[0]?.trim().replaceAll("&quot;", '"').replaceAll("&#34;", '"');
