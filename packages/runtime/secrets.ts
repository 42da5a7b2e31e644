import { GetSecretValueCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { type Kept, kept } from "./kept.ts";
import { failure, type Log } from "./log.ts";
import { SECRET_SECONDS, SECRET_STALE_SECONDS, SECRETS, type SecretName, type SecretOf } from "./secret-shapes.ts";

/**
 * Reads a secret. `wanted` says what the caller needs to find in it, such as the key a token names: when it is missing the vault
 * is asked early, so that a rotation is heard of before the kept value ends.
 */
export type SecretReader = <Name extends SecretName>(name: Name, wanted?: Wanted<Name>) => Promise<SecretOf<Name>>;
export type Wanted<Name extends SecretName> = (secret: SecretOf<Name>) => boolean;

/** A secret's text is not what its functions read. The text itself is in no message. */
class UnreadableSecret extends Error {
  override readonly name = "UnreadableSecret";
}

/** Between two early questions about one secret: what a stranger can cost us by naming keys that do not exist. */
const PAUSE_SECONDS = 10;

/**
 * Secrets of one warm function: one question at a time for each, five minutes between two, the old value while the vault is out. `vault` is
 * what stands before their short names.
 */
export function secretReader(client: Pick<SecretsManagerClient, "send">, now: () => Date, log: Log, vault = "numma/"): SecretReader {
  const readers = new Map<SecretName, Kept<unknown>>();
  const limits = { now, freshSeconds: SECRET_SECONDS, staleSeconds: SECRET_STALE_SECONDS, pauseSeconds: PAUSE_SECONDS };
  const readerOf = (name: SecretName): Kept<unknown> => {
    const onStale = (error: unknown) => log({ ...failure("secret.stale", error, { secret: name }), level: "warn" });
    const reader = readers.get(name) ?? kept(() => ask(client, name, vault), { ...limits, onStale });
    readers.set(name, reader);
    return reader;
  };
  return async (name, wanted) => parsedAs(name, await readerOf(name)(wanted && ((value) => wanted(parsedAs(name, value)))));
}

/** A new text that is wrong counts as no answer: the function goes on with the value it has. */
async function ask(client: Pick<SecretsManagerClient, "send">, name: SecretName, vault: string): Promise<unknown> {
  const { SecretString = "" } = await client.send(new GetSecretValueCommand({ SecretId: `${vault}${name}` }));
  const read = SECRETS[name].safeParse(jsonOf(SecretString));
  if (!read.success) throw new UnreadableSecret(`${vault}${name} is not in the shape its functions read`);
  return read.data;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What is kept under a name was parsed by that name's shape. */
function parsedAs<Name extends SecretName>(name: Name, value: unknown): SecretOf<Name>;
function parsedAs(_: SecretName, value: unknown): unknown {
  return value;
}
