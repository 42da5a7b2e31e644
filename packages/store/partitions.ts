/** How long what a partition holds is kept: docs/privacy.md says why. */
export type Retention = "books" | "tax" | "personal" | "transient";

/** Where the names inside a partition's own name come from. */
type Inner = "account" | "year" | "export";

/** One family of partitions of a company. Whoever adds one adds it here, or a test says so: what is not listed is in no export. */
export type Partition = {
  /** What follows `COMPANY#<id>#`; `inner` is appended. */
  readonly name: string;
  readonly inner?: Inner;
  readonly retention: Retention;
  /** Name of its file in the archive of a company's data; null: counters and copies, which say nothing that the others do not. */
  readonly file: string | null;
  /** Whether `body` is JSON, deflated when it is long. */
  readonly packed?: true;
  /** Attributes that look like a secret by their name and are none. */
  readonly shown?: readonly string[];
};

export const PARTITIONS: readonly Partition[] = [
  { name: "COMPANY", retention: "books", file: "societe" },
  { name: "YEARS", retention: "books", file: "exercices" },
  { name: "MEMBERS", retention: "personal", file: "membres" },
  { name: "KEYS", retention: "personal", file: "cles" },
  { name: "KEYHEAD", retention: "transient", file: null },
  { name: "SESSIONS", retention: "transient", file: "sessions" },
  { name: "ACCOUNTS", retention: "books", file: "comptes_bancaires" },
  { name: "PROVIDERKEYS", retention: "books", file: "comptes_des_fournisseurs" },
  { name: "SEQUENCES", retention: "books", file: "sequences" },
  { name: "CONNECTIONS", retention: "personal", file: "connexions_bancaires" },
  { name: "SYNCLOG", retention: "transient", file: "synchronisations" },
  { name: "WEBHOOK", retention: "transient", file: "notifications_recues", shown: ["bodyHash"] },
  { name: "A", inner: "account", retention: "books", file: "operations_bancaires" },
  { name: "TOTALS", retention: "books", file: "totaux_par_mois" },
  { name: "LEDGER", retention: "books", file: "livres", shown: ["lastHash"] },
  { name: "E", retention: "books", file: "ecritures", shown: ["hash"], packed: true },
  { name: "DRAFTS", retention: "books", file: "ecritures_en_brouillon", packed: true },
  { name: "MARKS", retention: "books", file: "corrections_a_faire" },
  { name: "BOOKED", retention: "books", file: "operations_corrigees" },
  { name: "L#", inner: "year", retention: "books", file: "totaux_des_comptes" },
  { name: "LT#", inner: "year", retention: "books", file: "totaux_des_tiers" },
  { name: "LET#", inner: "year", retention: "books", file: "lettrage_des_lignes" },
  { name: "LETG#", inner: "year", retention: "books", file: "groupes_de_lettrage" },
  { name: "CHART", retention: "books", file: "sous_comptes" },
  { name: "ALERTS", retention: "transient", file: "alertes" },
  { name: "JOBS", retention: "transient", file: "travaux", shown: ["lastHash"] },
  { name: "EXPORTS", retention: "books", file: "exports", shown: ["lastHash"] },
  { name: "SHARES#", inner: "export", retention: "transient", file: "liens_de_partage" },
  { name: "UPLOADS", retention: "transient", file: "fichiers_deposes" },
  { name: "OUTBOX", retention: "transient", file: "evenements_recents" },
  { name: "AUDIT", retention: "books", file: "piste_d_audit", shown: ["hash", "prevHash"] },
  { name: "FEED", retention: "books", file: "fin_de_la_piste_d_audit", shown: ["hash"] },
  { name: "IDEMPOTENCY", retention: "transient", file: null },
  { name: "RATE", retention: "transient", file: null },
  { name: "ANALYSES", retention: "tax", file: "analyses_de_balances", packed: true, shown: ["sha256"] },
  { name: "PRIVACY", retention: "books", file: "demandes_sur_les_donnees" },
];

/** Partitions of the indexes: they hold nothing the table does not. */
export const INDEX_PARTITIONS: readonly string[] = ["N", "G"];

/** System partitions. Only a person's own is part of a company's export, for its members; the others lead from a name to what is exported. */
export const SYSTEM_PARTITIONS: Readonly<Record<string, Retention>> = {
  PERSON: "personal",
  LOGIN: "personal",
  INVITE: "personal",
  SLUG: "books",
  PROVIDER: "personal",
  SHARE: "transient",
  MAIL: "transient",
  SYNC: "personal",
  COMPANIES: "books",
  THROTTLE: "transient",
  WEBHOOKS: "transient",
};
