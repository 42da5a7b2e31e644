import type { DemoState } from "#infra/local/demo";
import { DEMO } from "#infra/local/demo-company";

/** What a person reads once everything stands: figures, addresses, commands to try. */
export function summary(state: DemoState, base: string): string {
  const { accounts, rows, openRows, transfers, validatedThrough, entries, lastYear, deadlines } = state;
  const share = rows === 0 ? 0 : Math.round(((rows - openRows) / rows) * 1_000) / 10;
  const widest = (texts: readonly string[]): number => Math.min(40, Math.max(...texts.map(({ length }) => length), 0));
  const [names, banks] = [widest(accounts.map(({ name }) => name)), widest(accounts.map(({ bank_name }) => bank_name))];
  const lines = accounts.map((account) => {
    const balance = account.ledger_account === null ? (account.reported?.balance_cents ?? 0) : account.balance_cents;
    const kept = account.ledger_account ?? "suivi, non comptabilisé";
    const head = `${pad(account.name, names)} ${pad(account.bank_name, banks)}`;
    return `  ${head} ${left(euros(balance), 16)}   ${left(number(account.transaction_count), 6)} opérations   ${kept}`;
  });
  return [
    "",
    `  ${DEMO.company}, société de démonstration`,
    "",
    ...lines,
    "",
    `  ${number(rows)} opérations lues, ${String(share).replace(".", ",")} % catégorisées, ${number(openRows)} à catégoriser`,
    `  ${number(transfers)} virements entre ses comptes, ni recettes ni dépenses`,
    `  ${number(entries)} écritures validées jusqu'au ${frenchDate(validatedThrough)}`,
    "",
    "  Prochaines échéances fiscales :",
    ...deadlines.map(deadlineLine),
    "",
    `  API        ${base}`,
    `  Essayer    ${base}/docs`,
    `  Lire       ${base}/redoc`,
    "",
    "  Se connecter (le jeton dure 15 minutes) :",
    `  TOKEN=$(curl -s ${base}/auth/login -H 'content-type: application/json' -d '{"company_id":"${DEMO.slug}","password":"${DEMO.password}","grant":"token"}' | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')`,
    "",
    "  Où en est chaque banque, et ce que la société y possède :",
    `  curl -fsS -H "authorization: Bearer $TOKEN" '${base}/api/sync/status'`,
    `  curl -fsS -H "authorization: Bearer $TOKEN" '${base}/api/accounts/totals'`,
    "",
    `  Télécharger le FEC de ${lastYear} :`,
    `  curl -fsSLOJ --clobber -H "authorization: Bearer $TOKEN" -H 'prefer: wait=20' '${base}/api/exports/fec?year=${lastYear}'`,
    "",
    `  L'IS de ${lastYear} d'après les livres, et le calendrier fiscal pour votre agenda :`,
    `  curl -fsS -H "authorization: Bearer $TOKEN" '${base}/analyze/is/${lastYear}'`,
    `  curl -fsSOJ --clobber -H "authorization: Bearer $TOKEN" '${base}/analyze/calendar?format=ics'`,
    "",
    "  Ctrl-C pour arrêter ; tout est gardé et repart au prochain démarrage.",
    "",
  ].join("\n");
}

const LABEL_WIDTH = 60;

function deadlineLine({ due_date, label, amount_cents }: DemoState["deadlines"][number]): string {
  const line = `  ${frenchDate(due_date)}   ${pad(label, LABEL_WIDTH)}${amount_cents === null ? "" : left(euros(amount_cents), 16)}`;
  return line.trimEnd();
}

/** `-1234567` -> `-12 345,67 €`, with the spaces French typography asks for. */
const euros = (cents: number): string => new Intl.NumberFormat("fr-FR", { style: "currency", currency: "EUR" }).format(cents / 100);
const number = (value: number): string => new Intl.NumberFormat("fr-FR").format(value);
const frenchDate = (date: string | null): string => (date === null ? "aucune date" : date.split("-").reverse().join("/"));
const pad = (text: string, width: number): string => text.slice(0, width).padEnd(width);
const left = (text: string, width: number): string => text.padStart(width);
