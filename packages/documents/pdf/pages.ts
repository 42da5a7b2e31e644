import type { Instant } from "#domain/dates";
import { type Ink, inkOf } from "./ink.ts";
import { type EmbeddedFont, type Typeface, typeface } from "./typeface.ts";

/** TrueType files, embedded in every document: what is printed never depends on the reader's machine. */
export type PdfFonts = { readonly regular: Uint8Array; readonly bold: Uint8Array };

export type PdfSettings = {
  readonly fonts: PdfFonts;
  readonly layout: "portrait" | "landscape";
  readonly title: string;
  readonly author: string;
  readonly printedAt: Instant;
  /** `plain` leaves page contents readable, for tests. */
  readonly contents?: "compressed" | "plain";
};

/** An A4 document being written, page after page: a finished page is never held, so memory does not depend on their number. */
export type PdfPages = Ink & {
  readonly width: number;
  readonly height: number;
  /** Starts a page; its number, from 1. */
  readonly newPage: () => number;
  /** Draws the number of pages of the whole document, which is known when it ends. */
  readonly pageCount: (x: number, y: number, size: number) => void;
  /** Names the current page in the reader's table of contents; past `BOOKMARKS_MAX` names, nothing. */
  readonly bookmark: (name: string) => void;
  /** The bytes of the pages finished since it was last asked. */
  readonly finished: () => Iterable<Uint8Array>;
  /** Ends the document: what `finished` then gives are its last bytes. */
  readonly end: () => void;
};

/** Opens a document in the two fonts given. */
export async function openPdf(settings: PdfSettings): Promise<PdfPages> {
  const { fonts, layout } = settings;
  const document = await newDocument(settings);
  const opened = (bytes: Uint8Array): Typeface => typeface(currentFont(document.font(Buffer.from(bytes))));
  const faces = { regular: opened(fonts.regular), bold: opened(fonts.bold) };
  const total = document.ref({ Type: "XObject", Subtype: "Form", BBox: [0, -10, 60, 20], Resources: { Font: resources(faces) } });
  const [width, height] = layout === "portrait" ? A4 : [A4[1], A4[0]];
  const waiting: string[] = [];
  const ink = inkOf(faces, (operators) => waiting.push(operators));
  let count = 0;
  const flush = () => {
    if (waiting.length > 0) document.addContent(waiting.splice(0).join("\n"));
  };
  return {
    ...{ ...ink, width, height },
    newPage() {
      flush();
      document.addPage();
      Object.assign(document.page.fonts, resources(faces));
      Object.assign(document.page.xobjects, { Total: total });
      count += 1;
      return count;
    },
    pageCount: (x, y, size) => waiting.push(`q ${size / TOTAL_SIZE} 0 0 ${-size / TOTAL_SIZE} ${x} ${y} cm /Total Do Q`),
    bookmark(name) {
      if (document.outline.children.length < BOOKMARKS_MAX) document.outline.addItem(name, WHOLE_PAGE);
    },
    finished: () => chunksOf(document),
    end() {
      flush();
      total.end(Buffer.from(`BT 0.35 g /${faces.regular.id} ${TOTAL_SIZE} Tf <${faces.regular.encode(String(count)).hex}> Tj ET`));
      document.end();
    },
  };
}

/** pdfkit is loaded here, when the first document is asked for: it weighs more than all the rest. */
async function newDocument({ layout, title, author, printedAt, contents = "compressed" }: PdfSettings): Promise<PDFKit.PDFDocument> {
  const { default: PdfDocument } = await import("pdfkit");
  return new PdfDocument({
    ...{ size: "A4", layout, margin: 0, autoFirstPage: false, compress: contents === "compressed", pdfVersion: "1.7" },
    // Without it pdfkit opens its own Helvetica first, a file that is not in a bundle.
    font: "",
    ...{ lang: "fr-FR", displayTitle: true },
    info: { Title: title, Author: author, Creator: "NUMMA", Producer: "NUMMA", CreationDate: new Date(Date.parse(printedAt)) },
  });
}

const A4 = [595.28, 841.89] as const;

/** Bookmarks are held until the document ends. */
const BOOKMARKS_MAX = 5_000;
const WHOLE_PAGE = { expanded: false, fit: true } as const;

/** The size the number of pages is drawn at, before it is scaled. */
const TOTAL_SIZE = 10;

const resources = ({ regular, bold }: { readonly regular: Typeface; readonly bold: Typeface }): Record<string, unknown> => ({
  [regular.id]: regular.ref(),
  [bold.id]: bold.ref(),
});

function* chunksOf(document: { read(): unknown }): Generator<Uint8Array> {
  for (let chunk = document.read(); chunk instanceof Uint8Array; chunk = document.read()) yield chunk;
}

/** pdfkit does not say which font it has just opened; the version is pinned, and another shape is refused. */
function currentFont(document: object): EmbeddedFont {
  const font: unknown = "_font" in document ? document._font : undefined;
  if (!isEmbeddedFont(font)) throw new Error("pdfkit no longer keeps fonts as version 0.20.2 did");
  return font;
}

const isEmbeddedFont = (value: unknown): value is EmbeddedFont =>
  typeof value === "object" &&
  value !== null &&
  ["id", "encode", "ref", "font"].every((name) => name in value) &&
  "encode" in value &&
  typeof value.encode === "function";
