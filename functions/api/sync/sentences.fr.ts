import { printedCount } from "#domain/amounts.fr";
import type { SyncWords } from "./sync-words.ts";

const plural = (count: number, one: string, many: string): string => `${printedCount(count)} ${count > 1 ? many : one}`;

/** What becomes of banks, in French. */
export const SYNC_WORDS_FR: SyncWords = {
  nobody: "La banque",
  errors: {
    unauthorized: (bank) => `${bank} demande une nouvelle authentification.`,
    throttled: (bank) => `${bank} : le fournisseur limite nos appels ; nouvel essai automatique.`,
    unavailable: (bank) => `${bank} ne répond pas ; nouvel essai automatique.`,
    invalid_answer: (bank) => `${bank} a donné une réponse illisible ; nouvel essai automatique.`,
    refused: (bank) => `${bank} a refusé la lecture.`,
    retired: (bank) => `${bank} : le fournisseur s'est arrêté. Connectez la banque par un autre fournisseur.`,
    not_configured: (bank) => `${bank} : ce fournisseur n'est pas configuré sur cette installation.`,
    internal: (bank) => `${bank} : la lecture s'est arrêtée sur une erreur interne ; nouvel essai automatique.`,
  },
  failed: (bank) => `${bank} : la lecture a échoué.`,
  states: {
    pending_consent: (bank) => `${bank} attend votre accord.`,
    active: (bank) => `${bank} est connectée.`,
    reauth_required: (bank) => `${bank} demande une nouvelle authentification.`,
    temporarily_unavailable: (bank) => `${bank} est momentanément indisponible ; nouvel essai automatique.`,
    unsupported: (bank) => `${bank} n'est plus prise en charge par le fournisseur.`,
    degraded: (bank) => `${bank} répond dans un état inconnu ; les opérations reçues sont gardées.`,
    provider_retired: (bank) => `${bank} : le fournisseur s'est arrêté. Connectez la banque par un autre fournisseur.`,
    disconnected: (bank) => `${bank} est déconnectée.`,
  },
  added: (count) => plural(count, "nouvelle opération", "nouvelles opérations"),
  updated: (count) => plural(count, "opération mise à jour", "opérations mises à jour"),
  deleted: (count) => plural(count, "opération supprimée", "opérations supprimées"),
  nothingNew: "Rien de nouveau.",
  partial: (count) => `${plural(count, "compte n'a pas pu être lu", "comptes n'ont pas pu être lus")} en entier.`,
  incomplete: "Lecture incomplète ; le compte garde ce qui était connu.",
};
