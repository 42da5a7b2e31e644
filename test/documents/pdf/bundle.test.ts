import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, expect, it } from "vitest";
import { BUNDLE_OPTIONS } from "#infra/build/bundle-options";
import { closureOf } from "#infra/build/closure";
import { gatherAssets } from "#infra/local/assets";

const outdir = mkdtempSync(join(tmpdir(), "numma-pdf-bundle-"));
afterAll(() => rmSync(outdir, { recursive: true }));

/** What a function that prints a ledger does: the fonts from the assets, the bytes as they come. */
const PRINTER = `
import { generalLedgerPdf } from "#documents/books/general-ledger-pdf";
import { pdfFonts } from "#documents/pdf/fonts";
import { assets } from "#runtime/assets";
const fonts = await pdfFonts(assets("assets"));
async function* none() {}
const day = "2025-01-31";
const document = { company: "Épicerie", siren: null, year: { startsOn: day, endsOn: day }, from: day, to: day, printedAt: day + "T00:00:00.000Z", accounts: none() };
for await (const chunk of generalLedgerPdf(document, fonts)) process.stdout.write(chunk);
`;

it("a bundled function prints a PDF, alone in a process; pdfkit is not in what it loads first", async () => {
  gatherAssets(join(outdir, "assets"));
  const root = fileURLToPath(new URL("../../..", import.meta.url));
  const { metafile } = await build({
    ...BUNDLE_OPTIONS,
    ...{
      absWorkingDir: root,
      stdin: { contents: PRINTER, resolveDir: root, sourcefile: "printer.ts", loader: "ts" },
      outdir,
      metafile: true,
    },
  });
  const output = Object.entries(metafile.outputs).find(([, { entryPoint }]) => entryPoint === "printer.ts")?.[0] ?? "";
  const { staticSources, reachableSources, staticBytes } = closureOf(output, metafile);
  const pdfkit = (sources: readonly string[]) => sources.filter((path) => path.includes("node_modules/pdfkit/"));
  expect([pdfkit(staticSources), pdfkit(reachableSources).length]).toEqual([[], 1]);
  expect([staticSources.length > 5, staticBytes < 150_000]).toEqual([true, true]);
  const printed = execFileSync(process.execPath, [join(outdir, "stdin.mjs")], {
    cwd: outdir,
    maxBuffer: 4_000_000,
  });
  expect(printed.subarray(0, 8).toString()).toBe("%PDF-1.7");
  expect(printed.subarray(-6).toString().trim()).toBe("%%EOF");
  expect(printed.toString("latin1").match(/\/FontFile2 /g)).toHaveLength(2);
});
