import type { ErasedKind, KeptKind } from "./erasure.ts";

/** What was erased, in words. */
export const ERASED_FR: Readonly<Record<ErasedKind, string>> = {
  membership: "Appartenance à la société et rôle",
  keys: "Clés d'API créées par la personne, révoquées",
  sessions: "Sessions ouvertes",
  account: "Compte de la personne : nom, adresse électronique, mot de passe, double authentification, appareils connus",
  invitations: "Invitations adressées à la personne, ou envoyées par elle et encore en attente",
  archives: "Exports de données personnelles qui contenaient son nom",
};

/** What was kept, and on which ground. */
export const KEPT_FR: Readonly<Record<KeptKind, { readonly label: string; readonly reason: string }>> = {
  account: {
    label: "Compte de la personne : nom et adresse électronique",
    reason: "La personne appartient encore à une autre société : ce compte y reste nécessaire.",
  },
  audit_trail: {
    label: "Piste d'audit : ce que la personne a fait, sous un identifiant qui ne la nomme plus",
    reason:
      "Preuve de la tenue des comptes (art. L123-22 du code de commerce, 10 ans ; art. L102 B du livre des procédures fiscales, 6 ans).",
  },
  books: {
    label: "Écritures comptables, y compris les tiers qu'elles nomment",
    reason: "Documents comptables (art. L123-22 du code de commerce, 10 ans ; art. L102 B du livre des procédures fiscales, 6 ans).",
  },
  bank_rows: {
    label: "Opérations bancaires et leurs libellés, tels que la banque les donne",
    reason: "Pièces justificatives des écritures (art. L123-22 du code de commerce, 10 ans).",
  },
  erasure_record: {
    label: "Trace de cet effacement, sous le même identifiant",
    reason: "Preuve de la suite donnée à la demande (règlement (UE) 2016/679, art. 5, paragraphe 2).",
  },
  backups: {
    label: "Sauvegardes de la base et versions antérieures des fichiers",
    reason: "Elles s'effacent d'elles-mêmes à leur échéance et ne servent qu'à une restauration ; l'effacement est alors refait.",
  },
};
