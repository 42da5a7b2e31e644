import { Code } from "aws-cdk-lib/aws-lambda";
import { expect, it } from "vitest";
import * as z from "zod";
import { API_FUNCTIONS, WORKERS } from "#functions/all";
import { Deployment } from "#infra/parts/deployment";
import { namesFor } from "#infra/parts/names";
import { smallFunction } from "#infra/parts/small-function";
import { tenantRole } from "#infra/parts/tenant-role";
import type { DeclaredFunction } from "#runtime/functions";
import { ofType, type Resource, STAGE, scratch, synthesizedPart } from "../templates.ts";

const Role = z.object({
  RoleName: z.string().exactOptional(),
  AssumeRolePolicyDocument: z.object({ Statement: z.array(z.record(z.string(), z.unknown())) }),
  Policies: z.array(z.object({ PolicyDocument: z.object({ Statement: z.array(z.record(z.string(), z.unknown())) }) })),
});
const Keys = z.union([z.string().transform((one) => [one]), z.array(z.string())]);
const Inside = z.object({ "ForAllValues:StringLike": z.object({ "dynamodb:LeadingKeys": Keys }) });
const Deployed = z.looseObject({
  FunctionName: z.string(),
  Role: z.string(),
  ReservedConcurrentExecutions: z.number().exactOptional(),
  Environment: z.object({ Variables: z.record(z.string(), z.string()) }),
});
const KEY = "arn:aws:kms:eu-west-3:000000000000:key/1";
const TENANT_ROLE = `arn:<AWS::Partition>:iam::<AWS::AccountId>:role/numma-${STAGE}-tenant`;
const RESTORED = {
  restoredTable: "numma-restored",
  restoredStream: "arn:aws:dynamodb:eu-west-3:000000000000:table/numma-restored/stream/1",
};
const WANTED = ["api/accounts", "api/auth", "api/health", "events/project", "sync/connection", "sync/tick"];

/** A few functions of each kind, with every option on. */
function prepared() {
  const given = {
    stage: STAGE,
    allowedOrigin: "",
    alarmEmail: "",
    code: "x",
    build: "b",
    tenantCredentials: "true",
    loginConcurrency: "10",
    ...RESTORED,
  };
  const deployment = Deployment.parse(given);
  const names = namesFor(deployment);
  const declared: readonly DeclaredFunction[] = [...API_FUNCTIONS, ...WORKERS].filter(({ name }) => WANTED.includes(name));
  const resources = synthesizedPart((stack) => {
    tenantRole(stack, names, KEY);
    const ground = { deployment, names, code: Code.fromAsset(scratch, { exclude: ["**"] }), keyArn: KEY };
    for (const one of declared) smallFunction(stack, one, ground);
  });
  const functions = new Map(
    ofType(resources, "AWS::Lambda::Function").map(({ properties }) => [nameOf(properties), Deployed.parse(properties)]),
  );
  const rightsOf = (name: string) => {
    const role = resources.find(({ id }) => functions.get(name)?.Role === `<${id}.Arn>`);
    return statementsOf(role).flatMap(({ Action }) => z.union([z.string(), z.array(z.string())]).parse(Action));
  };
  const partitionsOf = (name: string) => {
    const role = resources.find(({ id }) => functions.get(name)?.Role === `<${id}.Arn>`);
    return statementsOf(role).flatMap((statement) => (statement["Effect"] === "Allow" ? onTable(statement) : []));
  };
  return { resources, functions, rightsOf, partitionsOf };
}

const nameOf = (properties: Readonly<Record<string, unknown>>): string =>
  WANTED.find((name) => properties["Handler"] === `${name}.handler`) ?? "";
/** The partitions a statement opens; what acts on the table and names none opens all of them. */
function onTable({ Action, Condition }: Readonly<Record<string, unknown>>): readonly string[] {
  const actions = z.union([z.string().transform((one) => [one]), z.array(z.string())]).parse(Action);
  if (!actions.some((action) => action.startsWith("dynamodb:"))) return [];
  return Inside.safeParse(Condition).data?.["ForAllValues:StringLike"]["dynamodb:LeadingKeys"] ?? ["*"];
}

const statementsOf = (role: Resource | undefined) =>
  role ? Role.parse(role.properties).Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement) : [];

/** What the context of a deployment turns on; the application the other rules look at has it off. */
export function optionRules(): void {
  const { resources, functions, rightsOf, partitionsOf } = prepared();

  it("with tenantCredentials, opens the partitions of the company a session is tagged with, to the stage's functions alone", () => {
    const tenant = ofType(resources, "AWS::IAM::Role").find(({ properties }) => properties["RoleName"] === `numma-${STAGE}-tenant`);
    const [allowed, key, never] = statementsOf(tenant);
    expect(allowed?.["Condition"]).toEqual({
      "ForAllValues:StringLike": { "dynamodb:LeadingKeys": [`COMPANY#\${aws:PrincipalTag/tenant}#*`] },
      Null: { "dynamodb:LeadingKeys": "false" },
    });
    expect(key).toMatchObject({ Action: "kms:Decrypt", Resource: KEY });
    expect(never).toMatchObject({ Effect: "Deny", Action: ["dynamodb:DeleteItem", "dynamodb:PutItem", "dynamodb:UpdateItem"] });
    const trusted = Role.parse(tenant?.properties).AssumeRolePolicyDocument.Statement.map(({ Action, Condition }) => [Action, Condition]);
    const conditions = {
      ArnLike: { "aws:PrincipalArn": `arn:<AWS::Partition>:iam::<AWS::AccountId>:role/numma-${STAGE}-*` },
      StringLike: { "aws:RequestTag/tenant": `cmp_${"?".repeat(26)}` },
      "ForAllValues:StringEquals": { "aws:TagKeys": ["tenant"] },
    };
    expect(trusted).toEqual([[["sts:AssumeRole", "sts:TagSession"], conditions]]);
  });

  it("with tenantCredentials, leaves no right to every company's partitions with functions that work for one", () => {
    const takes = (name: string) => rightsOf(name).includes("sts:AssumeRole") && rightsOf(name).includes("sts:TagSession");
    expect(Object.fromEntries(WANTED.map((name) => [name, { own: partitionsOf(name), takes: takes(name) }]))).toEqual({
      "api/accounts": { own: [], takes: true },
      "api/auth": { own: ["COMPANY#*", "SYSTEM#*"], takes: true },
      "api/health": { own: [], takes: false },
      "events/project": { own: ["COMPANY#*"], takes: false },
      "sync/connection": { own: ["SYSTEM#LIMITS#*"], takes: true },
      "sync/tick": { own: ["COMPANY#*", "SYSTEM#*"], takes: false },
    });
    for (const name of WANTED)
      expect(functions.get(name)?.Environment.Variables["NUMMA_TENANT_ROLE"], name).toBe(takes(name) ? TENANT_ROLE : undefined);
  });

  it("with loginConcurrency, bounds how many logins run at once, and nothing else", () => {
    const reserved = WANTED.map((name) => [name, functions.get(name)?.ReservedConcurrentExecutions]);
    expect(reserved).toEqual(WANTED.map((name) => [name, name === "api/auth" ? 10 : undefined]));
  });

  it("with restoredTable, points functions and their rights to that table, and asks for its stream", () => {
    for (const name of WANTED) expect(functions.get(name)?.Environment.Variables["NUMMA_TABLE"], name).toBe("numma-restored");
    const tenant = ofType(resources, "AWS::IAM::Role").find(({ properties }) => "RoleName" in properties);
    expect(JSON.stringify(statementsOf(tenant)[0]?.["Resource"])).toContain("table/numma-restored/index/gsi1");
    const given = { stage: STAGE, allowedOrigin: "", alarmEmail: "", code: "x", build: "b" };
    expect(Deployment.safeParse({ ...given, restoredTable: "numma-restored" }).success, "a table without its stream").toBe(false);
    expect(Deployment.safeParse({ ...given, ...RESTORED }).success).toBe(true);
  });

  it("without mailFrom, is made on a stage for trials alone: elsewhere people wait for mails that cannot leave", () => {
    const given = { allowedOrigin: "", alarmEmail: "", code: "x", build: "b" };
    const isMade = (stage: string, sender: object = {}) => Deployment.safeParse({ ...given, stage, ...sender }).success;
    expect(["dev", "test", "test2", "prod", "staging"].map((stage) => isMade(stage))).toEqual([true, true, true, false, false]);
    expect(isMade("prod", { mailFrom: "ne-pas-repondre@numma.invalid" }), "the default, written out").toBe(false);
    expect(isMade("prod", { mailFrom: "ne-pas-repondre@example.fr" })).toBe(true);
  });
}
