import {
  BucketLocationConstraint,
  CreateBucketCommand,
  HeadBucketCommand,
  PutBucketCorsCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
  type S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";

/** Something the bucket should have and the endpoint does not know how to give. */
export type BucketLack = "versioning" | "cors" | "public-access-block";

type Wanted = { readonly name: string; readonly region: string; readonly origins: readonly string[] };

/**
 * Creates the bucket when it is absent: private, with versions, open to pages of `origins`. A bucket that is there keeps its
 * settings. Tells what the endpoint does not implement.
 */
export async function ensureRemoteBucket(client: S3Client, { name: Bucket, region, origins }: Wanted): Promise<readonly BucketLack[]> {
  if (await isThere(client, Bucket)) return [];
  // S3 takes its oldest region for granted and has no word for it.
  const LocationConstraint = Object.values(BucketLocationConstraint).find((one) => one === region);
  await client.send(new CreateBucketCommand({ Bucket, ...(LocationConstraint && { CreateBucketConfiguration: { LocationConstraint } }) }));
  const versioning = new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } });
  const lacks = [
    await lackOf("public-access-block", () => client.send(new PutPublicAccessBlockCommand({ Bucket, ...PRIVATE }))),
    await lackOf("versioning", () => client.send(versioning)),
    origins.length === 0 ? undefined : await lackOf("cors", () => client.send(corsOf(Bucket, origins))),
  ];
  return lacks.filter((lack) => lack !== undefined);
}

const PRIVATE = {
  PublicAccessBlockConfiguration: {
    ...{ BlockPublicAcls: true, IgnorePublicAcls: true },
    ...{ BlockPublicPolicy: true, RestrictPublicBuckets: true },
  },
};

/** As the data stack has it. */
const corsOf = (Bucket: string, origins: readonly string[]): PutBucketCorsCommand =>
  new PutBucketCorsCommand({
    Bucket,
    CORSConfiguration: {
      CORSRules: [
        {
          AllowedMethods: ["GET", "HEAD", "PUT"],
          AllowedHeaders: ["content-type", "if-none-match"],
          AllowedOrigins: [...origins],
          ExposeHeaders: ["etag"],
          MaxAgeSeconds: 3_600,
        },
      ],
    },
  });

async function isThere(client: S3Client, Bucket: string): Promise<boolean> {
  try {
    await client.send(new HeadBucketCommand({ Bucket }));
    return true;
  } catch (error) {
    if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404) return false;
    throw error;
  }
}

async function lackOf(lack: BucketLack, set: () => Promise<unknown>): Promise<BucketLack | undefined> {
  try {
    await set();
    return undefined;
  } catch (error) {
    if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 501) return lack;
    throw error;
  }
}
