import * as z from "zod";

const clients = z.object({ clientId: z.string().min(1), clientSecret: z.string().min(1) });

/**
 * One JSON secret per domain, named `numma/<name>` in Secrets Manager. Only functions that declare it may read it:
 * the private signing key reaches the auth function and no other.
 */
export const SECRETS = {
  signing: z.object({ kid: z.string(), privateJwk: z.record(z.string(), z.unknown()) }),
  verify: z.object({ keys: z.array(z.record(z.string(), z.unknown())).min(1), cursorKey: z.string().min(32) }),
  bank: z.object({ bridge: clients.exactOptional(), sandbox: clients.exactOptional() }),
  webhooks: z.object({ bridge: z.array(z.string().min(1)).max(2) }),
} as const;

export type SecretName = keyof typeof SECRETS;
export const SECRET_NAMES = ["signing", "verify", "bank", "webhooks"] as const satisfies readonly SecretName[];
export type SecretOf<Name extends SecretName> = z.infer<(typeof SECRETS)[Name]>;

/** How long a warm function keeps a secret before it asks again. */
export const SECRET_SECONDS = 300;
