import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { AwsError } from "./aws-error.ts";
import {
  CURRENT,
  currentOf,
  type NewVersion,
  newSecret,
  Secret,
  sameVersion,
  type Version,
  withStageMoved,
  withVersion,
} from "./secret-versions.ts";

/** The secrets of one data directory. */
export type Secrets = {
  readonly has: (name: string) => boolean;
  /** Throws AwsError ResourceNotFoundException. */
  readonly secret: (name: string) => Secret;
  /** Throws AwsError ResourceExistsException. */
  readonly create: (name: string, version?: NewVersion) => Secret;
  /** Adds a version under these stages and gives it. Throws AwsError when its id holds another value. */
  readonly put: (name: string, version: NewVersion, stages?: readonly string[]) => Version;
  /** Forgets a secret for good. Throws AwsError ResourceNotFoundException. */
  readonly drop: (name: string) => void;
  /** Moves a stage between versions: how a rotation makes its pending version the current one. Throws AwsError. */
  readonly moveStage: (
    name: string,
    stage: string,
    versions: { readonly from?: string | undefined; readonly to?: string | undefined },
  ) => Secret;
};

type Options = {
  readonly directory: string;
  readonly seed: Readonly<Record<string, string>>;
  readonly now: () => Date;
  readonly newId: () => string;
};

/**
 * Opens the secrets of a directory: in memory and in one file (`secrets.json`, mode 0600) replaced by one rename. Each seed
 * becomes the current version of its secret, unless it already is: changing a setting is a rotation.
 */
export function openSecrets({ directory, seed, now, newId }: Options): Secrets {
  const file = openFile(directory);
  const secrets: Secrets = {
    has: (name) => file.all.has(name),
    secret(name) {
      const found = file.all.get(name);
      if (!found) throw new AwsError(400, "ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
      return found;
    },
    create(name, version) {
      const known = file.all.get(name);
      if (known && version && known.versions.some(({ id }) => id === version.id) && sameVersion(known, version)) return known;
      if (known) throw new AwsError(400, "ResourceExistsException", `The operation failed because the secret ${name} already exists.`);
      const at = now().getTime();
      const empty = newSecret(name, at);
      return file.keep(version ? withVersion(empty, version, { stages: [CURRENT], at }) : empty);
    },
    put(name, version, stages = [CURRENT]) {
      const secret = secrets.secret(name);
      const same = sameVersion(secret, version);
      if (same) return same;
      return versionAt(file.keep(withVersion(secret, version, { stages, at: now().getTime() })), { id: version.id });
    },
    drop: (name) => file.drop(secrets.secret(name).name),
    moveStage(name, stage, versions) {
      const moved = withStageMoved(secrets.secret(name), stage, { ...versions, at: now().getTime() });
      return file.keep(moved);
    },
  };
  for (const [name, text] of Object.entries(seed)) {
    const known = file.all.get(name);
    if (!known) secrets.create(name, { id: newId(), text });
    else if (currentOf(known)?.text !== text) secrets.put(name, { id: newId(), text });
  }
  return secrets;
}

/** The version under a stage or with an id, the current one by default. Throws AwsError ResourceNotFoundException. */
export function versionAt({ versions }: Secret, wanted: { readonly stage?: string; readonly id?: string }): Version {
  const stage = wanted.stage ?? (wanted.id === undefined ? CURRENT : undefined);
  const found = versions.find(
    ({ id, stages }) => (stage === undefined || stages.includes(stage)) && (wanted.id === undefined || id === wanted.id),
  );
  if (found) return found;
  throw new AwsError(400, "ResourceNotFoundException", `Secrets Manager can't find the specified secret value for staging label: ${stage}`);
}

function openFile(directory: string) {
  mkdirSync(directory, { recursive: true });
  const path = join(directory, "secrets.json");
  const stored: unknown = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : [];
  const all = new Map(
    z
      .array(Secret)
      .parse(stored)
      .map((secret) => [secret.name, secret]),
  );
  /** On disk first: what is answered is never lost. */
  const write = (secrets: Iterable<Secret>): void => {
    const fresh = `${path}.new`;
    writeFileSync(fresh, JSON.stringify([...secrets]), { mode: 0o600 });
    chmodSync(fresh, 0o600);
    renameSync(fresh, path);
  };
  return {
    all,
    keep(secret: Secret): Secret {
      write(new Map(all).set(secret.name, secret).values());
      all.set(secret.name, secret);
      return secret;
    },
    drop(name: string): void {
      write([...all.values()].filter((secret) => secret.name !== name));
      all.delete(name);
    },
  };
}
