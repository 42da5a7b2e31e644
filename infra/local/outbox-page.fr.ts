import type { OutboxMail } from "#infra/local/aws/outbox";

/** The mails of this machine, newest first. */
export function outboxPage(mails: readonly OutboxMail[]): string {
  const rows = mails.map(
    ({ id, sentAt, to, subject }) =>
      `<tr><td>${time(sentAt)}</td><td>${escaped(to.join(", "))}</td><td><a href="/_local/outbox/${id}">${escaped(subject)}</a></td></tr>`,
  );
  const table = `<table><thead><tr><th>Envoyé</th><th>À</th><th>Objet</th></tr></thead><tbody>${rows.join("\n")}</tbody></table>`;
  const count =
    mails.length === 0 ? "Aucun e-mail pour l'instant." : `${mails.length} e-mail${mails.length > 1 ? "s" : ""}, les plus récents d'abord.`;
  return page(
    "Boîte d'envoi",
    `<h1>Boîte d'envoi</h1><p class="soft">Rien ne quitte cette machine. ${count}</p>${mails.length > 0 ? table : ""}`,
  );
}

/** One mail as its reader sees it, and its text. The HTML is shown in a frame that can do nothing. */
export function mailPage({ sentAt, from, to, subject, text, html }: OutboxMail): string {
  const facts = [
    ["De", from],
    ["À", to.join(", ")],
    ["Envoyé", time(sentAt)],
  ].map(([name = "", value = ""]) => `<dt>${name}</dt><dd>${name === "Envoyé" ? value : escaped(value)}</dd>`);
  const frame = html === null ? "" : `<iframe sandbox="allow-popups" title="E-mail" srcdoc="${escaped(html)}"></iframe>`;
  const body = `<p><a href="/_local/outbox">← Boîte d'envoi</a></p><h1>${escaped(subject)}</h1><dl>${facts.join("")}</dl>${frame}
<details${html === null ? " open" : ""}><summary>Texte seul</summary><pre>${escaped(text)}</pre></details>`;
  return page(subject, body);
}

export const missingMailPage = (): string =>
  page("E-mail introuvable", `<h1>E-mail introuvable</h1><p><a href="/_local/outbox">← Boîte d'envoi</a></p>`);

const time = (instant: string): string =>
  new Intl.DateTimeFormat("fr-FR", { timeZone: "Europe/Paris", dateStyle: "medium", timeStyle: "medium" }).format(new Date(instant));

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

const STYLE = `
:root { color-scheme: light; }
body { margin: 0 auto; max-width: 860px; padding: 32px 20px; color: #1b2733; background: #fafbfc; font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; margin: 0 0 8px; overflow-wrap: anywhere; }
a { color: #0b5cad; }
.soft { color: #54606d; }
table { width: 100%; border-collapse: collapse; background: #fff; border: 1px solid #dde3e9; }
th, td { text-align: left; padding: 10px 14px; border-bottom: 1px solid #e8ecf0; vertical-align: top; overflow-wrap: anywhere; }
th { font-weight: 600; color: #54606d; font-size: .875rem; }
td:first-child { white-space: nowrap; }
tr:last-child td { border-bottom: 0; }
@media (max-width: 640px) {
  thead { display: none; } table, tbody, tr, td { display: block; }
  td { border: 0; padding: 0 14px; } tr { padding: 12px 0; border-bottom: 1px solid #e8ecf0; } tr:last-child { border-bottom: 0; }
  td:not(:last-child) { color: #54606d; font-size: .875rem; }
}
dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 16px; margin: 0 0 20px; }
dt { color: #54606d; } dd { margin: 0; overflow-wrap: anywhere; }
iframe { box-sizing: border-box; width: 100%; height: 600px; border: 1px solid #dde3e9; background: #fff; }
details { margin-top: 20px; } summary { cursor: pointer; color: #54606d; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: #fff; border: 1px solid #dde3e9; padding: 16px; font-size: .875rem; }
`;

const page = (title: string, body: string): string => `<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title><style>${STYLE}</style></head><body>
${body}
</body></html>
`;
