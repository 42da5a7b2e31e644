import { createHmac, generateKeyPairSync, randomBytes } from "node:crypto";
import type { Secrets } from "#infra/local/aws/secrets";
import type { SecretName, SecretOf } from "#runtime/secret-shapes";

/** Keys are made once per machine and live in the local Secrets Manager: a pair that signs tokens, one for cursors, one that seals. */
export function ensureKeys(secrets: Secrets, newId: () => string): void {
  const { signing, ...others } = machineKeys(newId);
  if (!secrets.has("numma/signing")) {
    // The private half last: a start cut short in between makes both again.
    for (const [name, text] of [
      ["verify", others.verify],
      ["signing", signing],
    ] as const)
      write(secrets, name, { id: newId(), text });
  }
  if (!secrets.has("numma/envelope")) write(secrets, "envelope", { id: newId(), text: others.envelope });
}

function write(secrets: Secrets, name: SecretName, version: { readonly id: string; readonly text: string }): void {
  if (secrets.has(`numma/${name}`)) secrets.put(`numma/${name}`, version);
  else secrets.create(`numma/${name}`, version);
}

/** Fresh text of each secret a machine can make by itself. `signing` and `verify` are the halves of one pair. */
export function machineKeys(newId: () => string): Readonly<Record<"signing" | "verify" | "envelope", string>> {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const kid = newId();
  const random = () => randomBytes(32).toString("base64url");
  const verify = { keys: [{ ...publicKey.export({ format: "jwk" }), kid, alg: "EdDSA", use: "sig" }], cursorKey: random() };
  return {
    signing: JSON.stringify({ kid, privateJwk: privateKey.export({ format: "jwk" }) }),
    verify: JSON.stringify(verify),
    envelope: JSON.stringify({ keys: [{ id: newId(), key: random() }] }),
  };
}

/** The secret access key of a function: stable across restarts, so that a link handed out before one still opens after it. */
export const functionSecret = (machineKey: string, principal: string): string =>
  createHmac("sha256", machineKey).update(principal).digest("hex");

/** Partner secrets out of the settings, in the shape functions read. A provider without both halves is not configured. */
export function partnerSecrets(settings: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  const { BRIDGE_CLIENT_ID: clientId, BRIDGE_CLIENT_SECRET: clientSecret } = settings;
  const bank = { sandbox: SANDBOX_CLIENT, ...(clientId && clientSecret && { bridge: { clientId, clientSecret } }) };
  return { "numma/bank": JSON.stringify(bank), "numma/webhooks": JSON.stringify(webhookSecrets(settings)) };
}

/** Signing secrets of each provider's webhooks, the new one first while one is changed. Bankin's are Bridge's unless it has its own. */
export function webhookSecrets(settings: Readonly<Record<string, string | undefined>>): SecretOf<"webhooks"> {
  const of = (name: string): string[] =>
    [settings[`${name}_WEBHOOK_SECRET`], settings[`${name}_WEBHOOK_SECRET_PREVIOUS`]].flatMap((secret) => (secret ? [secret] : []));
  const [bridge, bankin, finary] = [of("BRIDGE"), of("BANKIN"), of("FINARY")];
  return { bridge, ...(bankin.length > 0 && { bankin }), ...(finary.length > 0 && { finary }) };
}

/** The sandbox bank's own client: it guards made-up money on this machine. */
export const SANDBOX_CLIENT = { clientId: "sandbox", clientSecret: "sandbox" } as const;

/** Current text of a secret. */
export const currentText = (secrets: Secrets, name: string): string =>
  secrets.secret(`numma/${name}`).versions.find(({ stages }) => stages.includes("AWSCURRENT"))?.text ?? "";
