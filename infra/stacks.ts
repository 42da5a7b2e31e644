import { App, Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks } from "cdk-nag";
import { apiStack } from "./api-stack.ts";
import { dataStack } from "./data-stack.ts";
import type { Deployment } from "./parts/deployment.ts";
import { workerStack } from "./worker-stack.ts";

/** The CDK's default would open the log bucket by ACL, which ours has not; the other flag only states its default. */
const FLAGS = { "@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy": true, "@aws-cdk/core:defaultCrossStackReferences": "strong" };

/** An empty application that writes its templates into `outdir`. A finding of cdk-nag that nobody acknowledged makes its `synth` throw. */
export function application(outdir: string): App {
  const app = new App({ outdir, context: FLAGS, analyticsReporting: false });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return app;
}

/** The three stacks of one stage, in the order they are deployed. */
export function stacks(app: App, deployment: Deployment): void {
  const data = dataStack(app, deployment);
  const workers = workerStack(app, deployment, data);
  const api = apiStack(app, deployment, data.key.keyArn);
  workers.addStackDependency(data.stack);
  api.addStackDependency(workers);
}
