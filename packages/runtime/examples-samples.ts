import type { Json } from "./openapi-schema.ts";

/** A small workshop of Lyon: whatever an example needs to name, it is of this company. */
const TEXTS: Readonly<Record<string, string>> = {
  name: "Atelier Horizon",
  "person.name": "Camille Martin",
  "third_party.code": "CANUTS",
  "third_party.name": "SCI des Canuts",
  "category.id": "loyer_immobilier",
  "category.name": "Loyers et charges locatives",
  "source.id": "mnl_01KB2Q7M4T9XE5RZ8V3NCW6HJD",
  slug: "atelier-horizon",
  siren: "123456782",
  siret: "12345678200015",
  vat_number: "FR11123456782",
  email: "camille.martin@atelier-horizon.fr",
  password: "un-cheval-correct-agrafe",
  new_password: "une-pile-de-bois-sec",
  phone: "+33472000000",
  iban: "FR7630006000011234567890189",
  bank_name: "Crédit Coopératif",
  currency: "EUR",
  closes_on: "12-31",
  label: "Loyer novembre 2026",
  raw_label: "PRLV SEPA SCI DES CANUTS LOYER 11/2026",
  note: "Facture reçue par courrier",
  search: "honoraires",
  account: "512001",
  account_before2025: "606100",
  account_id: "acc_01KB2Q7M4T9XE5RZ8V3NCW6HTR",
  account_label: "Banque",
  ledger_account: "512001",
  journal: "BQ1",
  journal_label: "Banque",
  number: "607000",
  piece_ref: "FA-2026-0412",
  code: "AA",
  third_party: "CANUTS",
  third_party_code: "CANUTS",
  month: "2026-11",
  category_id: "loyer_immobilier",
  reason: "Loyer mensuel reconnu à son libellé.",
  message: "3 opérations ajoutées.",
  file_name: "123456782FEC20261231.txt",
  content_type: "text/plain; charset=utf-8",
  charset: "UTF-8",
  accounts: "512000:512001,411DUPONT:411000",
  url: "https://documents.example.com/exports/FEC.txt?X-Amz-Signature=3f7a",
  connect_url: "https://connect.bridgeapi.io/session/6b2f0c",
  callback_url: "https://app.atelier-horizon.fr/banques/retour",
  notice_url: "https://documents.example.com/exports/FEC-notice.txt?X-Amz-Signature=9c41",
  notice: "Balance des écritures validées.",
  token: "sK3v9QmX2cTnB7hLr4WzYp8dFg1jUa6e",
  access_token: "eyJhbGciOiJFZERTQSIsInR5cCI6ImF0K2p3dCJ9.eyJzdWIiOiJwZXJfMDFLQjJRN000VCJ9.c2lnbmF0dXJl",
  refresh_token: "5mQ8wZ2xK7vT1nB4cR9yL3hD6jF0gS",
  cursor: "eyJhIjoiMjAyNi0xMS0yNCJ9.8Qx2",
  next_cursor: "eyJhIjoiMjAyNi0xMS0yNCJ9.8Qx2",
  sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  hash: "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
  last_hash: "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
  build: "b7e1c40a92d3",
  region: "eu-west-3",
  stage: "production",
  status: "ok",
  type: "item.refreshed",
  level: "warning",
  verdict: "conforme",
  vat: "deductible_20",
  group: "Services extérieurs",
  permissions: "accounts:read",
  role: "owner",
  request_id: "01KB2Q7M4T9XE5RZ8V3NCW6HJD",
  ip: "203.0.113.24",
  actor: "per_01KB2Q7M4T9XE5RZ8V3NCW6HPX",
  object: "acc_01KB2Q7M4T9XE5RZ8V3NCW6HTR",
  since: "1842",
  network: "203.0.113.0/24",
  activity_code: "4332A",
  line1: "12 montée de la Grande-Côte",
  line2: "Bâtiment B",
  postal_code: "69001",
  city: "Lyon",
  country: "FR",
  vat_number_of_siren: "FR11123456782",
  legal_form: "sas",
  vat_regime: "normal_mensuel",
  "legal_form.value": "sas",
  "vat_regime.value": "normal_mensuel",
  scopes: "accounts:read",
  key: "nk_01KB2Q7M4T9XE5RZ8V3NCW6HZY_01KB2Q7M4T9XE5RZ8V3NCW6HR7_…",
  "keys.x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
  "keys.kid": "2026-11-01",
  agent: "Firefox 145, macOS",
  secret: "JBSWY3DPEHPK3PXP",
  otpauth_uri: "otpauth://totp/NUMMA:camille.martin@atelier-horizon.fr?secret=JBSWY3DPEHPK3PXP&issuer=NUMMA",
  totp_code: "492039",
  recovery_code: "7k2m-9qxt-4hzv",
  recovery_codes: "7k2m-9qxt-4hzv",
  device_token: "dv_8nT4rW6yK2xQ9mZ3vB7cL1hD5jF0gS",
  current_password: "un-cheval-correct-agrafe",
  user_agent: "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5)",
};

/** Dates, in the order things happen: the examples are read on 25 November 2026. */
const DATES: Readonly<Record<string, string>> = {
  valid_from: "2024-01-01",
  starts_on: "2026-01-01",
  ends_on: "2026-12-31",
  from: "2026-01-01",
  to: "2026-10-31",
  through: "2026-10-31",
  validated_through: "2026-10-31",
  locked_through: "2026-09-30",
  date: "2026-11-05",
  transaction_date: "2026-11-04",
  value_date: "2026-11-05",
  piece_date: "2026-11-03",
};
const TODAY = "2026-11-25";
const LATER: ReadonlySet<string> = new Set(["expires_at", "consent_expires_at"]);

/** Values that begin as null, or false: nothing was revoked, nothing failed, nothing was asked beyond the plain case. */
const EMPTY: ReadonlySet<string> = new Set(
  "revoked_at deleted_at ended_at error_code last_error refusal rule_id corrects foreign account_before2025 next_cursor previous running dry_run compare partial late opens_max_reached moved".split(
    " ",
  ),
);

/** Whether a value of this name is shown empty where the schema lets it be. */
export const startsEmpty = (name: string): boolean => EMPTY.has(name);

const NUMBERS: Readonly<Record<string, number>> = {
  limit: 50,
  year: 2026,
  version: 3,
  balance_cents: 1_842_055,
  opening_balance_cents: 1_200_000,
  reported_balance_cents: 1_842_055,
  pending_cents: -4_990,
  future_cents: 0,
  amount_cents: 96_000,
  difference_cents: 0,
  in_cents: 1_254_000,
  out_cents: 872_310,
  net_cents: 381_690,
  transfers_in_cents: 0,
  transfers_out_cents: 50_000,
  confidence_ppm: 970_000,
  transaction_count: 214,
  bytes: 482_113,
  lines: 3_412,
  entries: 1_580,
  number: 412,
  last_number: 1_580,
  entry_number: 412,
  count: 24,
  opens_max: 100,
  expires_in_hours: 168,
  failed: 0,
  deleted: 0,
  problem_count: 0,
};

const CENTS_DEFAULT = 12_000;

/** A number of this name within the schema's bounds. */
export function sampleNumber(name: string, { minimum, maximum }: Json): number {
  const wanted = NUMBERS[name] ?? (name.endsWith("_cents") ? CENTS_DEFAULT : 1);
  return Math.min(Math.max(wanted, Number(minimum ?? wanted)), Number(maximum ?? wanted));
}

const SIX_DIGITS = "^\\d{6}$";

/** A text of this name that fits the schema's format and pattern; where none is known, the name's own words. */
export function sampleText(name: string, schema: Json, parent = ""): string {
  const { format, pattern, minLength, maxLength } = schema;
  if (format === "date") return DATES[name] ?? TODAY;
  if (format === "date-time") return LATER.has(name) ? "2026-12-02T11:00:00.000Z" : "2026-11-25T11:00:00.000Z";
  const candidates = [
    pattern === SIX_DIGITS ? TEXTS["totp_code"] : undefined,
    TEXTS[`${parent}.${name}`],
    TEXTS[name],
    typeof pattern === "string" ? idLike(pattern) : undefined,
    format === "email" ? TEXTS["email"] : undefined,
  ];
  const shape = typeof pattern === "string" ? new RegExp(pattern, "u") : /^/;
  const fits = (text: string | undefined): text is string =>
    text !== undefined && shape.test(text) && text.length >= Number(minLength ?? 0) && text.length <= Number(maxLength ?? Infinity);
  return candidates.find(fits) ?? name.replaceAll("_", " ");
}

const ULID = "01KB2Q7M4T9XE5RZ8V3NCW6HJD";
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** An id for a pattern such as `^acc_[0-7]…`: every kind of thing has an id of its own, the same wherever it is named. */
function idLike(pattern: string): string | undefined {
  const [, prefix] = /^\^([a-z]+)_/.exec(pattern) ?? [];
  if (prefix === undefined) return undefined;
  if (prefix === "txn") return "txn_0018M2C5V7X9KQ3RT4NDWB6";
  if (prefix === "fx") return "fx_USD_2026-11-25";
  if (prefix === "ent") return "ent_manual_mnl_01KB2Q7M4T9XE5RZ8V3NCW6HJD";
  const mark = [...prefix].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7);
  return `${prefix}_${ULID.slice(0, -2)}${ALPHABET[mark % 32]}${ALPHABET[Math.floor(mark / 32) % 32]}`;
}
