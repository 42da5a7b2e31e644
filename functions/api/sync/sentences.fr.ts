import type { SyncLog } from "#store/sync-logs";

const ERRORS: Readonly<Record<string, string>> = {
  unauthorized: "La banque demande une nouvelle authentification.",
  throttled: "La banque limite les appels ; nouvel essai automatique.",
  unavailable: "La banque ne répond pas ; nouvel essai automatique.",
  invalid_answer: "La banque a donné une réponse illisible.",
  retired: "Ce service bancaire a fermé : reconnectez la banque par Bridge.",
  refused: "La banque a refusé la lecture.",
  internal: "La lecture s'est arrêtée sur une erreur interne ; nouvel essai automatique.",
};

/** What a run did, in one sentence a person understands. */
export function sentenceOf({ outcome, errorCode, added, updated, deleted }: SyncLog): string {
  if (outcome === "failed") return ERRORS[errorCode ?? ""] ?? "La lecture a échoué.";
  const parts = [
    ...(added > 0 ? [plural(added, "nouvelle opération", "nouvelles opérations")] : []),
    ...(updated > 0 ? [plural(updated, "opération mise à jour", "opérations mises à jour")] : []),
    ...(deleted > 0 ? [plural(deleted, "opération supprimée", "opérations supprimées")] : []),
  ];
  return parts.length === 0 ? "Rien de nouveau." : `${parts.join(", ")}.`;
}

const plural = (count: number, one: string, many: string): string => `${count} ${count > 1 ? many : one}`;
