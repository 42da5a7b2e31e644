import * as z from "zod";

/** A master key of the envelope: 32 random bytes in base64url, and the name written into what it seals. */
const envelopeKey = z.object({ id: z.string().regex(/^[A-Za-z0-9_-]{1,40}$/), key: z.string().regex(/^[A-Za-z0-9_-]{43}$/) });

function haveDistinctIds(keys: readonly { readonly id: string }[]): boolean {
  return new Set(keys.map(({ id }) => id)).size === keys.length;
}

/** One key, or two while it is rotated: the first signs, both open. */
const cursorKeys = z.union([z.string().min(32), z.array(z.string().min(32)).min(1).max(2)]);

/** Secrets webhooks of one provider are signed with: one, or two while it is changed. */
const signingSecrets = z.array(z.string().min(1)).max(2);

const clients = z.object({ clientId: z.string().min(1), clientSecret: z.string().min(1) });

/**
 * One JSON secret per domain, named `numma/<stage>/<name>` in Secrets Manager (`numma/<name>` on a laptop). Only functions that declare it may read it:
 * the private signing key reaches the auth function and no other.
 */
export const SECRETS = {
  signing: z.object({ kid: z.string(), privateJwk: z.record(z.string(), z.unknown()) }),
  verify: z.object({ keys: z.array(z.record(z.string(), z.unknown())).min(1), cursorKey: cursorKeys }),
  bank: z.object({ bridge: clients.exactOptional(), sandbox: clients.exactOptional() }),
  webhooks: z.object({ bridge: signingSecrets, bankin: signingSecrets.exactOptional(), finary: signingSecrets.exactOptional() }),
  /** The first key seals; the others still open what was sealed before a rotation. */
  envelope: z.object({ keys: z.array(envelopeKey).min(1).max(8).refine(haveDistinctIds, "key ids must differ") }),
} as const;

export type SecretName = keyof typeof SECRETS;
export const SECRET_NAMES = ["signing", "verify", "bank", "webhooks", "envelope"] as const satisfies readonly SecretName[];
export type SecretOf<Name extends SecretName> = z.infer<(typeof SECRETS)[Name]>;

/** How long a warm function keeps a secret before it asks again. */
export const SECRET_SECONDS = 300;

/** How old a secret may grow while the vault does not answer; a function that cannot check for an hour stops rather than trust a revoked one. */
export const SECRET_STALE_SECONDS = 3_600;
