/** Journals of the entries NUMMA makes, bank journals apart: one label per code, as a FEC wants it. */
export const JOURNALS = {
  sales: { journal: "VE", journalLabel: "Ventes" },
  purchases: { journal: "AC", journalLabel: "Achats" },
  miscellaneous: { journal: "OD", journalLabel: "Opérations diverses" },
  opening: { journal: "AN", journalLabel: "À-nouveaux" },
  closing: { journal: "CL", journalLabel: "Clôture" },
} as const;

/** Printed name of a bank's journal and account. */
export const bankLabel = (name: string): string => (/^banque\b/i.test(name) ? name : `Banque ${name}`);
