import { createHash } from "node:crypto";
import * as z from "zod";
import { fault } from "./engine-fault.ts";
import { tokenKey, tokenPrefix, under } from "./keys.ts";
import { entriesOf, type Level, type LevelOperation } from "./level.ts";

/** How long a transaction is recognised by its ClientRequestToken. */
export const TOKEN_LIFE_MS = 10 * 60 * 1000;
const PRUNED_PER_WRITE_MAX = 50;

const Stored = z.object({ digest: z.string(), expiresAt: z.number() });

/** The tokens of recent transactions, stored with the transactions themselves. */
export type RequestTokens = {
  /** Whether this very request was done before. Throws IdempotentParameterMismatchException when the token came with another one. */
  isDone(token: string, digest: string): boolean;
  /** What to store with the transaction: its token, and old ones removed. */
  operationsFor(token: string, digest: string): readonly LevelOperation[];
  /** To be called once these are stored. */
  remember(token: string, digest: string): void;
};

export const digestOf = (request: unknown): string => createHash("sha256").update(JSON.stringify(request)).digest("base64");

export async function openRequestTokens(level: Level, now: () => Date): Promise<RequestTokens> {
  const entries = await entriesOf(level, under(tokenPrefix));
  const stored = entries.map(([key, json]) => [key.slice(tokenPrefix.length), Stored.parse(JSON.parse(json))] as const);
  const tokens = new Map([...stored].sort(([, first], [, second]) => first.expiresAt - second.expiresAt));
  const expiry = (): number => now().getTime() + TOKEN_LIFE_MS;
  return {
    isDone(token, digest) {
      const known = tokens.get(token);
      if (!known || known.expiresAt <= now().getTime()) return false;
      if (known.digest === digest) return true;
      throw fault("IdempotentParameterMismatchException", "Found idempotency token with different parameters");
    },
    operationsFor(token, digest) {
      const operations: LevelOperation[] = [];
      for (const [old, { expiresAt }] of tokens) {
        if (expiresAt > now().getTime() || operations.length >= PRUNED_PER_WRITE_MAX) break;
        operations.push({ type: "del", key: tokenKey(old) });
        tokens.delete(old);
      }
      operations.push({ type: "put", key: tokenKey(token), value: JSON.stringify({ digest, expiresAt: expiry() }) });
      return operations;
    },
    remember(token, digest) {
      tokens.delete(token);
      tokens.set(token, { digest, expiresAt: expiry() });
    },
  };
}
