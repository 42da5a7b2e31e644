import { createHash } from "node:crypto";
import { bytes, type Reply } from "#runtime/reply";

/** Scripts and styles of the documentation pages: asset file -> content type. Nothing is fetched from elsewhere. */
export const PAGE_ASSETS = {
  "swagger-ui.css": "text/css; charset=utf-8",
  "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
  "redoc.standalone.js": "text/javascript; charset=utf-8",
} as const;

const START_SWAGGER = `window.onload=()=>{window.ui=SwaggerUIBundle({url:"/openapi.json",dom_id:"#page",deepLinking:true,tryItOutEnabled:true,persistAuthorization:true,displayRequestDuration:true,docExpansion:"none",filter:true,validatorUrl:null})}`;
const START_REDOC = `window.onload=()=>{Redoc.init("/openapi.json",{hideDownloadButton:false,disableSearch:false,nativeScrollbars:true,theme:{colors:{primary:{main:"#14532d"}},typography:{fontFamily:"system-ui,sans-serif",headings:{fontFamily:"system-ui,sans-serif"}}}},document.getElementById("page"))}`;
const STYLE =
  "body{margin:0;font-family:system-ui,sans-serif}.swagger-ui .topbar{display:none}#page:empty::before{content:'NUMMA';display:block;padding:3rem;color:#14532d;font-size:1.5rem}";

const hashOf = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** The try-it page of the API. */
export const swaggerPage = (): Reply =>
  page("NUMMA : API", `<link rel="stylesheet" href="/docs/assets/swagger-ui.css">`, "swagger-ui-bundle.js", START_SWAGGER);

/** The reading page of the API. */
export const redocPage = (): Reply => page("NUMMA : référence de l'API", "", "redoc.standalone.js", START_REDOC);

/** A page may run its own two scripts and nothing else; it may call this API and nobody else. */
function page(title: string, head: string, script: string, start: string): Reply {
  const html = `<!doctype html><html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${title}</title><link rel="icon" href="data:,">${head}<style>${STYLE}</style></head><body><div id="page"></div><script src="/docs/assets/${script}"></script><script>${start}</script></body></html>`;
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
  ].join("; ");
  return bytes("text/html; charset=utf-8", Buffer.from(html), { "content-security-policy": policy });
}
