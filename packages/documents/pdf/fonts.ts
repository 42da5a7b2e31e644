import type { PdfFonts } from "./pages.ts";

/** DejaVu Sans Condensed, among the assets of every function: digits of one width, every French character, the narrow space. */
export const FONT_FILES = { regular: "dejavu-sans-condensed-regular.ttf", bold: "dejavu-sans-condensed-bold.ttf" } as const;

/** The fonts documents are printed in, read by the caller's reader of assets. */
export async function pdfFonts(asset: (name: string) => Promise<Uint8Array>): Promise<PdfFonts> {
  const [regular, bold] = await Promise.all([asset(FONT_FILES.regular), asset(FONT_FILES.bold)]);
  return { regular, bold };
}
