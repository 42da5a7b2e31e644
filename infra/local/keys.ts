import { createHmac, generateKeyPairSync, randomBytes } from "node:crypto";
import type { Secrets } from "#infra/local/aws/secrets";

/** A signing key pair and a cursor key are made once per machine and live in the local Secrets Manager. */
export function ensureKeys(secrets: Secrets, newId: () => string): void {
  try {
    secrets.secret("numma/signing");
  } catch {
    const { privateKey, publicKey } = generateKeyPairSync("ed25519");
    const kid = newId();
    const verify = {
      keys: [{ ...publicKey.export({ format: "jwk" }), kid, alg: "EdDSA", use: "sig" }],
      cursorKey: randomBytes(32).toString("base64url"),
    };
    secrets.create("numma/verify", { id: newId(), text: JSON.stringify(verify) });
    secrets.create("numma/signing", { id: newId(), text: JSON.stringify({ kid, privateJwk: privateKey.export({ format: "jwk" }) }) });
  }
}

/** The secret access key of a function: stable across restarts, so that a link handed out before one still opens after it. */
export const functionSecret = (machineKey: string, principal: string): string =>
  createHmac("sha256", machineKey).update(principal).digest("hex");

/** Partner secrets out of the settings, in the shape functions read. A provider without both halves is not configured. */
export function partnerSecrets(settings: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  const { BRIDGE_CLIENT_ID: clientId, BRIDGE_CLIENT_SECRET: clientSecret } = settings;
  const hooks = [settings["BRIDGE_WEBHOOK_SECRET"], settings["BRIDGE_WEBHOOK_SECRET_PREVIOUS"]].filter(
    (secret) => secret !== undefined && secret !== "",
  );
  const bank = { sandbox: SANDBOX_CLIENT, ...(clientId && clientSecret && { bridge: { clientId, clientSecret } }) };
  return { "numma/bank": JSON.stringify(bank), "numma/webhooks": JSON.stringify({ bridge: hooks }) };
}

/** The sandbox bank's own client: it guards made-up money on this machine. */
export const SANDBOX_CLIENT = { clientId: "sandbox", clientSecret: "sandbox" } as const;

/** Current text of a secret. */
export const currentText = (secrets: Secrets, name: string): string =>
  secrets.secret(`numma/${name}`).versions.find(({ stages }) => stages.includes("AWSCURRENT"))?.text ?? "";
