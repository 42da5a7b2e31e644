/** The balance of a small service company: what the API document shows, and what its answer is computed from. */
export const BALANCE_EXAMPLE = {
  startsOn: "2025-01-01",
  endsOn: "2025-12-31",
  rows: [
    { account: "101300", label: "Capital", debitBalanceCents: 0, creditBalanceCents: 1_000_000 },
    { account: "512000", label: "Banque", debitBalanceCents: 3_400_000, creditBalanceCents: 0 },
    { account: "606300", label: "Petit équipement", debitBalanceCents: 600_000, creditBalanceCents: 0 },
    { account: "706000", label: "Prestations de services", debitBalanceCents: 0, creditBalanceCents: 3_000_000 },
  ],
} as const;

/** What is known of it. */
export const FACTS_EXAMPLE = { legalForm: "sarl", isSubjectToIs: true, vatRegime: "normal_mensuel" } as const;
