import { GetSecretValueCommand, PutSecretValueCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { machineKeys, webhookSecrets } from "#infra/local/keys";
import { SECRETS, type SecretName } from "#runtime/secret-shapes";

type Settings = Readonly<Record<string, string | undefined>>;
type Filling = {
  readonly client: Pick<SecretsManagerClient, "send">;
  /** What stands before the secrets' short names: `numma/prod/`. */
  readonly vault: string;
  /** Where partners' values are read from, under the names of docs/settings.md. */
  readonly settings: Settings;
  readonly newId: () => string;
};

/** What was done with each secret. A secret that has a value keeps it. */
export type Filled = Readonly<Record<string, "filled" | "kept">>;

/**
 * Gives the empty secrets of a new stage their first values, straight from memory to Secrets Manager: none is printed, written to a file or put
 * on a command line. Throws when a secret is not there yet (the data stack makes them) or may not be read.
 */
export async function firstSecrets({ client, vault, settings, newId }: Filling): Promise<Filled> {
  const { signing, verify, ...others } = machineKeys(newId);
  const done: Record<string, "filled" | "kept"> = {};
  const fill = async (name: SecretName, text: string) => {
    done[name] = (await hasValue(client, vault + name)) ? "kept" : await put(client, vault + name, checked(name, text));
  };
  // The halves of a pair go together or not at all. The public one first: nobody may sign what nobody can verify.
  const halves = [await hasValue(client, `${vault}verify`), await hasValue(client, `${vault}signing`)];
  if (halves[0] !== halves[1])
    throw new Error(`${vault}signing and ${vault}verify are two halves, and only one has a value: empty it first`);
  await fill("verify", verify);
  await fill("signing", signing);
  for (const [name, text] of Object.entries({ ...others, ...partners(settings) })) if (isSecret(name)) await fill(name, text);
  return done;
}

const isSecret = (name: string): name is SecretName => name in SECRETS;

/** Partners' values out of the settings. A partner without both halves is refused by name, and without a secret so is every webhook. */
function partners(settings: Settings): Readonly<Record<"bank" | "webhooks", string>> {
  const { BRIDGE_CLIENT_ID: clientId, BRIDGE_CLIENT_SECRET: clientSecret } = settings;
  return {
    bank: JSON.stringify(clientId && clientSecret ? { bridge: { clientId, clientSecret } } : {}),
    webhooks: JSON.stringify(webhookSecrets(settings)),
  };
}

/** As functions will read it: a value they could not read is not written. */
function checked(name: SecretName, text: string): string {
  SECRETS[name].parse(JSON.parse(text));
  return text;
}

async function put(client: Filling["client"], SecretId: string, SecretString: string): Promise<"filled"> {
  await client.send(new PutSecretValueCommand({ SecretId, SecretString }));
  return "filled";
}

/** A secret made without a value has no current version, and AWS says so as if it were not there. */
async function hasValue(client: Filling["client"], SecretId: string): Promise<boolean> {
  try {
    return (await client.send(new GetSecretValueCommand({ SecretId }))).SecretString !== undefined;
  } catch (error) {
    if (error instanceof Error && error.name === "ResourceNotFoundException" && /staging label/i.test(error.message)) return false;
    throw error;
  }
}
