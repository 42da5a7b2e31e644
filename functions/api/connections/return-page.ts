import { createHash } from "node:crypto";
import { bytes, type Reply } from "#runtime/reply";
import { RETURN_PAGE_FR } from "./return-page.fr.ts";

const STYLE = `
:root{color-scheme:light dark;--ink:#14212b;--soft:#55636e;--ground:#f4f6f7;--card:#fff;--mark:#0b7a5c;--mark-ground:#e2f3ee}
@media (prefers-color-scheme:dark){:root{--ink:#edf1f3;--soft:#a9b5bd;--ground:#10171c;--card:#1a242b;--mark:#5fd3b0;--mark-ground:#153a31}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:1.5rem;background:var(--ground);color:var(--ink);font:1.0625rem/1.55 system-ui,-apple-system,"Segoe UI",sans-serif}
main{width:100%;max-width:30rem;padding:2.5rem 2rem;border-radius:1rem;background:var(--card);text-align:center;box-shadow:0 1px 2px rgb(0 0 0/.06),0 12px 32px rgb(0 0 0/.08)}
svg{width:3.5rem;height:3.5rem;padding:.9rem;border-radius:50%;background:var(--mark-ground);color:var(--mark)}
h1{margin:1.25rem 0 .5rem;font-size:1.5rem;line-height:1.25;text-wrap:balance}
p{margin:.5rem 0 0;color:var(--soft);text-wrap:pretty}
small{display:block;margin-top:2rem;font-weight:600;letter-spacing:.12em;color:var(--soft)}
`;
const CHECK = "M4 12.5l5.2 5.2L20 6.8";
const CROSS = "M6 6l12 12M18 6L6 18";

/** A page is the same for everybody: the rule it is shown under names its style by its hash, and lets nothing else in. */
const policyOf = (): string =>
  `default-src 'none'; style-src 'sha256-${createHash("sha256").update(STYLE).digest("base64")}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`;

/** What somebody sees who comes back from the bank and has nowhere else to go. It names nobody and nothing. */
export function returnPage(hasConsented: boolean): Reply {
  const { title, paragraphs } = hasConsented ? RETURN_PAGE_FR.connected : RETURN_PAGE_FR.refused;
  const html = `<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="${hasConsented ? CHECK : CROSS}"/></svg>
<h1>${title}</h1>
${paragraphs.map((text) => `<p>${text}</p>`).join("\n")}
<small>NUMMA</small>
</main>
</body>
</html>
`;
  return bytes("text/html; charset=utf-8", Buffer.from(html), { "content-security-policy": policyOf() });
}
