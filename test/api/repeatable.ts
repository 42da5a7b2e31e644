import { transactionId } from "#domain/banking/row";
import { uploaded } from "#test/attachments";
import { closeYear, draft, line, type Mine, traded, validate, WAIT, yearEnding } from "#test/ledger";
import { codeIn, mailsTo } from "#test/mails";
import { bankRow, openAccount, seedRows } from "#test/rows";
import { PROFILE } from "#test/tax/calendar/profile";
import { seedWebhook } from "#test/webhooks";
import { company, type RequestOptions, type TestWorld } from "#test/world";

/** A request that is accepted, for the route it is named after: what a caller with a key may send twice. */
export type Repeatable = RequestOptions & { readonly path: string };
type Arrange = (mine: Mine, world: TestWorld) => Promise<Repeatable>;

const at =
  (path: string, body: unknown): Arrange =>
  async () => ({ path, body });
const FEC_HEADER =
  "JournalCode\tJournalLib\tEcritureNum\tEcritureDate\tCompteNum\tCompteLib\tCompAuxNum\tCompAuxLib\tPieceRef\tPieceDate\tEcritureLib\tDebit\tCredit\tEcritureLet\tDateLet\tValidDate\tMontantdevise\tIdevise";
const fecLine = (account: string, debit: string, credit: string) =>
  ["VE", "Ventes", "1", "20250110", account, "Compte", "", "", "F1", "20250110", "Facture", debit, credit, "", "", "20250131", "", ""].join(
    "\t",
  );
const FEC = [FEC_HEADER, fecLine("411000", "12,00", "0,00"), fecLine("706000", "0,00", "12,00"), ""].join("\r\n");
const asFile = { raw: FEC, headers: { "content-type": "text/plain" } };

/** A transaction of 10.01 out. */
async function rowPath(mine: Mine, world: TestWorld): Promise<string> {
  const { ordinal } = await openAccount(mine);
  const row = bankRow({ index: 1, ordinal });
  await seedRows(world, mine.id, [row]);
  return `/api/transactions/${transactionId(row)}`;
}

/** Every route a key counts for, with a request that it accepts. The test that uses it fails when a route is missing here. */
export const REPEATABLE: Readonly<Record<string, Arrange>> = {
  "POST /analyze/is": at("/analyze/is", { opened_on: "2025-01-01", closed_on: "2025-12-31", accounting_result_cents: 4_250_600 }),
  "POST /api/accounts": at("/api/accounts", { name: "Compte", bank_name: "Banque", account_type: "checking" }),
  "POST /analyze/payment-terms": at("/analyze/payment-terms", { method: "none", received_on: "2026-01-31" }),
  "POST /analyze/late-payment": at("/analyze/late-payment", { amount_incl_cents: 120_000, due_on: "2025-03-31", until: "2025-04-30" }),
  "POST /analyze/tva": at("/analyze/tva", { period: { from: "2026-03-01", to: "2026-03-31" }, operations: [] }),
  "POST /api/sync/connections": at("/api/sync/connections", { provider: "sandbox" }),
  "POST /api/sync/connections/{connection_id}/reconnect": async (mine) => {
    const { body } = await mine.post("/api/sync/connections", { provider: "sandbox" });
    return { path: `/api/sync/connections/${body["id"]}/reconnect`, body: {} };
  },
  "POST /api/sync/manual": async (mine) => {
    await mine.post("/api/sync/connections", { provider: "sandbox" });
    return { path: "/api/sync/manual" };
  },
  "POST /api/webhooks/events/{webhook_id}/replay": async (mine, world) => {
    const { body } = await mine.post("/api/sync/connections", { provider: "sandbox" });
    return { path: `/api/webhooks/events/${await seedWebhook(world, mine.id, body["id"])}/replay` };
  },
  "POST /api/ledger/accounts": at("/api/ledger/accounts", { number: "606150", label: "Électricité atelier" }),
  "POST /api/ledger/entries": at("/api/ledger/entries", {
    date: "2025-02-01",
    piece_ref: "F-1",
    label: "Achat",
    lines: [line("606300", 1_000), line("512900", -1_000)],
  }),
  "POST /api/ledger/entries/{entry_id}/reverse": async (mine) => {
    const { id } = await draft(mine, "2025-02-01", [line("606300", 1_000), line("512900", -1_000)]);
    await validate(mine, "2025-02-28");
    return { path: `/api/ledger/entries/${encodeURIComponent(id)}/reverse`, body: {} };
  },
  "POST /api/ledger/validate": async (mine) => {
    await draft(mine, "2025-02-01", [line("606300", 1_000), line("512900", -1_000)]);
    return { path: "/api/ledger/validate", body: { through: "2025-02-28" } };
  },
  "POST /api/ledger/lettering": async (mine) => {
    await traded(mine);
    await validate(mine, "2025-12-31");
    const year = await yearEnding(mine, 2025);
    const lines = [
      { entry_number: 2, line: 0 },
      { entry_number: 3, line: 1 },
    ];
    return { path: "/api/ledger/lettering", body: { mode: "manual", year_id: year.id, lines } };
  },
  "POST /api/ledger/years": at("/api/ledger/years", { starts_on: "2027-01-01", ends_on: "2027-12-31" }),
  "POST /api/ledger/years/{year_id}/lock": async (mine) => ({
    path: `/api/ledger/years/${(await yearEnding(mine, 2025)).id}/lock`,
    body: { through: "2025-01-31" },
  }),
  "POST /api/ledger/years/{year_id}/close": async (mine) => {
    await traded(mine);
    await validate(mine, "2025-12-31");
    return { path: `/api/ledger/years/${(await yearEnding(mine, 2025)).id}/close`, body: {} };
  },
  "POST /api/ledger/years/{year_id}/appropriation": async (mine) => {
    await traded(mine);
    await validate(mine, "2025-12-31");
    const { id } = await yearEnding(mine, 2025);
    await closeYear(mine, id);
    return { path: `/api/ledger/years/${id}/appropriation`, body: { date: "2026-06-30" } };
  },
  "POST /api/ledger/fec/check": async () => ({ path: "/api/ledger/fec/check", ...asFile }),
  "POST /api/ledger/import/fec": async () => ({
    path: "/api/ledger/import/fec?mode=history&starts_on=2025-01-01&ends_on=2025-12-31&siren=123456782",
    ...asFile,
  }),
  "POST /api/exports/{export_id}/share": async (mine, world) => {
    const { ordinal } = await openAccount(mine);
    await seedRows(world, mine.id, [bankRow({ index: 1, ordinal })]);
    const made = await mine.as("GET", "/api/exports/transactions/csv", { headers: { ...WAIT, accept: "application/json" } });
    return { path: `/api/exports/${made.body["id"]}/share`, body: {} };
  },
  "POST /api/uploads": at("/api/uploads", { purpose: "fec_check", file_name: "fec.txt", bytes: 12, content_type: "text/plain" }),
  "POST /users": at("/users", { email: "lea@example.test", role: "member" }),
  "POST /users/{user_id}/resend": async (mine) => {
    const { body } = await mine.post("/users", { email: "lea@example.test", role: "member" });
    return { path: `/users/${body["id"]}/resend` };
  },
  "POST /users/invitations/join": async (mine, world) => {
    const { person } = (await mine.get("/auth/me")).body as { person: { email: string } };
    const theirs = await company(world);
    await theirs.post("/users", { email: person.email, role: "viewer" });
    await world.idle();
    return { path: "/users/invitations/join", body: { token: codeIn(mailsTo(world, person.email)[0]?.text) } };
  },
  "POST /api/companies": async (mine) => ({
    path: "/api/companies",
    body: { name: "Deuxième", slug: `d-${mine.id.slice(-12).toLowerCase()}` },
  }),
  "POST /alerts": at("/alerts", { title: "Assurance", message: "Demander deux devis." }),
  "POST /alerts/{alert_id}/ack": async (mine) => {
    const { body } = await mine.post("/alerts", { title: "Assurance", message: "Demander deux devis." });
    return { path: `/alerts/${body["id"]}/ack` };
  },
  "POST /analyze/calendar": at("/analyze/calendar", { from: "2026-01-01", to: "2026-12-31", profile: PROFILE }),
  "POST /alerts/refresh": async () => ({ path: "/alerts/refresh" }),
  "POST /analyze/trial-balance": async () => ({
    path: "/analyze/trial-balance?starts_on=2025-01-01&ends_on=2025-12-31",
    ...{ raw: "Compte;Débit;Crédit\n512000;12,00;\n706000;;12,00\n", headers: { "content-type": "text/csv" } },
  }),
  "POST /api/transactions": async (mine) => ({
    path: "/api/transactions",
    body: { account_id: (await openAccount(mine)).id, date: "2025-02-01", amount_cents: -1_000, label: "Timbres" },
  }),
  "POST /api/transactions/batch": async (mine, world) => ({
    path: "/api/transactions/batch",
    body: { ids: [(await rowPath(mine, world)).split("/").at(-1)], note: "vu" },
  }),
  "POST /api/transactions/{transaction_id}/split": async (mine, world) => ({
    path: `${await rowPath(mine, world)}/split`,
    body: {
      parts: [
        { category_id: "assurance", amount_cents: -1_000 },
        { category_id: "honoraires", amount_cents: -1 },
      ],
    },
  }),
  "POST /api/transactions/{transaction_id}/attachments": async (mine, world) => ({
    path: `${await rowPath(mine, world)}/attachments`,
    body: { upload_id: await uploaded(mine) },
  }),
  "POST /api/keys": at("/api/keys", { name: "Caisse", scopes: ["accounts:read"] }),
};
