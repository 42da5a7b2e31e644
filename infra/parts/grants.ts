import { Aws } from "aws-cdk-lib";
import { Effect, PolicyStatement } from "aws-cdk-lib/aws-iam";
import { INDEXES } from "#infra/local/table";
import type { DeclaredFunction } from "#runtime/functions";
import { APPEND_ONLY, appendOnlyDenials, type Grant, grantsOf, type Need } from "#runtime/needs";
import type { Names } from "./names.ts";

/** The IAM statements of a function's declared needs: one a resource, nothing beyond it, and the key of what is encrypted there. */
export function statementsOf({ kind, needs }: Asking, names: Names, keyArn: string): PolicyStatement[] {
  const grants = mergedGrants(needs);
  const [onTable, elsewhere] = [grants.filter(isOnTable), grants.filter((grant) => !isOnTable(grant))];
  return [
    ...elsewhere.map((grant) => statementOf(grant, names)),
    ...(onTable.length > 0 ? tableStatements(onTable, kind, names, keyArn) : []),
    ...objectKeyStatements(elsewhere, keyArn),
  ];
}

type Asking = Pick<DeclaredFunction, "kind" | "needs">;
const isOnTable = ({ service }: Grant): boolean => service === "dynamodb";

/** What reads and writes the table: in its partitions, with its key, and never into the past. */
export const tableStatements = (
  grants: readonly Grant[],
  kind: DeclaredFunction["kind"],
  names: Names,
  keyArn: string,
): PolicyStatement[] => [
  ...grants.map((grant) => statementOf(grant, names)),
  useOfKey(["kms:Decrypt"], "dynamodb", keyArn),
  appendOnly(appendOnlyDenials(kind), names),
];

export const allow = (
  actions: readonly string[],
  resources: readonly string[],
  conditions?: PolicyStatement["conditions"],
): PolicyStatement => new PolicyStatement({ actions: [...actions], resources: [...resources], ...(conditions && { conditions }) });

/**
 * Grants of one resource become one, with the actions and partitions of all of them. What differs in both stays apart: joined, each would have the
 * other's actions in its own partitions.
 */
function mergedGrants(needs: readonly Need[]): Grant[] {
  const merged = new Map<string, Grant>();
  for (const grant of needs.flatMap(grantsOf)) {
    const inPartitions = grant.partitions ? union([], grant.actions).join() : "";
    const key = [grant.service, grant.resource, grant.folder, inPartitions].join(" ");
    const known = merged.get(key);
    const partitions = union(known?.partitions, grant.partitions);
    merged.set(key, { ...grant, actions: union(known?.actions, grant.actions), ...(partitions.length > 0 && { partitions }) });
  }
  return [...merged.values()];
}

const union = (left: readonly string[] = [], right: readonly string[] = []): string[] => [...new Set([...left, ...right])].sort();

const statementOf = (grant: Grant, names: Names): PolicyStatement =>
  allow(
    grant.actions.map((action) => `${grant.service}:${action}`),
    resourcesOf(grant, names),
    grant.partitions && insidePartitions(grant.partitions),
  );

/**
 * Every leading key of a call, of the table or of the index it reads, lies in one of these partitions. `ForAllValues` holds for a call without
 * any, so the second condition asks that there be one.
 */
const insidePartitions = (partitions: readonly string[]) => ({
  "ForAllValues:StringLike": { "dynamodb:LeadingKeys": [...partitions] },
  Null: { "dynamodb:LeadingKeys": "false" },
});

const appendOnly = (actions: readonly string[], names: Names): PolicyStatement =>
  new PolicyStatement({
    effect: Effect.DENY,
    actions: actions.map((action) => `dynamodb:${action}`),
    resources: [names.tableArn],
    conditions: { "ForAnyValue:StringLike": { "dynamodb:LeadingKeys": [...APPEND_ONLY] } },
  });

/** Reading an object asks to decrypt; writing one, for a key of its own. */
function objectKeyStatements(grants: readonly Grant[], keyArn: string): PolicyStatement[] {
  const objects = grants.filter(({ service }) => service === "s3");
  if (objects.length === 0) return [];
  const writes = objects.some(({ actions }) => actions.includes("PutObject"));
  return [useOfKey(["kms:Decrypt", ...(writes ? ["kms:GenerateDataKey"] : [])], "s3", keyArn)];
}

/**
 * The table and the bucket use the key in the caller's name; nobody uses it directly. The table's own data key exists already, so the table
 * asks to decrypt alone.
 */
const useOfKey = (actions: readonly string[], service: "dynamodb" | "s3", keyArn: string): PolicyStatement =>
  allow(actions, [keyArn], { StringEquals: { "kms:ViaService": `${service}.${Aws.REGION}.amazonaws.com` } });

function resourcesOf({ service, resource, folder }: Grant, names: Names): readonly string[] {
  switch (service) {
    case "dynamodb":
      return [names.tableArn, ...INDEXES.map(names.indexArn)];
    case "s3":
      return [names.objectsArn(folder)];
    case "sqs":
      return [names.queueArn(resource)];
    case "ses":
      return [names.mailIdentityArn];
    case "secretsmanager":
      return [names.secretArn(resource)];
  }
}
