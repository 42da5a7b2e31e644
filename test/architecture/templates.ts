import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, Stack } from "aws-cdk-lib";
import { Queue } from "aws-cdk-lib/aws-sqs";
import * as z from "zod";
import { Deployment } from "#infra/parts/deployment";
import { application, stacks } from "#infra/stacks";

/** The stage the tests deploy, on paper. */
export const STAGE = "test";
export const ORIGINS = "https://app.example.fr,https://admin.example.fr";
export const DOMAIN = {
  domainName: "api.example.fr",
  certificateArn: "arn:aws:acm:eu-west-3:000000000000:certificate/1",
  hostedZoneId: "Z1",
} as const;

/** A resource of a template, its references written as text: `<name.Arn>`, `<AWS::Region>`. */
export type Resource = {
  readonly id: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly policy: string;
  readonly dependsOn: readonly string[];
};
export type Templates = Readonly<Record<"Data" | "Workers" | "Api", readonly Resource[]>>;

const Template = z.object({
  Resources: z.record(
    z.string(),
    z.object({
      Type: z.string(),
      Properties: z.record(z.string(), z.unknown()).default({}),
      DeletionPolicy: z.string().default(""),
      DependsOn: z.union([z.array(z.string()), z.string().transform((one) => [one])]).default([]),
    }),
  ),
});

/** A folder that goes away with the test run. */
export const scratch = mkdtempSync(join(tmpdir(), "numma-synth-"));

/** Synthesizes a queue that breaks cdk-nag's rules. Throws, if anybody checks. */
export function synthesizeSomethingUnsafe(): void {
  const app = application(join(scratch, "unsafe"));
  new Queue(new Stack(app, "Unsafe"), "Queue");
  app.synth();
}

/** Synthesizes the whole application, without real code in it. Costs seconds: once a run. */
export function synthesized(): Templates {
  const code = join(scratch, "code");
  mkdirSync(code);
  writeFileSync(join(code, "empty.mjs"), "");
  const app = application(join(scratch, "out"));
  const given = { stage: STAGE, allowedOrigin: ORIGINS, alarmEmail: "", mailFrom: "ne-pas-repondre@example.fr" };
  stacks(app, Deployment.parse({ ...given, code, build: "abc", ...DOMAIN }));
  const assembly = app.synth();
  const read = (name: string) => resourcesOf(Template.parse(assembly.getStackByName(`numma-${STAGE}-${name}`).template));
  return { Data: read("data"), Workers: read("workers"), Api: read("api") };
}

/** Synthesizes one stack of a few resources: what a test turns on that the whole application has off. */
export function synthesizedPart(build: (stack: Stack) => void): readonly Resource[] {
  const app = new App({ outdir: join(scratch, "part"), analyticsReporting: false });
  build(new Stack(app, "Part"));
  return resourcesOf(Template.parse(app.synth().getStackByName("Part").template));
}

export const ofType = (resources: readonly Resource[], type: string): readonly Resource[] =>
  resources.filter((resource) => resource.type === type);

/** The properties of every resource of a type, in the shape the test wants to speak about. */
export const shaped = <Shape>(resources: readonly Resource[], type: string, shape: z.ZodType<Shape>): Shape[] =>
  ofType(resources, type).map(({ properties }) => shape.parse(properties));

function resourcesOf({ Resources }: z.infer<typeof Template>): Resource[] {
  const names = new Map(Object.entries(Resources).map(([id, { Properties }]) => [id, nameOf(Properties) ?? id]));
  return Object.entries(Resources).map(([id, { Type, Properties, DeletionPolicy, DependsOn }]) => ({
    ...{ id, type: Type, policy: DeletionPolicy, dependsOn: DependsOn },
    properties: z.record(z.string(), z.unknown()).parse(spelled(Properties, names)),
  }));
}

const NAMING = ["FunctionName", "QueueName", "LogGroupName", "TableName", "TopicName"];
const nameOf = (properties: Readonly<Record<string, unknown>>): string | undefined =>
  NAMING.map((key) => properties[key]).find((name) => typeof name === "string");

const Intrinsic = z.union([
  z.strictObject({ Ref: z.string() }).transform(({ Ref }) => ({ of: Ref, attribute: "" })),
  z
    .strictObject({ "Fn::GetAtt": z.tuple([z.string(), z.string()]) })
    .transform(({ "Fn::GetAtt": [of, attribute] }) => ({ of, attribute: `.${attribute}` })),
  z.strictObject({ "Fn::ImportValue": z.string() }).transform((imported) => ({ of: imported["Fn::ImportValue"], attribute: "" })),
]);
const Joined = z.strictObject({ "Fn::Join": z.tuple([z.literal(""), z.array(z.unknown())]) });

function spelled(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((inner) => spelled(inner, names));
  if (typeof value !== "object" || value === null) return value;
  const reference = Intrinsic.safeParse(value).data;
  if (reference) return `<${names.get(reference.of) ?? reference.of}${reference.attribute}>`;
  const joined = Joined.safeParse(value).data;
  if (joined) return joined["Fn::Join"][1].map((part) => spelled(part, names)).join("");
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, spelled(inner, names)]));
}
