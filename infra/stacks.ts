import { App, Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks } from "cdk-nag";
import { apiStack } from "./api-stack.ts";
import { dataStack } from "./data-stack.ts";
import type { Deployment } from "./parts/deployment.ts";
import { workerStack } from "./worker-stack.ts";

/** Without it the CDK opens log buckets by ACL, which ours do not have. */
const FLAGS = { "@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy": true };

/** An empty application that writes its templates into `outdir`. */
export const application = (outdir: string): App => new App({ outdir, context: FLAGS, analyticsReporting: false });

/** The three stacks of one stage, in the order they are deployed. A finding of cdk-nag nobody acknowledged makes `synth` throw. */
export function stacks(app: App, deployment: Deployment): void {
  const data = dataStack(app, deployment);
  const workers = workerStack(app, deployment, data.table);
  const api = apiStack(app, deployment);
  workers.addStackDependency(data.stack);
  api.addStackDependency(workers);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
}
