import {
  CreateSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { machineKeys, partnerSecrets } from "#infra/local/keys";
import { SECRET_NAMES, type SecretName } from "#runtime/secret-shapes";

/** The half of a key pair is there without the other: whoever took it away knows why, so nothing is made in its place. */
class HalfPair extends Error {
  override readonly name = "HalfPair";
}

/**
 * Fills the secrets that are absent, or empty as a deployment leaves them: keys made here, partner secrets out of the settings. What
 * is there is never touched.
 */
export async function ensureRemoteSecrets(
  client: SecretsManagerClient,
  settings: Readonly<Record<string, string>>,
  newId: () => string,
): Promise<void> {
  const keys = machineKeys(newId);
  const partners = partnerSecrets(settings);
  const absent = new Set<SecretName>();
  for (const name of SECRET_NAMES) if (!(await hasValue(client, name))) absent.add(name);
  if (absent.has("signing") !== absent.has("verify")) throw new HalfPair("numma/signing and numma/verify are there together or not at all");
  for (const name of absent) await fill(client, name, name in keys ? textIn(keys, name) : textIn(partners, `numma/${name}`));
}

async function hasValue(client: SecretsManagerClient, name: SecretName): Promise<boolean> {
  try {
    const { SecretString = "" } = await client.send(new GetSecretValueCommand({ SecretId: `numma/${name}` }));
    return SecretString !== "";
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return false;
    throw error;
  }
}

/** A secret can be there without a value: then it is given its first one. */
async function fill(client: SecretsManagerClient, name: SecretName, SecretString: string): Promise<void> {
  const Name = `numma/${name}`;
  try {
    await client.send(new PutSecretValueCommand({ SecretId: Name, SecretString }));
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
    await client.send(new CreateSecretCommand({ Name, SecretString }));
  }
}

function textIn(texts: Readonly<Record<string, string>>, name: string): string {
  const text = texts[name];
  if (text === undefined) throw new Error(`nobody makes the secret ${name}`);
  return text;
}
