/** Nature and meaning of each zone, in French, in the order of the file: the description that art. A47 A-1 (XI) asks for. */
export const ZONES: readonly (readonly [nature: string, meaning: string])[] = [
  ["alphanumérique", "Code du journal dans lequel l'écriture est enregistrée"],
  ["alphanumérique", "Libellé du journal"],
  ["alphanumérique", "Numéro de l'écriture : une seule suite continue par exercice, tous journaux confondus, attribuée à la validation"],
  ["date AAAAMMJJ", "Date de comptabilisation de l'écriture, comprise dans l'exercice"],
  ["alphanumérique", "Numéro de compte, dont les trois premiers caractères sont des chiffres du plan comptable général"],
  ["alphanumérique", "Libellé du compte"],
  ["alphanumérique", "Numéro du compte auxiliaire (tiers) ; à blanc si non utilisé"],
  ["alphanumérique", "Libellé du compte auxiliaire ; à blanc si non utilisé"],
  ["alphanumérique", "Référence de la pièce justificative : référence bancaire ou identifiant de l'opération dans NUMMA"],
  ["date AAAAMMJJ", "Date de la pièce justificative"],
  ["alphanumérique", "Libellé de l'écriture"],
  ["numérique", "Montant au débit, en euros ; 0,00 si la ligne est au crédit"],
  ["numérique", "Montant au crédit, en euros ; 0,00 si la ligne est au débit"],
  ["alphanumérique", "Code de lettrage ; à blanc si non utilisé"],
  ["date AAAAMMJJ", "Date de lettrage ; à blanc si non utilisé"],
  ["date AAAAMMJJ", "Date de validation de l'écriture : après elle, l'écriture n'est plus modifiable"],
  ["numérique", "Montant en devise ; à blanc si non utilisé"],
  ["alphanumérique", "Code ISO 4217 de la devise ; à blanc si non utilisé"],
];

/** Journals of the books by code; the bank ones are one per account. */
export const JOURNALS: readonly (readonly [code: string, meaning: string])[] = [
  ["AN", "À-nouveaux (ouverture de l'exercice) ; ces écritures portent les premiers numéros"],
  ["VE", "Ventes"],
  ["AC", "Achats"],
  ["BQ1, BQ2, ...", "Banque : un journal par compte bancaire, numéroté dans l'ordre de création des comptes"],
  ["OD", "Opérations diverses"],
];

export const SEPARATOR_NAMES = { tab: "tabulation (caractère 9)", pipe: "barre verticale (caractère 124)" } as const;
