import { printedCount } from "#domain/amounts.fr";
import type { ConnectionState } from "#domain/banking/connection";
import type { AccountLine, SyncLog } from "#store/sync-logs";

type Sentence = (bank: string) => string;

/** Why a read failed, naming the bank. */
const ERRORS: Readonly<Record<string, Sentence>> = {
  unauthorized: (bank) => `${bank} demande une nouvelle authentification.`,
  throttled: (bank) => `${bank} : le fournisseur limite nos appels ; nouvel essai automatique.`,
  unavailable: (bank) => `${bank} ne répond pas ; nouvel essai automatique.`,
  invalid_answer: (bank) => `${bank} a donné une réponse illisible ; nouvel essai automatique.`,
  refused: (bank) => `${bank} a refusé la lecture.`,
  retired: (bank) => `${bank} : le fournisseur s'est arrêté. Connectez la banque par un autre fournisseur.`,
  not_configured: (bank) => `${bank} : ce fournisseur n'est pas configuré sur cette installation.`,
  internal: (bank) => `${bank} : la lecture s'est arrêtée sur une erreur interne ; nouvel essai automatique.`,
};
const FAILED: Sentence = (bank) => `${bank} : la lecture a échoué.`;

const NOBODY = "La banque";

/** A failure's code in words. */
const errorSentence = (code: string, bank: string | null): string => (ERRORS[code] ?? FAILED)(bank ?? NOBODY);

/** What a run did, in one sentence a person understands. */
export function sentenceOf({ outcome, errorCode, lines, ...counts }: SyncLog, bank: string | null): string {
  if (outcome === "failed") return errorSentence(errorCode ?? "", bank);
  const failed = lines.filter(({ error }) => error !== null).length;
  const partial = failed === 0 ? "" : ` ${plural(failed, "compte n'a pas pu être lu", "comptes n'ont pas pu être lus")} en entier.`;
  return `${countsSentence(counts)}${partial}`;
}

/** What a run did to one account. */
export const lineSentence = (line: AccountLine): string =>
  line.error === null ? countsSentence(line) : "Lecture incomplète ; le compte garde ce qui était connu.";

function countsSentence({ added, updated, deleted }: Pick<SyncLog, "added" | "updated" | "deleted">): string {
  const parts = [
    ...(added > 0 ? [plural(added, "nouvelle opération", "nouvelles opérations")] : []),
    ...(updated > 0 ? [plural(updated, "opération mise à jour", "opérations mises à jour")] : []),
    ...(deleted > 0 ? [plural(deleted, "opération supprimée", "opérations supprimées")] : []),
  ];
  return parts.length === 0 ? "Rien de nouveau." : `${parts.join(", ")}.`;
}

/** Where a connection stands, and what a person has to do about it, if anything. */
const STATES: Readonly<Record<ConnectionState, Sentence>> = {
  pending_consent: (bank) => `${bank} attend votre accord.`,
  active: (bank) => `${bank} est connectée.`,
  reauth_required: (bank) => `${bank} demande une nouvelle authentification.`,
  temporarily_unavailable: (bank) => `${bank} est momentanément indisponible ; nouvel essai automatique.`,
  unsupported: (bank) => `${bank} n'est plus prise en charge par le fournisseur.`,
  degraded: (bank) => `${bank} répond dans un état inconnu ; les opérations reçues sont gardées.`,
  provider_retired: (bank) => `${bank} : le fournisseur s'est arrêté. Connectez la banque par un autre fournisseur.`,
  disconnected: (bank) => `${bank} est déconnectée.`,
};

/** A connection's state in words; a read that fails is told before a state that is as it was. */
export const stateSentence = (state: ConnectionState, bank: string | null, lastError: string | null): string =>
  state === "active" && lastError !== null ? errorSentence(lastError, bank) : STATES[state](bank ?? NOBODY);

const plural = (count: number, one: string, many: string): string => `${printedCount(count)} ${count > 1 ? many : one}`;
