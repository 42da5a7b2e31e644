import type { May } from "#infra/local/aws/aws-error";
import type { DeclaredFunction } from "#runtime/functions";
import { type Grant, grantsOf } from "#runtime/needs";

/** The access key of a function: its name. Nothing but the local endpoint knows it. */
export const principalOf = ({ name }: Pick<DeclaredFunction, "name">): string => `function/${name}`;

/** Names of the local resources behind the short names of grants. */
export type ResourceNames = { readonly table: string; readonly bucket: string };

/**
 * What each function may do at the local endpoint: exactly the grants of its declared needs, and for a worker the reads of its
 * own queue. Anything else is AccessDenied, as IAM would say.
 */
export function localRoles(functions: readonly DeclaredFunction[], names: ResourceNames): May {
  const allowed = new Map(
    functions.map((declared) => [
      principalOf(declared),
      new Set(declared.needs.flatMap(grantsOf).flatMap((grant) => entriesOf(grant, names))),
    ]),
  );
  return (principal, action, resource) => {
    const grants = allowed.get(principal);
    return placesOf(resource, names).some((place) => grants?.has(`${action} ${place}`) === true);
  };
}

/** What a grant may name to cover a resource: an object is covered by its bucket, or by its first folder. */
function placesOf(resource: string, { bucket }: ResourceNames): readonly string[] {
  if (!resource.startsWith(`${bucket}/`)) return [resource];
  const [folder = ""] = resource.slice(bucket.length + 1).split("/", 1);
  return [bucket, `${bucket}/${folder}`];
}

function entriesOf({ service, actions, resource, folder }: Grant, { table, bucket }: ResourceNames): string[] {
  const objects = folder === undefined ? bucket : `${bucket}/${folder}`;
  const name = service === "dynamodb" ? table : service === "s3" ? objects : service === "secretsmanager" ? `numma/${resource}` : resource;
  return actions.map((action) => `${service}:${action} ${name}`);
}
