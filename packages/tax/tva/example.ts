/** A trading company's March 2026: what the API document shows, and what its answer is computed from. */
export const TVA_EXAMPLE = {
  period: { from: "2026-03-01", to: "2026-03-31" },
  territory: "metropole",
  operations: [
    { id: "F-101", kind: "sale_goods", baseCents: 1_000_000, deliveredOn: "2026-03-10", invoicedOn: "2026-03-10" },
    {
      ...{ id: "F-102", kind: "sale_services", baseCents: 500_000, invoicedOn: "2026-03-12" },
      payments: [{ on: "2026-03-28", amountCents: 300_000 }],
    },
    { id: "A-7", kind: "intra_eu_acquisition", baseCents: 200_000, deliveredOn: "2026-03-05", invoicedOn: "2026-03-09" },
    { id: "A-8", kind: "purchase_goods", baseCents: 400_000, deliveredOn: "2026-03-18", invoicedOn: "2026-03-18" },
  ],
} as const;
