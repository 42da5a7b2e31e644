import { createHash, randomBytes } from "node:crypto";
import { argon2id, argon2Verify } from "hash-wasm";

/** OWASP's minimum for argon2id: 19 MiB, two passes, one lane. */
const COST = { memorySize: 19_456, iterations: 2, parallelism: 1, hashLength: 32 } as const;

/** Hash in PHC form, about 0.1 CPU-second. */
export const hashPassword = (password: string): Promise<string> =>
  argon2id({ password, salt: randomBytes(16), outputType: "encoded", ...COST });

/** Whether a hash was made at another cost than today's: whoever has just checked it makes it again. */
export const isOutdated = (hash: string): boolean =>
  !hash.startsWith(`$argon2id$v=19$m=${COST.memorySize},t=${COST.iterations},p=${COST.parallelism}$`);

/**
 * Compares in the hash's own time. An unknown account, or one that has no password yet, is compared with `nobody`, so that every answer
 * takes as long.
 */
export async function passwordMatches(password: string, hash: string | null): Promise<boolean> {
  const isHash = hash !== null && /^\$argon2id?\$/.test(hash);
  const matches = await argon2Verify({ password, hash: isHash ? hash : NOBODY });
  return isHash && matches;
}

/** A hash of random bytes nobody knows, at the same cost as real ones. */
const NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$b6ycnw4B6B2pcxkyoXfSfw$MlG9XtRkSZiBEd5Ode++5/CXdA3qZkcTtdtF33lrB3k";

/** E-mails are looked up by hash, in one spelling. */
export const emailHash = (email: string): string => createHash("sha256").update(email.trim().toLowerCase()).digest("hex");
