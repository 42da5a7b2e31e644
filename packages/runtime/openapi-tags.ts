type Tag = { readonly name: string; readonly title: string; readonly description: string; readonly group: string };

/** The chapters of the document, in the order they are read. */
const TAGS: readonly Tag[] = [
  { name: "auth", title: "Sessions", group: "People and access", description: "Sign up, log in and out, who I am." },
  { name: "users", title: "Members", group: "People and access", description: "Who belongs to the company, and with which role." },
  { name: "companies", title: "Companies", group: "People and access", description: "Legal data of the companies a person has." },
  {
    name: "keys",
    title: "API keys",
    group: "People and access",
    description: "Keys programs act with, each with the permissions it was given.",
  },
  {
    name: "privacy",
    title: "Privacy",
    group: "People and access",
    description: "Personal data: export and erasure, within what bookkeeping law obliges to keep.",
  },
  {
    name: "audit",
    title: "Audit trail",
    group: "People and access",
    description: "Who did what and when, in a chain that shows any change made to it.",
  },
  {
    name: "changes",
    title: "Change feed",
    group: "People and access",
    description: "Every change of every resource, in order, for whoever keeps a copy.",
  },
  { name: "connections", title: "Bank connections", group: "Banking", description: "Consents given at banks, and their state." },
  { name: "sync", title: "Synchronisation", group: "Banking", description: "Reading the banks: on demand, and what became of every run." },
  {
    name: "investments",
    title: "Investments",
    group: "Banking",
    description: "What is held besides money, where a provider tells it.",
  },
  { name: "webhooks", title: "Bank webhooks", group: "Banking", description: "Signals of the bank provider." },
  {
    name: "accounts",
    title: "Bank accounts",
    group: "Banking",
    description: "Accounts with their balances: synced from a bank, or kept by hand.",
  },
  {
    name: "exchange-rates",
    title: "Exchange rates",
    group: "Banking",
    description: "What other currencies are worth in euros, as the company entered it.",
  },
  { name: "transactions", title: "Transactions", group: "Banking", description: "Bank rows of every account, with their categories." },
  {
    name: "transfers",
    title: "Transfers",
    group: "Banking",
    description: "Money that only changed pockets: the two legs of a transfer, linked.",
  },
  {
    name: "categories",
    title: "Categories",
    group: "Banking",
    description: "What money comes from and goes to, each with its account of the plan comptable général.",
  },
  { name: "ledger", title: "Books", group: "Books", description: "Fiscal years, entries, validation, balances, lettering, closing." },
  {
    name: "fec",
    title: "FEC",
    group: "Books",
    description: "Fichiers des écritures comptables of other programs: check one, take one over (LPF art. A47 A-1).",
  },
  {
    name: "analyze",
    title: "Tax",
    group: "Tax",
    description: "IS, TVA, the calendar and identifiers, from dated law: every figure with its article and the work behind it.",
  },
  {
    name: "alerts",
    title: "Alerts",
    group: "Tax",
    description: "What somebody should know in time: tax deadlines, and what people note for themselves. One alert a fact.",
  },
  {
    name: "trial-balances",
    title: "Trial balances",
    group: "Tax",
    description:
      "Statements, SIG, ratios, checks and an estimate of IS from a trial balance: sent as JSON, CSV, XLSX or FEC, or one's own books.",
  },
  { name: "exports", title: "Exports", group: "Files", description: "FEC, CSV, workbooks and PDF: the same question has the same file." },
  { name: "share", title: "Shared links", group: "Files", description: "Files for somebody without an account, by a link that expires." },
  { name: "uploads", title: "Uploads", group: "Files", description: "Files too large for a request." },
  { name: "jobs", title: "Jobs", group: "Files", description: "Long work: progress and result." },
  { name: "jwks", title: "Public keys", group: "System", description: "Keys that access tokens are checked with (RFC 7517)." },
  { name: "health", title: "Health", group: "System", description: "Whether the service lives, and which build it is." },
  { name: "docs", title: "Documentation", group: "System", description: "This document, and pages to read it." },
];

/** The chapters these operations belong to. A tag nobody described keeps its name and says nothing, which the document's lint refuses. */
export function tagsOf(used: ReadonlySet<string>) {
  const known = TAGS.filter(({ name }) => used.has(name));
  const unknown = [...used].filter((name) => !TAGS.some((tag) => tag.name === name));
  const groups = [...new Set(known.map(({ group }) => group))];
  return {
    tags: [
      ...known.map(({ name, title, description }) => ({ name, "x-displayName": title, description })),
      ...unknown.map((name) => ({ name })),
    ],
    groups: [
      ...groups.map((group) => ({ name: group, tags: known.filter((tag) => tag.group === group).map(({ name }) => name) })),
      ...(unknown.length > 0 ? [{ name: "Other", tags: unknown }] : []),
    ],
  };
}

/** Place of a tag in the document. */
export const tagOrder = (name: string): number => {
  const place = TAGS.findIndex((tag) => tag.name === name);
  return place < 0 ? TAGS.length : place;
};
