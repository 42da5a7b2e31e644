import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { INDEXES } from "#infra/local/table";
import { type Grant, grantsOf, type Need } from "#runtime/needs";
import type { Names } from "./names.ts";

/** The IAM statements of declared needs: one a resource, nothing beyond it. */
export function statementsOf(needs: readonly Need[], names: Names): PolicyStatement[] {
  const merged = new Map<string, Grant>();
  for (const grant of needs.flatMap(grantsOf)) {
    const key = [grant.service, grant.resource, grant.folder].join(" ");
    const actions = [...new Set([...(merged.get(key)?.actions ?? []), ...grant.actions])].sort();
    merged.set(key, { ...grant, actions });
  }
  return [...merged.values()].map((grant) =>
    allow(
      grant.actions.map((action) => `${grant.service}:${action}`),
      resourcesOf(grant, names),
    ),
  );
}

export const allow = (actions: readonly string[], resources: readonly string[]): PolicyStatement =>
  new PolicyStatement({ actions: [...actions], resources: [...resources] });

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
