/**
 * What somebody reads who comes back from their bank. Nothing in it comes from the address they came by, and it promises nothing: only a read of the
 * bank knows whether it agreed.
 */
export const RETURN_PAGE_FR = {
  connected: {
    title: "C'est terminé de votre côté",
    paragraphs: [
      "Dès que votre banque confirme son accord, vos opérations arrivent, en quelques minutes, avec tout l'historique qu'elle donne.",
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
