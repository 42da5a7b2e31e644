import type { SyncWords } from "./sync-words.ts";

const plural = (count: number, one: string, many: string): string => `${count.toLocaleString("en-GB")} ${count === 1 ? one : many}`;

/** What becomes of banks, in English. */
export const SYNC_WORDS_EN: SyncWords = {
  nobody: "The bank",
  errors: {
    unauthorized: (bank) => `${bank} asks for a new authentication.`,
    throttled: (bank) => `${bank}: the provider limits our calls; it is tried again by itself.`,
    unavailable: (bank) => `${bank} does not answer; it is tried again by itself.`,
    invalid_answer: (bank) => `${bank} gave an answer that cannot be read; it is tried again by itself.`,
    refused: (bank) => `${bank} refused to be read.`,
    retired: (bank) => `${bank}: the provider has ended. Connect the bank through another provider.`,
    not_configured: (bank) => `${bank}: this provider is not configured on this installation.`,
    internal: (bank) => `${bank}: reading stopped on an internal error; it is tried again by itself.`,
  },
  failed: (bank) => `${bank}: reading failed.`,
  states: {
    pending_consent: (bank) => `${bank} waits for your consent.`,
    active: (bank) => `${bank} is connected.`,
    reauth_required: (bank) => `${bank} asks for a new authentication.`,
    temporarily_unavailable: (bank) => `${bank} is unavailable for the moment; it is tried again by itself.`,
    unsupported: (bank) => `${bank} is no longer supported by the provider.`,
    degraded: (bank) => `${bank} answers in an unknown state; the transactions received are kept.`,
    provider_retired: (bank) => `${bank}: the provider has ended. Connect the bank through another provider.`,
    disconnected: (bank) => `${bank} is disconnected.`,
  },
  added: (count) => plural(count, "new transaction", "new transactions"),
  updated: (count) => plural(count, "transaction updated", "transactions updated"),
  deleted: (count) => plural(count, "transaction deleted", "transactions deleted"),
  nothingNew: "Nothing new.",
  partial: (count) => `${plural(count, "account", "accounts")} could not be read whole.`,
  incomplete: "Read in part; the account keeps what was known.",
};
