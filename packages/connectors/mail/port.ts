/** One mail to one person. */
export type Letter = {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  /** Names this letter, so that a provider or a reader can tell a second copy of it. Not every provider keeps copies apart. */
  readonly idempotencyKey: string;
};

/** What sends mails. Resolves once the provider has taken the letter; throws when it did not, and the caller tries again. */
export type Mail = { send(letter: Letter): Promise<void> };
