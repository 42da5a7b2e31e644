import type { May } from "#infra/local/aws/aws-error";
import type { DeclaredFunction } from "#runtime/functions";
import { APPEND_ONLY, appendOnlyDenials, type Grant, grantsOf } from "#runtime/needs";

/** The access key of a function: its name. Nothing but the local endpoint knows it. */
export const principalOf = ({ name }: Pick<DeclaredFunction, "name">): string => `function/${name}`;

/** Names of the local resources behind the short names of grants. */
export type ResourceNames = { readonly table: string; readonly bucket: string };

/** What one function may do: by action and place the partitions it may do it in (null where there are none), and what append-only ones refuse. */
type Role = { readonly allowed: ReadonlyMap<string, ReadonlySet<string> | null>; readonly denied: ReadonlySet<string> };

/**
 * What each function may do at the local endpoint: exactly the grants of its declared needs, in the partitions they name, and for a worker the
 * reads of its own queue. Anything else is AccessDenied, as IAM would say.
 */
export function localRoles(functions: readonly DeclaredFunction[], names: ResourceNames): May {
  const roles = new Map(functions.map((declared) => [principalOf(declared), roleOf(declared, names)]));
  return (principal, action, resource, leadingKeys = []) => {
    const role = roles.get(principal);
    if (!role) return false;
    if (role.denied.has(action) && leadingKeys.some((key) => matchesAny(key, APPEND_ONLY))) return false;
    return placesOf(resource, names).some((place) => {
      const partitions = role.allowed.get(`${action} ${place}`);
      if (partitions === undefined) return false;
      return partitions === null || (leadingKeys.length > 0 && leadingKeys.every((key) => matchesAny(key, partitions)));
    });
  };
}

function roleOf({ kind, needs }: DeclaredFunction, names: ResourceNames): Role {
  const allowed = new Map<string, Set<string> | null>();
  for (const grant of needs.flatMap(grantsOf))
    for (const entry of entriesOf(grant, names))
      allowed.set(entry, grant.partitions ? new Set([...(allowed.get(entry) ?? []), ...grant.partitions]) : null);
  return { allowed, denied: new Set(appendOnlyDenials(kind).map((action) => `dynamodb:${action}`)) };
}

/** Whether a key fits one of IAM's patterns, whose star stands for anything. */
function matchesAny(key: string, patterns: Iterable<string>): boolean {
  for (const pattern of patterns) {
    const [head = "", ...rest] = pattern.split("*");
    if (!key.startsWith(head)) continue;
    let at = head.length;
    const fits = rest.every((part, index) => {
      const found = index === rest.length - 1 && part !== "" ? key.lastIndexOf(part) : key.indexOf(part, at);
      if (found < at) return false;
      at = found + part.length;
      return true;
    });
    if (fits && (pattern.endsWith("*") || at === key.length)) return true;
  }
  return false;
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
