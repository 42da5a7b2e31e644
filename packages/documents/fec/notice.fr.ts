/** Nature and meaning of each zone, in French, in the order of the file: the description that art. A47 A-1 (XI) asks for. */
export const ZONES: readonly (readonly [nature: string, meaning: string])[] = [
  ["alphanumérique", "Code du journal dans lequel l'écriture est enregistrée"],
  ["alphanumérique", "Libellé du journal"],
  ["alphanumérique", "Numéro de l'écriture : une seule suite continue par exercice, tous journaux confondus, attribuée à la validation"],
  ["date AAAAMMJJ", "Date de comptabilisation de l'écriture, comprise dans l'exercice"],
  ["alphanumérique", "Numéro de compte, dont les trois premiers caractères sont des chiffres du plan comptable général"],
  ["alphanumérique", "Libellé du compte"],
  ["alphanumérique", "Numéro du compte auxiliaire (tiers), sur les comptes de la classe 4 seulement ; à blanc si non utilisé"],
  ["alphanumérique", "Libellé du compte auxiliaire, renseigné avec son numéro ; à blanc si non utilisé"],
  [
    "alphanumérique",
    "Référence de la pièce justificative : référence de la banque, référence saisie par l'utilisateur, référence de la pièce d'une écriture reprise d'un autre logiciel, numéro de facture ou, à défaut, identifiant de l'opération dans NUMMA",
  ],
  ["date AAAAMMJJ", "Date de la pièce justificative"],
  ["alphanumérique", "Libellé de l'écriture"],
  ["numérique", "Montant au débit, en euros ; 0,00 si la ligne est au crédit"],
  ["numérique", "Montant au crédit, en euros ; 0,00 si la ligne est au débit"],
  ["alphanumérique", "Code de lettrage, commun aux lignes d'un même compte et d'un même tiers qui se soldent ; à blanc si non utilisé"],
  ["date AAAAMMJJ", "Date de lettrage : celle de la dernière ligne rapprochée ; à blanc si non utilisé"],
  ["date AAAAMMJJ", "Date de validation de l'écriture : après elle, l'écriture n'est plus modifiable"],
  [
    "numérique",
    "Montant de la ligne dans sa devise d'origine, sans signe (le sens est celui des zones 12 et 13) ; à blanc si l'opération est en euros",
  ],
  ["alphanumérique", "Code ISO 4217 de la devise d'origine ; à blanc si l'opération est en euros"],
];

/** Journals of the books by code; the bank ones are one per account. Openings that come late: BOI-CF-IOR-60-40-20, § 110. */
export const JOURNALS: readonly (readonly [code: string, meaning: string])[] = [
  [
    "AN",
    "À-nouveaux (ouverture de l'exercice) ; ces écritures portent les premiers numéros ; celles qui les complètent plus tard prennent le numéro suivant de la suite et restent identifiables par leur journal (BOI-CF-IOR-60-40-20, § 110)",
  ],
  ["VE", "Ventes"],
  ["AC", "Achats"],
  ["BQ1, BQ2, ...", "Banque : un journal par compte bancaire, numéroté dans l'ordre de création des comptes"],
  ["OD", "Opérations diverses"],
];

export const SEPARATOR_NAMES = { tab: "tabulation (caractère 9)", pipe: "barre verticale (caractère 124)" } as const;

/** The charset of the file, and what became of the letters it has not got. */
export const ENCODINGS = {
  "utf-8": ["Jeu de caractères : UTF-8, sans marque d'ordre des octets ; aucun caractère n'est translittéré"],
  "iso-8859-15": [
    "Jeu de caractères : ISO 8859-15 (un octet par caractère)",
    "Translittération : guillemets, apostrophes et tirets typographiques par les signes simples, points de suspension par trois points, lettre accentuée absente du jeu par la lettre sans accent, tout autre caractère absent par un point d'interrogation",
  ],
} as const;

/** Codes other than the journals'. */
export const CODES = [
  "Journal AN : les à-nouveaux reprennent les soldes des comptes des classes 1 à 5 à l'ouverture ; une ligne par poste non soldé sur les comptes de tiers dont les postes composent le solde, sinon une ligne par compte ou par tiers ; ils sont datés du premier jour de l'exercice",
  "Journal CL (clôture) : il solde les comptes de charges et de produits et n'est donc pas dans le fichier",
  "Écritures reprises d'un autre logiciel : leurs journaux, comptes auxiliaires et pièces gardent leurs codes et leurs libellés d'origine",
  "Comptes 512001 à 512999 : un compte par compte bancaire, dans l'ordre de création ; le journal BQ porte le même rang",
  "Comptes auxiliaires : C suivi du nom du client, F suivi du nom du fournisseur, puis quatre caractères de contrôle ; DIVERS si le tiers n'est pas nommé",
  "Lettrage : lettres majuscules pour un ensemble de lignes soldé ; lettres minuscules pour un lettrage partiel ; il peut suivre la validation de l'écriture",
  "Devises : la comptabilité est tenue en euros ; le montant en devise rappelle celui de la pièce",
  "Compte 471000 : opérations bancaires à identifier",
] as const;
