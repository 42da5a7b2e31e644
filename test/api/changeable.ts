import { stepOf, totpCode } from "#runtime/totp";
import { attachedTo } from "#test/attachments";
import { dataOf, draft, entryPath, line, type Mine, traded, validate, WAIT, yearEnding } from "#test/ledger";
import { colleague } from "#test/people";
import { bankRow, openAccount, seedRows } from "#test/rows";
import { givePassword, PASSWORD } from "#test/way-in";
import { type TestWorld, tokenFor } from "#test/world";

/** A request that changes something, for the route it is named after; `as` speaks for who asks. */
type Change = { readonly as: Mine["as"]; readonly path: string; readonly body?: unknown };
type Arrange = (mine: Mine, world: TestWorld) => Promise<Change>;

const ACCOUNT = { name: "Compte", bank_name: "Banque", account_type: "checking" };
const LINES = [line("606300", 1_000), line("512900", -1_000)];

const on =
  (pathOf: (mine: Mine, world: TestWorld) => Promise<string>, body?: unknown): Arrange =>
  async (mine, world) => ({ as: mine.as, path: await pathOf(mine, world), ...(body !== undefined && { body }) });

const account = async (mine: Mine) => `/api/accounts/${(await openAccount(mine)).id}`;
const draftPath = async (mine: Mine) => entryPath((await draft(mine, "2025-02-01", LINES)).id);
const member = async (mine: Mine, world: TestWorld) => `/users/${(await colleague(world, mine.id, "accountant")).personId}`;
const key = async (mine: Mine) => `/api/keys/${(await mine.post("/api/keys", { name: "Caisse", scopes: ["accounts:read"] })).body["id"]}`;

const connection = async (mine: Mine) =>
  `/api/sync/connections/${(await mine.post("/api/sync/connections", { provider: "sandbox" })).body["id"]}`;
const alert = async (mine: Mine) => `/alerts/${(await mine.post("/alerts", { title: "Assurance", message: "Deux devis." })).body["id"]}`;
async function analysis(mine: Mine): Promise<string> {
  const raw = "Compte;Débit;Crédit\n512000;12,00;\n706000;;12,00\n";
  const { body } = await mine.as("POST", "/analyze/trial-balance?starts_on=2025-01-01&ends_on=2025-12-31", {
    raw,
    headers: { "content-type": "text/csv" },
  });
  return `/analyze/trial-balances/${body["id"]}`;
}

async function transaction(mine: Mine, world: TestWorld): Promise<string> {
  const { ordinal } = await openAccount(mine);
  await seedRows(world, mine.id, [bankRow({ index: 1, ordinal })]);
  return `/api/transactions/${dataOf<{ id: string }>(await mine.get("/api/transactions"))[0]?.id}`;
}

async function share(mine: Mine, world: TestWorld): Promise<string> {
  const { ordinal } = await openAccount(mine);
  await seedRows(world, mine.id, [bankRow({ index: 1, ordinal })]);
  const made = await mine.as("GET", "/api/exports/transactions/csv", { headers: { ...WAIT, accept: "application/json" } });
  const path = `/api/exports/${made.body["id"]}`;
  const { body } = await mine.post(`${path}/share`, {});
  return `${path}/shares/${body["id"]}`;
}

async function lettering(mine: Mine): Promise<string> {
  await traded(mine);
  await validate(mine, "2025-12-31");
  const { id } = await yearEnding(mine, 2025);
  const lines = [
    { entry_number: 2, line: 0 },
    { entry_number: 3, line: 1 },
  ];
  const { body } = await mine.post("/api/ledger/lettering", { mode: "manual", year_id: id, lines });
  const third = body["third_party_code"] ? `&third_party=${body["third_party_code"]}` : "";
  return `/api/ledger/lettering/${body["code"]}?year_id=${id}&account=${body["account"]}${third}`;
}

async function otherSession(mine: Mine, world: TestWorld): Promise<string> {
  await tokenFor(world, { personId: mine.personId, companyId: mine.id, role: "owner" });
  const all = dataOf<{ id: string; current: boolean }>(await mine.get("/auth/sessions"));
  return `/auth/sessions/${all.find(({ current }) => !current)?.id}`;
}

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
/** The code an authenticator application would show for a secret. */
function codeOf(secret: unknown, world: TestWorld): string {
  const bits = [...String(secret)].map((letter) => BASE32.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const bytes = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  return totpCode(bytes, stepOf(world.clock.now()));
}

async function startedTotp(mine: Mine, world: TestWorld): Promise<{ readonly code: string }> {
  await givePassword(world, mine);
  return { code: codeOf((await mine.post("/auth/totp", { password: PASSWORD })).body["secret"], world) };
}

/** Every way to change or remove something, and what a session does to itself; the test that uses it fails when a route is missing. */
export const CHANGEABLE: Readonly<Record<string, Arrange>> = {
  "PUT /api/accounts/{account_id}": on(account, { ...ACCOUNT, name: "Autre nom" }),
  "DELETE /api/accounts/{account_id}": on(account),
  "PATCH /api/transactions/{transaction_id}": on(transaction, { note: "vu" }),
  "DELETE /api/transactions/{transaction_id}": on(async (mine) => {
    const { id } = await openAccount(mine);
    const typed = { account_id: id, date: "2025-02-01", amount_cents: -1_000, label: "Timbres" };
    return `/api/transactions/${(await mine.post("/api/transactions", typed)).body["id"]}`;
  }),
  "DELETE /api/transactions/{transaction_id}/split": on(async (mine, world) => {
    const path = await transaction(mine, world);
    const parts = [-1_000, -1].map((amount_cents) => ({ category_id: "assurance", amount_cents }));
    await mine.post(`${path}/split`, { parts });
    return `${path}/split`;
  }),
  "DELETE /api/transactions/{transaction_id}/attachments/{attachment_id}": on(async (mine, world) => {
    const path = await transaction(mine, world);
    return `${path}/attachments/${await attachedTo(mine, path)}`;
  }),
  "PUT /api/ledger/entries/{entry_id}": on(draftPath, { date: "2025-02-02", piece_ref: "F-2", label: "Achat revu", lines: LINES }),
  "DELETE /api/ledger/entries/{entry_id}": on(draftPath),
  "DELETE /api/ledger/lettering/{code}": on(lettering),
  "DELETE /api/exports/{export_id}/shares/{share_id}": on(share),
  "PUT /users/{user_id}": on(member, { role: "member" }),
  "DELETE /users/{user_id}": on(member),
  "DELETE /users/me": async (mine, world) => ({ ...(await colleague(world, mine.id, "accountant")), path: "/users/me" }),
  "PUT /api/companies/{company_id}/tax-profile": on(async (mine) => `/api/companies/${mine.id}/tax-profile`, { cfe: [] }),
  "PUT /api/companies/{company_id}": on(async ({ id }) => `/api/companies/${id}`, { name: "Nouveau nom" }),
  "DELETE /api/keys/{key_id}": on(key),
  "DELETE /api/sync/connections/{connection_id}": on(connection),
  "PUT /alerts/{alert_id}": on(alert, { title: "Assurance de l'atelier" }),
  "DELETE /alerts/{alert_id}": on(alert),
  "DELETE /analyze/trial-balances/{analysis_id}": on(analysis),
  "DELETE /auth/sessions/{id}": on(otherSession),
  "DELETE /api/privacy/people/{person_id}": on(
    async (mine, world) => `/api/privacy${(await member(mine, world)).replace("users", "people")}`,
  ),
  "POST /auth/logout": on(async () => "/auth/logout"),
  "POST /auth/switch": async (mine) => {
    const slug = `d-${mine.id.slice(-12).toLowerCase()}`;
    const { body } = await mine.post("/api/companies", { name: "Deuxième", slug });
    return { as: mine.as, path: "/auth/switch", body: { company_id: body["id"] } };
  },
  "POST /auth/password": async (mine, world) => {
    await givePassword(world, mine);
    return { as: mine.as, path: "/auth/password", body: { current_password: PASSWORD, new_password: "trois poires sur la table verte" } };
  },
  "POST /auth/totp": async (mine, world) => {
    await givePassword(world, mine);
    return { as: mine.as, path: "/auth/totp", body: { password: PASSWORD } };
  },
  "POST /auth/totp/verify": async (mine, world) => ({ as: mine.as, path: "/auth/totp/verify", body: await startedTotp(mine, world) }),
  "DELETE /auth/totp": async (mine, world) => {
    await mine.post("/auth/totp/verify", await startedTotp(mine, world));
    return { as: mine.as, path: "/auth/totp", body: { password: PASSWORD } };
  },
};
