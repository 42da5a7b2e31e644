import type { ConnectionState } from "#domain/banking/connection";
import type { Language } from "#runtime/request";
import type { AccountLine, SyncLog } from "#store/sync-logs";
import { SYNC_WORDS_EN } from "./sentences.en.ts";
import { SYNC_WORDS_FR } from "./sentences.fr.ts";
import type { SyncWords } from "./sync-words.ts";

const WORDS: Readonly<Record<Language, SyncWords>> = { fr: SYNC_WORDS_FR, en: SYNC_WORDS_EN };

/** What a run did, in one sentence a person understands. */
export function sentenceOf({ outcome, errorCode, lines, ...counts }: SyncLog, bank: string | null, language: Language): string {
  const words = WORDS[language];
  if (outcome === "failed") return errorSentence(errorCode ?? "", bank, words);
  const failed = lines.filter(({ error }) => error !== null).length;
  return [countsSentence(counts, words), ...(failed === 0 ? [] : [words.partial(failed)])].join(" ");
}

/** What a run did to one account. */
export const lineSentence = (line: AccountLine, language: Language): string =>
  line.error === null ? countsSentence(line, WORDS[language]) : WORDS[language].incomplete;

/** A connection's state in words; a read that fails is told before a state that is as it was. */
export function stateSentence(state: ConnectionState, bank: string | null, lastError: string | null, language: Language): string {
  const words = WORDS[language];
  return state === "active" && lastError !== null ? errorSentence(lastError, bank, words) : words.states[state](bank ?? words.nobody);
}

const errorSentence = (code: string, bank: string | null, { errors, failed, nobody }: SyncWords): string =>
  (errors[code] ?? failed)(bank ?? nobody);

function countsSentence({ added, updated, deleted }: Pick<SyncLog, "added" | "updated" | "deleted">, words: SyncWords): string {
  const parts = [
    ...(added > 0 ? [words.added(added)] : []),
    ...(updated > 0 ? [words.updated(updated)] : []),
    ...(deleted > 0 ? [words.deleted(deleted)] : []),
  ];
  return parts.length === 0 ? words.nothingNew : `${parts.join(", ")}.`;
}
