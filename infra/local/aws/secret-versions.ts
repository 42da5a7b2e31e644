import * as z from "zod";
import { AwsError } from "./aws-error.ts";

const Version = z.object({
  id: z.string(),
  createdAt: z.number(),
  text: z.string().exactOptional(),
  /** base64 */
  binary: z.string().exactOptional(),
  stages: z.array(z.string()),
});
/** One value of a secret, text or bytes, and the stages that mark it. */
export type Version = z.infer<typeof Version>;

/** A secret and its staged versions. Instants are milliseconds since 1970. */
export const Secret = z.object({ name: z.string(), createdAt: z.number(), changedAt: z.number(), versions: z.array(Version) });
export type Secret = z.infer<typeof Secret>;

/** A new value. `id` makes writing it twice harmless. */
export type NewVersion = Pick<Version, "id" | "text" | "binary">;

export const CURRENT = "AWSCURRENT";
const PREVIOUS = "AWSPREVIOUS";

export const newSecret = (name: string, at: number): Secret => ({ name, createdAt: at, changedAt: at, versions: [] });

export const currentOf = ({ versions }: Secret): Version | undefined => versions.find(({ stages }) => stages.includes(CURRENT));

/** The version of this id if it holds this value. Throws AwsError ResourceExistsException when it holds another. */
export function sameVersion({ versions }: Secret, { id, text, binary }: NewVersion): Version | undefined {
  const known = versions.find((version) => version.id === id);
  if (!known || (known.text === text && known.binary === binary)) return known;
  throw new AwsError(400, "ResourceExistsException", "A version with this token already holds another value.");
}

/**
 * Adds a version. A stage marks one version at a time; the one AWSCURRENT leaves becomes AWSPREVIOUS; a version no stage marks
 * any more is forgotten. The first version of a secret is always current.
 */
export function withVersion(secret: Secret, value: NewVersion, on: { readonly stages: readonly string[]; readonly at: number }): Secret {
  const stages = [...new Set(secret.versions.length === 0 ? [...on.stages, CURRENT] : on.stages)];
  const versions = [...without(secret, stages), { ...value, createdAt: on.at, stages }];
  return { ...secret, changedAt: on.at, versions: versions.filter(isMarked) };
}

/**
 * Moves a stage from the version it marks to another, or takes it away. `from` must name the version that has it now, so that two
 * rotations cannot undo each other unseen. Throws AwsError InvalidParameterException or ResourceNotFoundException.
 */
export function withStageMoved(
  secret: Secret,
  stage: string,
  { from, to, at }: { readonly from?: string | undefined; readonly to?: string | undefined; readonly at: number },
): Secret {
  const holder = secret.versions.find(({ stages }) => stages.includes(stage));
  if ((from ?? to) === undefined) throw invalid("Name the version to move the stage to, or to take it from.");
  if (holder && holder.id !== to && holder.id !== from)
    throw invalid(`The stage ${stage} is attached to another version: name it to remove it.`);
  if (from !== undefined && holder?.id !== from) throw invalid(`The stage ${stage} is not attached to the version to remove it from.`);
  if (stage === CURRENT && to === undefined) throw invalid("A secret always has a current version.");
  const target = to === undefined ? undefined : secret.versions.find(({ id }) => id === to);
  if (to !== undefined && !target)
    throw new AwsError(400, "ResourceNotFoundException", "Secrets Manager can't find the specified version.");
  if (holder && holder === target) return secret;
  const versions = without(secret, [stage]).map((version) =>
    version.id === to
      ? { ...version, stages: [...version.stages.filter((one) => !(stage === CURRENT && one === PREVIOUS)), stage] }
      : version,
  );
  return { ...secret, changedAt: at, versions: versions.filter(isMarked) };
}

/** The versions once these stages are taken off them. What AWSCURRENT leaves becomes AWSPREVIOUS. */
function without(secret: Secret, stages: readonly string[]): Version[] {
  const replaced = stages.includes(CURRENT) ? currentOf(secret) : undefined;
  return secret.versions.map((version) => {
    const kept = version.stages.filter((stage) => !stages.includes(stage) && !(replaced && stage === PREVIOUS));
    return { ...version, stages: version === replaced ? [...kept, PREVIOUS] : kept };
  });
}

const isMarked = ({ stages }: Version): boolean => stages.length > 0;
const invalid = (sentence: string): AwsError => new AwsError(400, "InvalidParameterException", sentence);
