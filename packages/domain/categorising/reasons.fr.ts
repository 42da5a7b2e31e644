/** Why a row got its category when no rule of the tables spoke: sentences shown to people. */
export const REASONS = {
  ownIban: "Le libellé cite l'IBAN d'un autre de vos comptes.",
  ownName: "Le virement porte le nom de votre entreprise des deux côtés.",
  incomingTransfer: "Virement reçu d'un tiers sans autre indice : sans doute un client.",
  linked: "Le même montant est parti d'un de vos comptes et arrivé sur un autre.",
  linkedByPerson: "Reconnue par un utilisateur comme un virement entre deux de vos comptes.",
  nothing: "Aucun indice sûr dans le libellé : à vous de choisir.",
} as const;
