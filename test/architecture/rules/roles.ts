import { describe, expect, it } from "vitest";
import * as z from "zod";
import { API_FUNCTIONS, WORKERS } from "#functions/all";
import type { DeclaredFunction } from "#runtime/functions";
import { type Grant, grantsOf } from "#runtime/needs";
import { ofType, STAGE, shaped, type Templates } from "../templates.ts";

const DECLARED: readonly DeclaredFunction[] = [...API_FUNCTIONS, ...WORKERS];
const dashed = (name: string) => name.replaceAll("/", "-");

const list = z.union([z.array(z.string()), z.string().transform((one) => [one])]);
const Condition = z.record(z.string(), z.record(z.string(), list));
const Statement = z.strictObject({ Effect: z.enum(["Allow", "Deny"]), Action: list, Resource: list, Condition: Condition.exactOptional() });
type Statement = z.infer<typeof Statement>;
const Role = z.strictObject({
  AssumeRolePolicyDocument: z.unknown(),
  Policies: z.array(z.object({ PolicyDocument: z.object({ Statement: z.array(Statement) }) })),
});
const Deployed = z.object({ FunctionName: z.string(), Role: z.string() });

const arn = (service: string, rest: string): string => `arn:<AWS::Partition>:${service}:<AWS::Region>:<AWS::AccountId>:${rest}`;
const TABLE = arn("dynamodb", `table/numma-${STAGE}`);
const TABLE_AND_INDEXES = [TABLE, `${TABLE}/index/gsi1`, `${TABLE}/index/gsi2`];
const LIMITS = "SYSTEM#LIMITS#*";
const ON_LIMITS = ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"];
const READ_AND_WRITE = ["BatchGetItem", "ConditionCheckItem", "DeleteItem", "GetItem", "PutItem", "Query", "UpdateItem"];

/** What each role may and may not do, against the needs its function declares. */
export function roleRules({ Data, Workers, Api }: Templates): void {
  const all = [...Workers, ...Api];
  const functions = shaped(all, "AWS::Lambda::Function", Deployed);
  const statementsOf = (name: string): readonly Statement[] => {
    const roleId = functions.find(({ FunctionName }) => FunctionName === `numma-${STAGE}-${dashed(name)}`)?.Role.slice(1, -".Arn>".length);
    const roles = all.filter(({ id }) => id === roleId).map(({ properties }) => Role.parse(properties));
    return roles.flatMap(({ Policies }) => Policies).flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
  };
  const theKey = z.string().parse(statementsOf("api/accounts").find(({ Action }) => Action.includes("kms:Decrypt"))?.Resource[0]);

  it.each(DECLARED.map((declared) => [declared.name, declared] as const))("gives %s exactly the grants of its needs", (name, declared) => {
    const expected = [...logging(declared), ...tableOf(declared), ...declared.needs.flatMap(grantsOf).flatMap(elsewhere)];
    const wanted = [...expected, ...keyOf(declared, theKey), ...feeding(declared)].flatMap(lines);
    expect([...new Set(statementsOf(name).flatMap(lines))].sort()).toEqual([...new Set(wanted)].sort());
  });

  describe("on the table", () => {
    it("keeps system partitions from every function that does not declare the directory", () => {
      const reaching = DECLARED.filter(({ name }) => statementsOf(name).flatMap(leadingKeysOf).includes("SYSTEM#*"));
      expect(reaching.map(({ name }) => name)).toEqual(DECLARED.filter(({ needs }) => needs.includes("directory")).map(({ name }) => name));
      expect(reaching.length).toBeGreaterThan(2);
      expect(reaching.length).toBeLessThan(DECLARED.length / 2);
    });

    it("opens the counters all companies share to those that declare them, to read and count, and nothing more of the system's", () => {
      const onLimits = DECLARED.flatMap(({ name }) => statementsOf(name).map((statement) => ({ name, statement }))).filter(
        ({ statement }) => leadingKeysOf(statement).includes(LIMITS),
      );
      expect(onLimits.map(({ name, statement }) => [name, leadingKeysOf(statement), statement.Action])).toEqual(
        DECLARED.filter(({ needs }) => needs.includes("bankLimits")).map(({ name }) => [name, [LIMITS], ON_LIMITS]),
      );
      expect(onLimits.length).toBeGreaterThan(0);
    });

    it("allows nothing without a leading key: a scan, or a call that names no partition", () => {
      const onTable = DECLARED.flatMap(({ name }) => statementsOf(name)).filter(
        ({ Effect, Action }) => Effect === "Allow" && touchesItems(Action),
      );
      expect(onTable.length).toBeGreaterThan(10);
      for (const { Action, Condition: condition } of onTable) {
        expect(condition?.["Null"]).toEqual({ "dynamodb:LeadingKeys": ["false"] });
        const keys = condition?.["ForAllValues:StringLike"]?.["dynamodb:LeadingKeys"] ?? [];
        expect(keys.length).toBeGreaterThan(0);
        expect(keys.filter((key) => !["COMPANY#*", "SYSTEM#*", LIMITS].includes(key))).toEqual([]);
        expect(Action).not.toContain("dynamodb:Scan");
      }
    });

    it("lets nobody change or delete what the audit says, and one function add to it", () => {
      const writers = DECLARED.filter(({ name }) => statementsOf(name).some(({ Action }) => touchesItems(Action)));
      const denied = writers.map(({ name }) => [
        name,
        statementsOf(name)
          .filter(({ Effect }) => Effect === "Deny")
          .flatMap(({ Action }) => Action),
      ]);
      const always = ["dynamodb:DeleteItem", "dynamodb:UpdateItem"];
      const expected = (name: string) =>
        name === "events/project" ? always : ["dynamodb:DeleteItem", "dynamodb:PutItem", "dynamodb:UpdateItem"];
      expect(denied).toEqual(writers.map(({ name }) => [name, expected(name)]));
    });
  });

  it("has no tenant role unless asked for, and then no function knows one", () => {
    expect(ofType(all, "AWS::IAM::Role").filter(({ properties }) => "RoleName" in properties)).toEqual([]);
    expect(JSON.stringify(all)).not.toContain("NUMMA_TENANT_ROLE");
  });

  it("has no policy outside the roles and no action by star", () => {
    const everything = [...Data, ...all];
    expect(everything.filter(({ type }) => /^AWS::IAM::(Policy|ManagedPolicy|User|Group)$/.test(type))).toEqual([]);
    const actions = ofType(all, "AWS::IAM::Role").flatMap(({ properties }) =>
      Role.parse(properties).Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement.flatMap(({ Action }) => Action)),
    );
    expect(actions.filter((action) => action.includes("*"))).toEqual([]);
    expect(actions.length).toBeGreaterThan(DECLARED.length);
  });
}

const leadingKeysOf = ({ Effect, Condition: condition }: Statement): readonly string[] =>
  Effect === "Allow" ? (condition?.["ForAllValues:StringLike"]?.["dynamodb:LeadingKeys"] ?? []) : [];
const touchesItems = (actions: readonly string[]): boolean => actions.some((action) => /^dynamodb:.*(Item|Query|Scan)$/.test(action));

/** One line an action on a resource, under which condition. */
const lines = ({ Effect, Action, Resource, Condition: condition }: Statement): string[] =>
  Action.flatMap((action) => Resource.map((resource) => `${Effect} ${action} on ${resource} if ${JSON.stringify(condition ?? {})}`));

const allowed = (Action: string[], Resource: string[], condition?: z.infer<typeof Condition>): Statement => ({
  ...{ Effect: "Allow", Action, Resource },
  ...(condition && { Condition: condition }),
});

const logging = ({ name }: DeclaredFunction): Statement[] => [
  allowed(["logs:CreateLogStream", "logs:PutLogEvents"], [`</numma/${STAGE}/${name}.Arn>`]),
];

/** Who declares the table, in any form, reads and writes the partitions that form means, and never changes the audit. */
function tableOf({ kind, needs }: DeclaredFunction): Statement[] {
  if (!needs.some((need) => need === "table" || need === "tables" || need === "directory")) return [];
  const keys = ["COMPANY#*", ...(needs.includes("directory") ? ["SYSTEM#*"] : [])];
  const inside = (...partitions: string[]) => ({
    "ForAllValues:StringLike": { "dynamodb:LeadingKeys": partitions },
    Null: { "dynamodb:LeadingKeys": ["false"] },
  });
  const audit = { "ForAnyValue:StringLike": { "dynamodb:LeadingKeys": ["COMPANY#*#AUDIT", "COMPANY#*#AUDIT#*"] } };
  const never = ["DeleteItem", "UpdateItem", ...(kind === "stream" ? [] : ["PutItem"])];
  const named = (actions: readonly string[]) => actions.map((action) => `dynamodb:${action}`);
  return [
    allowed(named(READ_AND_WRITE), TABLE_AND_INDEXES, inside(...keys)),
    ...(needs.includes("bankLimits") ? [allowed(ON_LIMITS, TABLE_AND_INDEXES, inside(LIMITS))] : []),
    { Effect: "Deny", Action: named(never), Resource: [TABLE], Condition: audit },
  ];
}

function elsewhere({ service, actions, resource, folder }: Grant): Statement[] {
  const resources = {
    dynamodb: [],
    sqs: [arn("sqs", `numma-${STAGE}-${resource}`)],
    s3: [`arn:<AWS::Partition>:s3:::numma-${STAGE}-${resource}-<AWS::AccountId>-<AWS::Region>/${folder ? `${folder}/` : ""}*`],
    ses: [arn("ses", "identity/example.fr")],
    secretsmanager: [arn("secretsmanager", `secret:numma/${STAGE}/${resource}-??????`)],
  };
  return [
    allowed(
      actions.map((action) => `${service}:${action}`),
      resources[service],
    ),
  ];
}

/** The data's key opens through the service that holds the data, to those who may hold it: to read the table, to read or write objects. */
function keyOf({ needs }: DeclaredFunction, key: string): Statement[] {
  const via = (service: string) => ({ StringEquals: { "kms:ViaService": [`${service}.<AWS::Region>.amazonaws.com`] } });
  const grants = needs.flatMap(grantsOf);
  const stored = grants.filter(({ service }) => service === "s3").flatMap(({ actions }) => actions);
  return [
    ...(grants.some(({ service }) => service === "dynamodb") ? [allowed(["kms:Decrypt"], [key], via("dynamodb"))] : []),
    ...(stored.length > 0 ? [allowed(["kms:Decrypt"], [key], via("s3"))] : []),
    ...(stored.includes("PutObject") ? [allowed(["kms:GenerateDataKey"], [key], via("s3"))] : []),
  ];
}

/** What a worker needs so that work reaches it, and what fails is kept. */
function feeding(declared: DeclaredFunction): Statement[] {
  const queue = (short: string) => [arn("sqs", `numma-${STAGE}-${short}`)];
  const failing = allowed(["sqs:SendMessage"], queue(`${dashed(declared.name)}-dlq`));
  switch (declared.kind) {
    case "api":
      return [];
    case "consumer":
      return [allowed(["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"], queue(declared.queue))];
    case "schedule":
      return [failing];
    case "stream": {
      const reading = ["DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"].map((action) => `dynamodb:${action}`);
      return [failing, allowed(reading, [`${TABLE}/stream/*`])];
    }
  }
}
