import { buildFunctions } from "#infra/build";
import { Deployment } from "./parts/deployment.ts";
import { application, stacks } from "./stacks.ts";

/** `npm run synth`, and what the CDK runs: bundles the functions, writes the templates into `cdk.out`. */
const app = application("cdk.out");
const given = (name: string, otherwise: string): unknown => app.node.tryGetContext(name) ?? otherwise;
const OPTIONAL = [
  "mailFrom",
  "passwordResetPage",
  "invitationPage",
  "finaryBaseUrl",
  "singleCompany",
  "restoredTable",
  "restoredStream",
  "domainName",
  "certificateArn",
  "hostedZoneId",
  "tenantCredentials",
  "loginConcurrency",
];
const { code, id } = await buildFunctions({ outdir: "dist" });
stacks(
  app,
  Deployment.parse({
    stage: given("stage", "dev"),
    allowedOrigin: given("allowedOrigin", ""),
    alarmEmail: given("alarmEmail", ""),
    ...{ code, build: given("build", id) },
    ...Object.fromEntries(OPTIONAL.flatMap((name) => (app.node.tryGetContext(name) === undefined ? [] : [[name, given(name, "")]]))),
  }),
);
app.synth();
