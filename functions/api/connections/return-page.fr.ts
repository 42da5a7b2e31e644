/** What somebody reads who comes back from their bank. Nothing in it comes from the address they came by. */
export const RETURN_PAGE_FR = {
  connected: {
    title: "Votre banque est connectée",
    paragraphs: [
      "Vos opérations arrivent dans quelques minutes, et tout l'historique que la banque donne suit.",
      "Vous pouvez fermer cette page.",
    ],
  },
  refused: {
    title: "La connexion n'a pas abouti",
    paragraphs: [
      "Votre banque n'a pas donné son accord, ou vous avez quitté sa page avant la fin. Rien n'a été enregistré.",
      "Vous pouvez fermer cette page et recommencer depuis vos connexions bancaires.",
    ],
  },
} as const;
