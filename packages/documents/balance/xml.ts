import { TextDecoder } from "node:util";
import { SaxesParser } from "saxes";
import type { BalanceProblemCode } from "./problem-codes.ts";

/** Why a part of a workbook is not read. */
export class XmlFault extends Error {
  override readonly name = "XmlFault";
  readonly code: BalanceProblemCode;
  constructor(code: BalanceProblemCode) {
    super(code);
    this.code = code;
  }
}

/** What is told of the elements, by their names without prefix. `isDone` ends the reading early. */
export type XmlListener = {
  readonly open?: (name: string, attributes: Readonly<Record<string, string>>) => void;
  readonly text?: (text: string) => void;
  readonly close?: (name: string) => void;
  readonly isDone?: () => boolean;
};

const DEPTH_MAX = 64;

/**
 * Reads XML as it comes, in UTF-8 or UTF-16. A document type is refused where it begins: a workbook has none, and entities, which alone could
 * multiply or reach outside, are declared there. Throws XmlFault on that, on what is not well formed, and on nesting without end.
 */
export async function readXml(pieces: AsyncIterable<Uint8Array>, { open, text, close, isDone }: XmlListener): Promise<void> {
  const parser = new SaxesParser();
  const depth = { now: 0 };
  parser.on("error", () => {
    throw new XmlFault("workbook_xml");
  });
  parser.on("doctype", () => {
    throw new XmlFault("xml_doctype");
  });
  parser.on("opentag", ({ name, attributes }) => {
    depth.now += 1;
    if (depth.now > DEPTH_MAX) throw new XmlFault("workbook_xml");
    open?.(bareName(name), attributes);
  });
  parser.on("text", (given) => text?.(given));
  parser.on("cdata", (given) => text?.(given));
  parser.on("closetag", ({ name }) => {
    depth.now -= 1;
    close?.(bareName(name));
  });
  let decoder: TextDecoder | undefined;
  for await (const piece of pieces) {
    decoder ??= new TextDecoder(encodingOf(piece), { fatal: true });
    const decoded = decodedBy(decoder, piece);
    if (decoded.includes("<!DOCTYPE")) throw new XmlFault("xml_doctype");
    parser.write(decoded);
    if (isDone?.()) return;
  }
  if (decoder) parser.write(decodedBy(decoder));
  parser.close();
}

const bareName = (name: string): string => name.slice(name.indexOf(":") + 1);

const encodingOf = ([first, second]: Uint8Array): string =>
  first === 0xff && second === 0xfe ? "utf-16le" : first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";

/** Without a piece: what was waiting for its end. */
function decodedBy(decoder: TextDecoder, piece?: Uint8Array): string {
  try {
    return piece ? decoder.decode(piece, { stream: true }) : decoder.decode();
  } catch {
    throw new XmlFault("workbook_xml");
  }
}
