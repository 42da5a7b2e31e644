/** An invoice paid a month late: what the API document shows. */
export const LATE_EXAMPLE = { amountInclCents: 1_200_000, dueOn: "2024-03-31", until: "2024-04-30" } as const;

/** What `latePayment` answers to it, written out: a test holds it to the computation. */
export const LATE_EXAMPLE_RESULT = {
  days: 30,
  periods: [
    {
      from: "2024-04-01",
      to: "2024-04-30",
      days: 30,
      openCents: 1_200_000,
      ratePpm: 145_000,
      yearDays: 365,
      interestCents: 14_301,
    },
  ],
  interestCents: 14_301,
  recoveryCents: 4_000,
  totalCents: 18_301,
  notices: [],
  parameterSet: {
    id: "late_payment-2026-11-26",
    readThrough: "2026-12-31",
    parameters: [
      {
        id: "late_payment.taux_bce",
        label: "Taux de refinancement de la BCE au premier jour du semestre",
        unit: "ppm",
        chosenBy: "due_on",
        value: 45_000,
        chosenOn: "2024-04-01",
        validFrom: "2024-01-01",
        validTo: "2024-06-30",
        source: "Banque centrale européenne, taux des opérations principales de refinancement au 1er janvier 2024 (presse)",
      },
      {
        id: "late_payment.majoration",
        label: "Majoration du taux de refinancement",
        unit: "ppm",
        chosenBy: "due_on",
        value: 100_000,
        chosenOn: "2024-04-01",
        validFrom: "2009-01-01",
        validTo: "2026-12-31",
        source: "C. com. art. L. 441-10, II ; loi 2008-776 art. 21",
      },
      {
        id: "late_payment.indemnite",
        label: "Indemnité forfaitaire pour frais de recouvrement, par facture",
        unit: "cents",
        chosenBy: "due_on",
        value: 4_000,
        chosenOn: "2024-03-31",
        validFrom: "2013-01-01",
        validTo: "2026-12-31",
        source: "C. com. art. D. 441-5",
      },
      {
        id: "late_payment.jours",
        label: "Jours de l'année dans le calcul des pénalités",
        unit: "days",
        chosenBy: "due_on",
        value: 365,
        chosenOn: "2024-04-01",
        validFrom: "2009-01-01",
        validTo: "2026-12-31",
        source: "usage ; C. com. art. L. 441-10, II",
      },
    ],
  },
  traces: [
    {
      id: "late_payment",
      label: "Pénalités de retard et indemnité forfaitaire",
      totalCents: 18_301,
      lines: [
        {
          id: "interest_2024-04-01",
          label: "Pénalités du 1er avril 2024 au 30 avril 2024",
          amountCents: 14_301,
          detail: "12 000 € TTC × 14,5 % × 30 / 365",
          article: "C. com. art. L. 441-10, II",
        },
        {
          id: "recovery",
          label: "Indemnité forfaitaire pour frais de recouvrement",
          amountCents: 4_000,
          detail: null,
          article: "C. com. art. D. 441-5",
        },
      ],
    },
  ],
};
