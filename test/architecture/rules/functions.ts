import { expect, it } from "vitest";
import * as z from "zod";
import { API_FUNCTIONS, WORKERS } from "#functions/all";
import { Environment } from "#runtime/env";
import type { DeclaredFunction } from "#runtime/functions";
import { type Grant, grantsOf } from "#runtime/needs";
import { ofType, STAGE, shaped, type Templates } from "../templates.ts";

const deployedName = (name: string) => `numma-${STAGE}-${name.replace("/", "-")}`;
const DECLARED: readonly DeclaredFunction[] = [...API_FUNCTIONS, ...WORKERS];

const list = z.union([z.array(z.string()), z.string().transform((one) => [one])]);
const Statement = z.strictObject({ Effect: z.literal("Allow"), Action: list, Resource: list });
const Role = z.strictObject({
  AssumeRolePolicyDocument: z.unknown(),
  Policies: z.array(z.object({ PolicyDocument: z.object({ Statement: z.array(Statement) }) })),
});
const Deployed = z.object({
  FunctionName: z.string(),
  Role: z.string(),
  Handler: z.string(),
  Runtime: z.string(),
  Architectures: z.array(z.string()),
  MemorySize: z.number(),
  Timeout: z.number(),
  LoggingConfig: z.object({ LogGroup: z.string() }),
  Environment: z.object({ Variables: z.record(z.string(), z.string()) }),
});

export function functionRules({ Data, Workers, Api }: Templates): void {
  const all = [...Workers, ...Api];
  const functions = shaped(all, "AWS::Lambda::Function", Deployed);

  it("deploys every declared function and no other, as small as declared", () => {
    const expected = DECLARED.map(({ name, memoryMb, timeoutSeconds }) => ({
      ...{ FunctionName: deployedName(name), Handler: `${name}.handler`, Runtime: "nodejs24.x", Architectures: ["arm64"] },
      ...{ MemorySize: memoryMb, Timeout: timeoutSeconds, LoggingConfig: { LogGroup: `</numma/${STAGE}/${name}>` } },
    }));
    const found = functions.map(({ Role: _role, Environment: _environment, ...others }) => others);
    const byName = (left: { FunctionName: string }, right: { FunctionName: string }) => (left.FunctionName < right.FunctionName ? -1 : 1);
    expect(found.sort(byName)).toEqual(expected.sort(byName));
  });

  it("answers before the gateway gives up", () => {
    for (const { name, timeoutSeconds } of API_FUNCTIONS) expect(timeoutSeconds, name).toBeLessThan(29);
  });

  it.each(DECLARED.map((declared) => [declared.name, declared] as const))("gives %s exactly the grants of its needs", (name, declared) => {
    const roleId = functions.find(({ FunctionName }) => FunctionName === deployedName(name))?.Role.slice(1, -".Arn>".length);
    const [role] = all.filter(({ id }) => id === roleId).map(({ properties }) => Role.parse(properties));
    const granted = role?.Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement).flatMap(({ Action, Resource }) =>
      pairs(Action, Resource),
    );
    expect(granted?.sort()).toEqual(
      [...new Set([...logging(declared), ...declared.needs.flatMap(grantsOf).flatMap(inIam), ...feeding(declared)])].sort(),
    );
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

  it("tells functions where things are, and no secret", () => {
    for (const { FunctionName, Environment: environment } of functions) {
      expect(
        Object.keys(environment.Variables).filter((name) => !(name in Environment.shape)),
        FunctionName,
      ).toEqual([]);
      expect(Environment.parse(environment.Variables), FunctionName).toMatchObject({
        NUMMA_STAGE: STAGE,
        NUMMA_BUILD: "abc",
        NUMMA_ASSETS: "/var/task/assets",
      });
      expect(environment.Variables["NUMMA_QUEUE_URL"]).toBe(`https://sqs.<AWS::Region>.<AWS::URLSuffix>/<AWS::AccountId>/numma-${STAGE}-`);
      expect(Object.keys(environment.Variables).join(" ")).not.toMatch(/SECRET|KEY|TOKEN|PASSWORD(?!_RESET_PAGE)/);
    }
  });
}

const pairs = (actions: readonly string[], resources: readonly string[]): string[] =>
  actions.flatMap((action) => resources.map((resource) => `${action} ${resource}`));

const logging = ({ name }: DeclaredFunction): string[] =>
  pairs(["logs:CreateLogStream", "logs:PutLogEvents"], [`</numma/${STAGE}/${name}.Arn>`]);

const arn = (service: string, rest: string): string => `arn:<AWS::Partition>:${service}:<AWS::Region>:<AWS::AccountId>:${rest}`;
const TABLE = arn("dynamodb", `table/numma-${STAGE}`);

function inIam({ service, actions, resource, folder }: Grant): string[] {
  const resources = {
    dynamodb: [TABLE, `${TABLE}/index/gsi1`, `${TABLE}/index/gsi2`],
    sqs: [arn("sqs", `numma-${STAGE}-${resource}`)],
    s3: [`arn:<AWS::Partition>:s3:::numma-${STAGE}-${resource}-<AWS::AccountId>-<AWS::Region>/${folder ? `${folder}/` : ""}*`],
    ses: [arn("ses", "identity/example.fr")],
    secretsmanager: [arn("secretsmanager", `secret:numma/${resource}-??????`)],
  };
  return pairs(
    actions.map((action) => `${service}:${action}`),
    resources[service],
  );
}

/** What a worker needs so that work reaches it, and what fails is kept. */
function feeding(declared: DeclaredFunction): string[] {
  const queue = (short: string) => [arn("sqs", `numma-${STAGE}-${short}`)];
  const failing = pairs(["sqs:SendMessage"], queue(`${declared.name.replace("/", "-")}-dlq`));
  switch (declared.kind) {
    case "api":
      return [];
    case "consumer":
      return pairs(["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"], queue(declared.queue));
    case "schedule":
      return failing;
    case "stream": {
      const reading = ["DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"].map((action) => `dynamodb:${action}`);
      return [...failing, ...pairs(reading, [`${TABLE}/stream/*`])];
    }
  }
}
