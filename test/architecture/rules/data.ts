import { expect, it } from "vitest";
import * as z from "zod";
import { ensureTable } from "#infra/local/table";
import { SECRET_NAMES } from "#runtime/secret-shapes";
import { ORIGINS, ofType, STAGE, shaped, type Templates } from "../templates.ts";

export function dataRules({ Data }: Templates): void {
  it("has the very table the local runtime creates", async () => {
    const calls: Record<string, unknown> = {};
    const exec = async (operation: string, input: unknown) => {
      if (operation === "DescribeTable") throw new Error("not there");
      calls[operation] = input;
      return {};
    };
    await ensureTable({ exec }, `numma-${STAGE}`);
    const [table] = ofType(Data, "AWS::DynamoDB::Table");
    const {
      TableName,
      BillingMode,
      AttributeDefinitions,
      KeySchema,
      GlobalSecondaryIndexes,
      TimeToLiveSpecification,
      StreamSpecification,
    } = table?.properties ?? {};
    const { StreamViewType } = z.object({ StreamViewType: z.string() }).parse(StreamSpecification);
    const created = {
      TableName,
      BillingMode,
      AttributeDefinitions,
      KeySchema,
      GlobalSecondaryIndexes,
      StreamSpecification: { StreamEnabled: true, StreamViewType },
    };
    expect(created).toEqual(calls["CreateTable"]);
    expect({ TableName, TimeToLiveSpecification }).toEqual(calls["UpdateTimeToLive"]);
  });

  it("has one key of its own for the table and the documents, turned every year and kept", () => {
    const keys = ofType(Data, "AWS::KMS::Key");
    expect(keys.map(({ policy, properties }) => [policy, properties["EnableKeyRotation"], properties["RotationPeriodInDays"]])).toEqual([
      ["Retain", true, 365],
    ]);
    expect(ofType(Data, "AWS::KMS::Alias").map(({ properties }) => properties["AliasName"])).toEqual([`alias/numma-${STAGE}`]);
    const [table] = ofType(Data, "AWS::DynamoDB::Table");
    expect(table?.properties["SSESpecification"]).toEqual({ KMSMasterKeyId: `<${keys[0]?.id}.Arn>`, SSEEnabled: true, SSEType: "KMS" });
    const ciphers = ofType(Data, "AWS::S3::Bucket").map(({ properties }) => properties["BucketEncryption"]);
    const by = { SSEAlgorithm: "aws:kms", KMSMasterKeyID: `<${keys[0]?.id}.Arn>` };
    expect(ciphers).toContainEqual({ ServerSideEncryptionConfiguration: [{ BucketKeyEnabled: true, ServerSideEncryptionByDefault: by }] });
  });

  it("keeps the table through mistakes: point-in-time recovery, deletion protection, encryption, a stream of new images", () => {
    const [table] = ofType(Data, "AWS::DynamoDB::Table");
    expect(table?.policy).toBe("Retain");
    expect(table?.properties).toMatchObject({
      ...{ DeletionProtectionEnabled: true, SSESpecification: { SSEEnabled: true }, StreamSpecification: { StreamViewType: "NEW_IMAGE" } },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
  });

  it("keeps documents private, versioned, lockable, free of half uploads, and uploads a week", () => {
    const buckets = ofType(Data, "AWS::S3::Bucket");
    for (const { policy, properties } of buckets) {
      expect(policy).toBe("Retain");
      expect(properties["PublicAccessBlockConfiguration"]).toEqual({
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      });
    }
    const documents = buckets.find(({ properties }) => String(properties["BucketName"]).includes("-documents-"));
    expect(documents?.properties).toMatchObject({
      VersioningConfiguration: { Status: "Enabled" },
      ObjectLockEnabled: true,
      LifecycleConfiguration: {
        Rules: [
          { AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 }, Status: "Enabled" },
          { Prefix: "uploads/", ExpirationInDays: 7, NoncurrentVersionExpiration: { NoncurrentDays: 1 }, Status: "Enabled" },
          { Prefix: "uploads/", ExpiredObjectDeleteMarker: true, Status: "Enabled" },
          {
            ...{ Prefix: "exports/", NoncurrentVersionExpiration: { NoncurrentDays: 30 }, Status: "Enabled" },
            ExpiredObjectDeleteMarker: true,
            Transitions: [{ StorageClass: "STANDARD_IA", TransitionInDays: 90 }],
          },
          { Prefix: "attachments/", Transitions: [{ StorageClass: "STANDARD_IA", TransitionInDays: 90 }], Status: "Enabled" },
        ],
      },
      CorsConfiguration: {
        CorsRules: [
          {
            AllowedOrigins: ORIGINS.split(","),
            AllowedMethods: ["GET", "HEAD", "PUT"],
            AllowedHeaders: ["content-type", "if-none-match"],
            ExposedHeaders: ["etag"],
            MaxAge: 3_600,
          },
        ],
      },
    });
    expect(documents?.properties, "a retention by default would ask every upload for a checksum").not.toHaveProperty(
      "ObjectLockConfiguration",
    );
    const refused = shaped(
      Data,
      "AWS::S3::BucketPolicy",
      z.object({ Bucket: z.string(), PolicyDocument: z.object({ Statement: z.array(z.unknown()) }) }),
    );
    expect(refused.map(({ Bucket }) => Bucket).sort()).toEqual(buckets.map(({ id }) => `<${id}>`).sort());
    for (const { PolicyDocument } of refused) {
      expect(PolicyDocument.Statement).toContainEqual(
        expect.objectContaining({ Effect: "Deny", Action: "s3:*", Condition: { Bool: { "aws:SecureTransport": "false" } } }),
      );
    }
  });

  it("has every secret functions read, and no value for any", () => {
    const secrets = ofType(Data, "AWS::SecretsManager::Secret");
    expect(secrets.map(({ properties }) => properties["Name"]).sort()).toEqual(SECRET_NAMES.map((name) => `numma/${STAGE}/${name}`).sort());
    for (const { policy, properties } of secrets) {
      expect(policy).toBe("Retain");
      expect(Object.keys(properties).sort()).toEqual(["Description", "Name"]);
    }
  });
}
