import { Duration, RemovalPolicy } from "aws-cdk-lib";
import { PolicyDocument, type PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Architecture, type Code, Function as LambdaFunction, Runtime } from "aws-cdk-lib/aws-lambda";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import type { DeclaredFunction } from "#runtime/functions";
import { grantsOf, type Need } from "#runtime/needs";
import { acknowledge, objectsOfOneBucket } from "./acknowledge.ts";
import type { Deployment } from "./deployment.ts";
import { allow, statementsOf } from "./grants.ts";
import { idOf, type Names } from "./names.ts";
import { takingTenants } from "./tenant-role.ts";

/** What every function of a stack shares. `code` belongs to one stack: the CDK refuses it in another. `keyArn` is the data's key. */
export type Ground = { readonly deployment: Deployment; readonly names: Names; readonly code: Code; readonly keyArn: string };

/** Where the log of a function stands in its stack. */
export const logsIdOf = (name: string): string => `${idOf(name)}Logs`;

/**
 * One declared function: its own role (its logs, its needs, and `more` for what feeds it), its own log group, the house's runtime.
 * The environment says where things are; what is secret is read from Secrets Manager.
 */
export function smallFunction(
  scope: Construct,
  declared: DeclaredFunction,
  ground: Ground,
  more: readonly PolicyStatement[] = [],
): LambdaFunction {
  const { name, memoryMb, timeoutSeconds } = declared;
  const { deployment, names, code, keyArn } = ground;
  const takes = deployment.tenantCredentials && takesTenants(declared);
  const id = idOf(name);
  const logGroup = new LogGroup(scope, logsIdOf(name), {
    logGroupName: names.logGroup(name),
    retention: RetentionDays.ONE_MONTH,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const statements = [
    allow(["logs:CreateLogStream", "logs:PutLogEvents"], [logGroup.logGroupArn]),
    ...(takes ? [takingTenants(names)] : []),
    ...statementsOf(takes ? withoutTable(declared) : declared, names, keyArn),
    ...more,
  ];
  const role = new Role(scope, `${id}Role`, {
    assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
    inlinePolicies: { needs: new PolicyDocument({ statements }) },
  });
  for (const { service, folder } of declared.needs.flatMap(grantsOf))
    if (service === "s3") acknowledge(role, objectsOfOneBucket(deployment.stage, folder));
  return new LambdaFunction(scope, id, {
    ...{ functionName: names.function(name), handler: `${name}.handler`, code, role, logGroup, memorySize: memoryMb },
    ...{ runtime: Runtime.NODEJS_24_X, architecture: Architecture.ARM_64, timeout: Duration.seconds(timeoutSeconds) },
    environment: { ...environmentOf(ground), ...(takes && { NUMMA_TENANT_ROLE: names.tenantRoleArn }) },
    ...(name === LOGIN && deployment.loginConcurrency > 0 && { reservedConcurrentExecutions: deployment.loginConcurrency }),
  });
}

/** The function that hashes passwords: how many run at once bounds what a storm of logins costs. */
const LOGIN = "api/auth";

const OF_ONE_COMPANY: readonly Need[] = ["table", "tables"];

/** Whoever works for one company at a time; the projector does too, but it alone may write the audit, which no tenant's session may. */
const takesTenants = ({ kind, needs }: DeclaredFunction): boolean =>
  kind !== "stream" && needs.some((need) => OF_ONE_COMPANY.includes(need));

/** A function that takes a company's credentials holds none for all of them, unless it declares the directory too. */
const withoutTable = ({ kind, needs }: DeclaredFunction): Pick<DeclaredFunction, "kind" | "needs"> => ({
  kind,
  needs: needs.filter((need) => !OF_ONE_COMPANY.includes(need)),
});

/** The variables of packages/runtime/env.ts that differ between stages. Lambda sets the region and the credentials itself. */
const environmentOf = ({ deployment, names }: Ground): Record<string, string> => ({
  NUMMA_STAGE: deployment.stage,
  NUMMA_BUILD: deployment.build,
  NUMMA_TABLE: names.table,
  NUMMA_BUCKET: names.bucket,
  NUMMA_QUEUE_URL: names.queueUrlPrefix,
  NUMMA_VAULT: names.vault,
  NUMMA_ASSETS: "/var/task/assets",
  ALLOWED_ORIGIN: deployment.allowedOrigin,
  MAIL_FROM: `NUMMA <${deployment.mailFrom}>`,
  PASSWORD_RESET_PAGE: deployment.passwordResetPage,
  INVITATION_PAGE: deployment.invitationPage,
  ...(deployment.finaryBaseUrl && { FINARY_BASE_URL: deployment.finaryBaseUrl }),
  ...(deployment.singleCompany && { NUMMA_SINGLE_COMPANY: deployment.singleCompany }),
});
