import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { FONT_FILES } from "#documents/pdf/fonts";
import { OPENAPI_FILE } from "#infra/build/openapi-text";
import { routesText } from "#infra/build/routes-text";

const require = createRequire(import.meta.url);

const fontFile = (name: string): string => new URL(`../../packages/documents/fonts/${name}`, import.meta.url).pathname;

/** Every file functions read as it is, those of the documentation pages and the fonts: name in the assets folder -> where it comes from. */
const assetSources = (): Readonly<Record<string, string>> => ({
  "swagger-ui.css": require.resolve("swagger-ui-dist/swagger-ui.css"),
  "swagger-ui-bundle.js": require.resolve("swagger-ui-dist/swagger-ui-bundle.js"),
  "redoc.standalone.js": require.resolve("redoc/bundles/redoc.standalone.js"),
  [FONT_FILES.regular]: fontFile(FONT_FILES.regular),
  [FONT_FILES.bold]: fontFile(FONT_FILES.bold),
});

/** Gathers the assets in one folder, as the deployed function finds them. The API's document is written for people and shipped without its indentation. */
export function gatherAssets(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, source] of Object.entries(assetSources())) copyFileSync(source, join(folder, name));
  writeFileSync(join(folder, "openapi.json"), JSON.stringify(JSON.parse(readFileSync(OPENAPI_FILE, "utf8"))));
  writeFileSync(join(folder, "routes.json"), routesText());
}
