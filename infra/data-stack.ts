import { type App, Duration, RemovalPolicy, Stack } from "aws-cdk-lib";
import { AttributeType, BillingMode, StreamViewType, Table, TableEncryption } from "aws-cdk-lib/aws-dynamodb";
import { BlockPublicAccess, Bucket, BucketEncryption, HttpMethods, type IBucket, ObjectOwnership } from "aws-cdk-lib/aws-s3";
import { CfnSecret } from "aws-cdk-lib/aws-secretsmanager";
import { INDEXES } from "#infra/local/table";
import { SECRET_NAMES } from "#runtime/secret-shapes";
import { acknowledge, ROTATED_BY_HAND } from "./parts/acknowledge.ts";
import { type Deployment, originsOf } from "./parts/deployment.ts";
import { idOf, type Names, namesOf } from "./parts/names.ts";

/** What must survive everything: the table, the documents, the secrets. Nothing here is deleted with the stack. */
export function dataStack(app: App, deployment: Deployment): { readonly stack: Stack; readonly table: Table } {
  const names = namesOf(deployment.stage);
  const stack = new Stack(app, "Data", {
    stackName: `${names.prefix}-data`,
    terminationProtection: true,
    description: "NUMMA: table, documents, secrets (retained)",
  });
  const table = tableOf(stack, names);
  documentsOf(stack, names, originsOf(deployment));
  for (const name of SECRET_NAMES) secretOf(stack, name, names);
  return { stack, table };
}

const text = (name: string) => ({ name, type: AttributeType.STRING });

/** The one table (docs/table.md). Its stream carries the outbox to the projector. */
function tableOf(stack: Stack, { table: tableName }: Names): Table {
  const table = new Table(stack, "Table", {
    tableName,
    ...{ partitionKey: text("pk"), sortKey: text("sk"), timeToLiveAttribute: "ttl", stream: StreamViewType.NEW_IMAGE },
    ...{ billingMode: BillingMode.PAY_PER_REQUEST, encryption: TableEncryption.AWS_MANAGED },
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: 35 },
    ...{ deletionProtection: true, removalPolicy: RemovalPolicy.RETAIN },
  });
  for (const indexName of INDEXES)
    table.addGlobalSecondaryIndex({ indexName, partitionKey: text(`${indexName}pk`), sortKey: text(`${indexName}sk`) });
  return table;
}

const PRIVATE = {
  ...{ blockPublicAccess: BlockPublicAccess.BLOCK_ALL, enforceSSL: true, minimumTLSVersion: 1.2, encryption: BucketEncryption.S3_MANAGED },
  ...{ objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED, removalPolicy: RemovalPolicy.RETAIN },
};

/** What callers upload waits a week for whoever reads it, every version of it. */
const UPLOADS = { prefix: "uploads/", expiration: Duration.days(7), noncurrentVersionExpiration: Duration.days(1) };

/**
 * Exported documents, and what callers upload by a presigned link, from our pages too. An upload cut short leaves its parts behind,
 * invisible and billed, so they go after a day.
 */
function documentsOf(stack: Stack, names: Names, origins: readonly string[]): void {
  const lifecycleRules = [{ abortIncompleteMultipartUploadAfter: Duration.days(1) }, UPLOADS];
  const methods = {
    allowedMethods: [HttpMethods.GET, HttpMethods.HEAD, HttpMethods.PUT],
    allowedHeaders: ["content-type", "if-none-match"],
  };
  const cors = origins.length > 0 ? [{ ...methods, allowedOrigins: [...origins], exposedHeaders: ["etag"], maxAge: 3_600 }] : [];
  new Bucket(stack, "Documents", {
    bucketName: names.bucket,
    ...PRIVATE,
    versioned: true,
    ...{ lifecycleRules, cors },
    serverAccessLogsBucket: accessLogsOf(stack, names),
  });
}

/** Who read which document, for a year. (The CDK's class and its interface disagree on an optional property under our strict types.) */
function accessLogsOf(stack: Stack, names: Names): IBucket;
function accessLogsOf(stack: Stack, names: Names): unknown {
  return new Bucket(stack, "AccessLogs", {
    bucketName: names.accessLogs,
    ...PRIVATE,
    lifecycleRules: [{ expiration: Duration.days(365) }],
  });
}

/**
 * A secret without a value: a person puts it in once, so no template ever holds one and no deployment ever overwrites one. Until then the
 * functions that declare it fail and say which is missing.
 */
function secretOf(stack: Stack, name: string, names: Names): void {
  const secret = new CfnSecret(stack, idOf(`${name}-secret`), { name: names.secret(name), description: `NUMMA ${name}` });
  secret.applyRemovalPolicy(RemovalPolicy.RETAIN);
  acknowledge(secret, ROTATED_BY_HAND);
}
