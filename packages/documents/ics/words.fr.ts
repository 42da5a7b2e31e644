/** The words of a tax calendar outside of the product. */
export const ICS_FR = {
  name: "Échéances fiscales et sociales",
  kinds: {
    declaration: "Déclaration",
    payment: "Paiement",
    declaration_and_payment: "Déclaration et paiement",
    corporate: "Vie de la société",
    milestone: "Entrée en vigueur",
  },
  form: (form: string) => `Formulaire : ${form}`,
  article: (article: string) => `Texte : ${article}`,
  nominal: (date: string) => `Date du texte : ${date}`,
  notConfirmed: "Date non confirmée",
} as const;
