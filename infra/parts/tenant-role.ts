import { AccountPrincipal, Effect, PolicyDocument, PolicyStatement, Role, SessionTagsPrincipal } from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";
import { grantsOf, TENANT_TAG } from "#runtime/needs";
import { tableStatements } from "./grants.ts";
import type { Names } from "./names.ts";

/**
 * The role functions take in the name of one company (`-c tenantCredentials=true`). Its policy says whose partitions by the tag of the
 * session, so what a session opens was decided when it was asked for. Only the stage's functions get it, with that one tag, and a tag that is a
 * company's id: a star in it would be everybody.
 */
export function tenantRole(scope: Construct, names: Names, keyArn: string): Role {
  const trusted = new AccountPrincipal(names.account).withConditions({
    ArnLike: { "aws:PrincipalArn": names.rolesArn },
    StringLike: { [`aws:RequestTag/${TENANT_TAG}`]: "cmp_??????????????????????????" },
    "ForAllValues:StringEquals": { "aws:TagKeys": [TENANT_TAG] },
  });
  const grants = grantsOf("table").map((grant) => ({ ...grant, partitions: [`COMPANY#\${aws:PrincipalTag/${TENANT_TAG}}#*`] }));
  return new Role(scope, "Tenant", {
    roleName: names.tenantRole,
    assumedBy: new SessionTagsPrincipal(trusted),
    inlinePolicies: { company: new PolicyDocument({ statements: tableStatements(grants, "api", names, keyArn) }) },
  });
}

/** What lets a function take it. */
export const takingTenants = (names: Names): PolicyStatement =>
  new PolicyStatement({ effect: Effect.ALLOW, actions: ["sts:AssumeRole", "sts:TagSession"], resources: [names.tenantRoleArn] });
