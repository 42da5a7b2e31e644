import type { RatioCode } from "./ratio-code.ts";

type Words = { readonly label: string; readonly meaning: string; readonly formula: string; readonly usualReading: string };

export const NO_DENOMINATOR = "Non calculé : le dénominateur est nul ou négatif.";
export const TINY_DENOMINATOR = "Non significatif : le dénominateur est infime au regard du numérateur.";

const BY_SECTOR = "Se compare au secteur et à l'exercice précédent ; aucun seuil n'est fixé par un texte.";

/** What every ratio means, how it is made and how it is usually read: a habit of lenders and accountants, never a rule of law. */
export const RATIO_WORDS: Readonly<Record<RatioCode, Words>> = {
  taux_marge_commerciale: {
    label: "Taux de marge commerciale",
    meaning: "Ce que l'entreprise garde sur cent euros de marchandises vendues, une fois les marchandises payées.",
    formula: "Marge commerciale / ventes de marchandises (707)",
    usualReading: BY_SECTOR,
  },
  taux_valeur_ajoutee: {
    label: "Taux de valeur ajoutée",
    meaning: "Part du chiffre d'affaires créée par l'entreprise elle-même, les achats et services extérieurs déduits.",
    formula: "Valeur ajoutée / chiffre d'affaires HT",
    usualReading: BY_SECTOR,
  },
  taux_ebe: {
    label: "Taux de marge brute d'exploitation",
    meaning: "Ce que l'exploitation dégage avant amortissements, intérêts et impôt.",
    formula: "Excédent brut d'exploitation / chiffre d'affaires HT",
    usualReading: BY_SECTOR,
  },
  taux_resultat_net: {
    label: "Taux de marge nette",
    meaning: "Ce qui reste à l'entreprise sur cent euros de ventes, toutes charges et impôts déduits.",
    formula: "Résultat net / chiffre d'affaires HT",
    usualReading: BY_SECTOR,
  },
  part_personnel: {
    label: "Part du personnel dans la valeur ajoutée",
    meaning: "Part de la richesse créée qui revient aux salaires et aux cotisations.",
    formula: "Charges de personnel (64) / valeur ajoutée",
    usualReading: "Au-delà de 80 %, il reste en général peu pour investir et rembourser ; simple usage de lecture.",
  },
  poids_charges_financieres: {
    label: "Poids des charges financières",
    meaning: "Part de l'excédent brut d'exploitation absorbée par le coût des emprunts et découverts.",
    formula: "Charges financières (66 hors dotations) / excédent brut d'exploitation",
    usualReading: "Au-delà de 30 %, la charge est habituellement jugée lourde ; simple usage de lecture.",
  },
  rentabilite_capitaux_propres: {
    label: "Rentabilité des capitaux propres",
    meaning: "Ce que rapporte un euro laissé dans l'entreprise par ses propriétaires.",
    formula: "Résultat net / capitaux propres",
    usualReading: "Se compare au rendement d'un placement de même risque ; aucun seuil légal.",
  },
  autonomie_financiere: {
    label: "Autonomie financière",
    meaning: "Part du bilan financée par les capitaux propres.",
    formula: "Capitaux propres / total du bilan",
    usualReading: "Les prêteurs attendent souvent 20 à 30 % au moins ; usage bancaire, sans valeur légale.",
  },
  endettement: {
    label: "Taux d'endettement",
    meaning: "Dettes financières rapportées aux capitaux propres.",
    formula: "Dettes financières (16, 17, 45, 519, découverts) / capitaux propres",
    usualReading: "Au-delà de 100 %, les prêteurs portent plus de risque que les associés ; usage bancaire, sans valeur légale.",
  },
  capacite_remboursement: {
    label: "Capacité de remboursement",
    meaning: "Nombre d'années de capacité d'autofinancement nécessaires pour rembourser les emprunts (1 000 000 = une année).",
    formula: "Emprunts (16 et 17) / capacité d'autofinancement",
    usualReading: "Au-delà de trois à quatre années, un nouvel emprunt est souvent discuté ; usage bancaire, sans valeur légale.",
  },
  couverture_emplois_stables: {
    label: "Couverture des emplois stables",
    meaning: "Part des immobilisations brutes financée par des ressources durables.",
    formula: "Ressources stables / emplois stables",
    usualReading: "En dessous de 100 %, des immobilisations sont financées par des dettes à court terme ; usage de lecture.",
  },
  liquidite_generale: {
    label: "Liquidité générale",
    meaning: "Ce que l'entreprise possède à court terme pour un euro dû à court terme.",
    formula: "Actif circulant brut et trésorerie / dettes circulantes et trésorerie passive",
    usualReading: "En dessous de 100 %, les échéances proches dépassent les ressources proches ; usage de lecture.",
  },
  vetuste_immobilisations: {
    label: "Vétusté des immobilisations",
    meaning: "Part déjà amortie de l'outil de production.",
    formula: "Amortissements (281) / immobilisations corporelles amortissables brutes (212 à 218)",
    usualReading: "Au-delà de 70 à 80 %, un renouvellement approche ; simple usage de lecture.",
  },
  bfr_jours: {
    label: "Besoin en fonds de roulement en jours de ventes",
    meaning: "Nombre de jours de chiffre d'affaires HT immobilisés dans le cycle d'exploitation.",
    formula: "Besoin en fonds de roulement / chiffre d'affaires HT × jours de l'exercice",
    usualReading: BY_SECTOR,
  },
  delai_clients: {
    label: "Créances clients en jours de ventes",
    meaning: "Créances TTC rapportées aux ventes HT : avec une TVA à 20 %, le délai réel de paiement est plus court d'un sixième.",
    formula: "Clients bruts (411, 413, 416, 418) / chiffre d'affaires HT × jours de l'exercice",
    usualReading: "À rapprocher du délai convenu, que C. com. art. L441-10 plafonne à 60 jours, ou à 45 jours fin de mois.",
  },
  delai_fournisseurs: {
    label: "Dettes fournisseurs en jours d'achats",
    meaning: "Dettes TTC rapportées aux achats HT : avec une TVA à 20 %, le délai réel de paiement est plus court d'un sixième.",
    formula: "Fournisseurs (401, 403, 408) / achats et charges externes (60 à 62 hors variation de stocks) × jours de l'exercice",
    usualReading: "À rapprocher du délai convenu, que C. com. art. L441-10 plafonne à 60 jours, ou à 45 jours fin de mois.",
  },
  rotation_stocks: {
    label: "Durée de stockage",
    meaning: "Nombre de jours d'achats consommés conservés en stock.",
    formula: "Stocks bruts (31, 32, 37) / coût des achats consommés (601, 602, 607 et 603) × jours de l'exercice",
    usualReading: BY_SECTOR,
  },
};
