import type { ConnectionState } from "#domain/banking/connection";

type Sentence = (bank: string) => string;
type Counted = (count: number) => string;

/** What one language says of banks and of what became of reading them. */
export type SyncWords = {
  /** A bank whose name is not known yet. */
  readonly nobody: string;
  /** Why a read failed, by its code; `failed` for a code without words. */
  readonly errors: Readonly<Record<string, Sentence>>;
  readonly failed: Sentence;
  /** Where a connection stands, and what a person has to do about it, if anything. */
  readonly states: Readonly<Record<ConnectionState, Sentence>>;
  readonly added: Counted;
  readonly updated: Counted;
  readonly deleted: Counted;
  readonly nothingNew: string;
  /** Accounts that could not be read whole. */
  readonly partial: Counted;
  readonly incomplete: string;
};
