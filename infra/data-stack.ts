import { type App, Duration, RemovalPolicy, Stack } from "aws-cdk-lib";
import { AttributeType, BillingMode, StreamViewType, Table, TableEncryption } from "aws-cdk-lib/aws-dynamodb";
import { Key } from "aws-cdk-lib/aws-kms";
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  HttpMethods,
  type IBucket,
  type LifecycleRule,
  ObjectOwnership,
  StorageClass,
} from "aws-cdk-lib/aws-s3";
import { CfnSecret } from "aws-cdk-lib/aws-secretsmanager";
import { INDEXES } from "#infra/local/table";
import { SECRET_NAMES } from "#runtime/secret-shapes";
import { acknowledge, ROTATED_BY_HAND } from "./parts/acknowledge.ts";
import { type Deployment, originsOf } from "./parts/deployment.ts";
import { idOf, type Names, namesOf } from "./parts/names.ts";

/** What the other stacks take from this one. */
export type Data = { readonly stack: Stack; readonly table: Table; readonly key: Key };

/** What must survive everything: the key, the table, the documents, the secrets. Nothing here is deleted with the stack. */
export function dataStack(app: App, deployment: Deployment): Data {
  const names = namesOf(deployment.stage);
  const stack = new Stack(app, "Data", {
    stackName: `${names.prefix}-data`,
    terminationProtection: true,
    description: "NUMMA: table, documents, secrets (retained)",
  });
  const key = keyOf(stack, names);
  const table = tableOf(stack, names, key);
  documentsOf(stack, names, key, originsOf(deployment));
  for (const name of SECRET_NAMES) secretOf(stack, name, names);
  return { stack, table, key };
}

/**
 * One key of ours for the table and the documents, a dollar a month: who may use it, and through which service, is then a policy of ours,
 * its every use is in CloudTrail, and disabling it shuts the data at once. Turned every year; what older material encrypted stays readable.
 */
const keyOf = (stack: Stack, { prefix }: Names): Key =>
  new Key(stack, "Key", {
    ...{ alias: prefix, description: "NUMMA: table and documents", enableKeyRotation: true, rotationPeriod: Duration.days(365) },
    removalPolicy: RemovalPolicy.RETAIN,
  });

const text = (name: string) => ({ name, type: AttributeType.STRING });

/** The one table (docs/table.md). Its stream carries the outbox to the projector. */
function tableOf(stack: Stack, { table: tableName }: Names, encryptionKey: Key): Table {
  const table = new Table(stack, "Table", {
    tableName,
    ...{ partitionKey: text("pk"), sortKey: text("sk"), timeToLiveAttribute: "ttl", stream: StreamViewType.NEW_IMAGE },
    ...{ billingMode: BillingMode.PAY_PER_REQUEST, encryption: TableEncryption.CUSTOMER_MANAGED, encryptionKey },
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: 35 },
    ...{ deletionProtection: true, removalPolicy: RemovalPolicy.RETAIN },
  });
  for (const indexName of INDEXES)
    table.addGlobalSecondaryIndex({ indexName, partitionKey: text(`${indexName}pk`), sortKey: text(`${indexName}sk`) });
  return table;
}

const PRIVATE = {
  ...{ blockPublicAccess: BlockPublicAccess.BLOCK_ALL, enforceSSL: true, minimumTLSVersion: 1.2 },
  ...{ objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED, removalPolicy: RemovalPolicy.RETAIN },
};

/** Files asked for again after this are few. */
const COLD = { storageClass: StorageClass.INFREQUENT_ACCESS, transitionAfter: Duration.days(90) };

/**
 * Uploads go after a week, every version of them and the marker that is left. Exports stay as long as the item that names them, in a cheaper
 * class once nobody asks for them any more. What replaced or deleted anything can be undone for a month; then version and marker go, which
 * docs/privacy.md promises of archives with people's data. An upload cut short leaves its
 * parts behind, invisible and billed, so they go after a day. Nothing here ends an attachment: it is a voucher of the books, kept for ten years.
 */
const LIFECYCLE: readonly LifecycleRule[] = [
  { id: "half-uploads", abortIncompleteMultipartUploadAfter: Duration.days(1) },
  { id: "uploads", prefix: "uploads/", expiration: Duration.days(7), noncurrentVersionExpiration: Duration.days(1) },
  { id: "upload-markers", prefix: "uploads/", expiredObjectDeleteMarker: true },
  {
    ...{ id: "exports", prefix: "exports/", noncurrentVersionExpiration: Duration.days(30), expiredObjectDeleteMarker: true },
    transitions: [COLD],
  },
  { id: "attachments", prefix: "attachments/", transitions: [COLD] },
];

/**
 * Exported documents, and what callers upload by a presigned link, from our pages too. Object Lock is on, which only a new bucket can
 * have, without a retention by default: a legal file can be locked the day a company asks for it, and no upload has to carry a checksum.
 */
function documentsOf(stack: Stack, names: Names, encryptionKey: Key, origins: readonly string[]): void {
  const methods = {
    allowedMethods: [HttpMethods.GET, HttpMethods.HEAD, HttpMethods.PUT],
    allowedHeaders: ["content-type", "if-none-match"],
  };
  const cors = origins.length > 0 ? [{ ...methods, allowedOrigins: [...origins], exposedHeaders: ["etag"], maxAge: 3_600 }] : [];
  new Bucket(stack, "Documents", {
    bucketName: names.bucket,
    ...PRIVATE,
    ...{ encryption: BucketEncryption.KMS, encryptionKey, bucketKeyEnabled: true },
    ...{ versioned: true, objectLockEnabled: true },
    ...{ lifecycleRules: [...LIFECYCLE], cors },
    serverAccessLogsBucket: accessLogsOf(stack, names),
  });
}

/** Who read which document, for a year. S3 delivers its logs to no bucket with a key of ours, nor with Object Lock. (The CDK's class and its interface disagree on an optional property under our strict types.) */
function accessLogsOf(stack: Stack, names: Names): IBucket;
function accessLogsOf(stack: Stack, names: Names): unknown {
  return new Bucket(stack, "AccessLogs", {
    bucketName: names.accessLogs,
    ...PRIVATE,
    encryption: BucketEncryption.S3_MANAGED,
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
