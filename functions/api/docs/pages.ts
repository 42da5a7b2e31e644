import { createHash } from "node:crypto";
import { bytes, type Reply } from "#runtime/reply";
import { REDOC_INTRODUCTION, SWAGGER_INTRODUCTION, TITLES } from "./pages.fr.ts";
import { START_REDOC, START_SWAGGER } from "./scripts.ts";
import { STYLE } from "./style.ts";

/** Scripts and styles of the documentation pages: asset file -> content type. Nothing is fetched from elsewhere. */
export const PAGE_ASSETS = {
  "swagger-ui.css": "text/css; charset=utf-8",
  "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
  "redoc.standalone.js": "text/javascript; charset=utf-8",
} as const;

const hashOf = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** The try-it page of the API. */
export const swaggerPage = (): Reply =>
  page({
    title: TITLES.docs,
    head: `<link rel="stylesheet" href="/docs/assets/swagger-ui.css">`,
    introduction: SWAGGER_INTRODUCTION,
    script: "swagger-ui-bundle.js",
    start: START_SWAGGER,
  });

/** The reading page of the API. */
export const redocPage = (): Reply =>
  page({ title: TITLES.redoc, head: "", introduction: REDOC_INTRODUCTION, script: "redoc.standalone.js", start: START_REDOC });

type Page = {
  readonly title: string;
  readonly head: string;
  readonly introduction: string;
  readonly script: keyof typeof PAGE_ASSETS;
  readonly start: string;
};

/** A page may run its own two scripts and nothing else; it may call this API and nobody else. */
function page({ title, head, introduction, script, start }: Page): Reply {
  const html = `<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
${head}
<style>${STYLE}</style>
</head>
<body>
${introduction}
<main id="page" lang="en"></main>
<script src="/docs/assets/${script}"></script>
<script>${start}</script>
</body>
</html>
`;
  const policy = [
    "default-src 'none'",
    `script-src 'self' ${hashOf(start)}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "worker-src blob:",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return bytes("text/html; charset=utf-8", Buffer.from(html), { "content-security-policy": policy });
}
