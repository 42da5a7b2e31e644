import { SaxesParser } from "saxes";

/** Why a text is not read as XML. */
export class XmlRefusal extends Error {
  override readonly name = "XmlRefusal";
  readonly code: "malformed" | "doctype";
  constructor(code: "malformed" | "doctype") {
    super(code);
    this.code = code;
  }
}

/** What is told of the elements, by their names without prefix. */
export type XmlEvents = {
  readonly open?: (name: string, attributes: Readonly<Record<string, string>>) => void;
  readonly text?: (text: string) => void;
  readonly close?: (name: string) => void;
};

/** Takes the text piece by piece; `close` when it is over. `line` is the one being read, the first is 1. */
export type XmlReader = { write(text: string): void; close(): void; line(): number };

const DEPTH_MAX = 64;

/**
 * Reads XML strictly. A document type is refused where it begins: no file we are given needs one, and entities, which alone could multiply or
 * reach outside, are declared there. Throws XmlRefusal on that, on what is not well formed, and on nesting without end.
 */
export function createXmlReader({ open, text, close }: XmlEvents): XmlReader {
  const parser = new SaxesParser();
  const depth = { now: 0 };
  parser.on("error", () => {
    throw new XmlRefusal("malformed");
  });
  parser.on("doctype", () => {
    throw new XmlRefusal("doctype");
  });
  parser.on("opentag", ({ name, attributes }) => {
    depth.now += 1;
    if (depth.now > DEPTH_MAX) throw new XmlRefusal("malformed");
    open?.(bareName(name), attributes);
  });
  parser.on("text", (given) => text?.(given));
  parser.on("cdata", (given) => text?.(given));
  parser.on("closetag", ({ name }) => {
    depth.now -= 1;
    close?.(bareName(name));
  });
  return {
    write(piece) {
      if (piece.includes("<!DOCTYPE")) throw new XmlRefusal("doctype");
      parser.write(piece);
    },
    close: () => void parser.close(),
    line: () => parser.line,
  };
}

const bareName = (name: string): string => name.slice(name.indexOf(":") + 1);
