import { TextDecoder } from "node:util";
import { createXmlReader, type XmlEvents, XmlRefusal } from "../text/xml.ts";
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
export type XmlListener = XmlEvents & { readonly isDone?: () => boolean };

/** Reads a part of a workbook as it comes, in UTF-8 or UTF-16. Throws XmlFault on what is not well formed and on a document type. */
export async function readXml(pieces: AsyncIterable<Uint8Array>, { isDone, ...events }: XmlListener): Promise<void> {
  const reader = createXmlReader(events);
  let decoder: TextDecoder | undefined;
  try {
    for await (const piece of pieces) {
      decoder ??= new TextDecoder(encodingOf(piece), { fatal: true });
      reader.write(decodedBy(decoder, piece));
      if (isDone?.()) return;
    }
    if (decoder) reader.write(decodedBy(decoder));
    reader.close();
  } catch (error) {
    if (error instanceof XmlRefusal) throw new XmlFault(error.code === "doctype" ? "xml_doctype" : "workbook_xml");
    throw error;
  }
}

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
