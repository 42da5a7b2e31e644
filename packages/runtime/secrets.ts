import { GetSecretValueCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SECRET_SECONDS, SECRETS, type SecretName, type SecretOf } from "./secret-shapes.ts";

/** Reads a secret, keeps it a while, and serves the old value when the vault does not answer. */
export type SecretReader = <Name extends SecretName>(name: Name) => Promise<SecretOf<Name>>;

type Kept = { readonly value: unknown; readonly until: number };

export function secretReader(client: SecretsManagerClient, now: () => Date): SecretReader {
  const kept = new Map<SecretName, Kept>();
  async function read(name: SecretName): Promise<unknown> {
    const current = kept.get(name);
    if (current && current.until > now().getTime()) return current.value;
    try {
      const { SecretString = "" } = await client.send(new GetSecretValueCommand({ SecretId: `numma/${name}` }));
      const value: unknown = JSON.parse(SecretString);
      kept.set(name, { value, until: now().getTime() + SECRET_SECONDS * 1_000 });
      return value;
    } catch (error) {
      if (current) return current.value;
      throw error;
    }
  }
  return async (name) => parsed(name, await read(name));
}

function parsed<Name extends SecretName>(name: Name, value: unknown): SecretOf<Name>;
function parsed(name: SecretName, value: unknown): unknown {
  return SECRETS[name].parse(value);
}
