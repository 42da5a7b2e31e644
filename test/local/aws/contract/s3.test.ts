import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ensureRemoteBucket } from "#infra/local/remote/bucket";
import { contractAt } from "./at.ts";

const at = contractAt();
const Bucket = at.name("bucket");
const keys = ["a", "b/1", "b/2"];
beforeAll(async () => {
  // Without versions a test can empty it again.
  const lacks = await ensureRemoteBucket(at.clients.s3, { name: Bucket, region: at.clients.region, origins: [] });
  for (const Key of keys)
    await at.clients.s3.send(new PutObjectCommand({ Bucket, Key, Body: `text of ${Key}`, ContentType: "text/plain" }));
  expect(lacks.every((lack) => lack === "versioning" || lack === "public-access-block")).toBe(true);
});
afterAll(async () => {
  for (const Key of keys) await at.clients.s3.send(new DeleteObjectCommand({ Bucket, Key }));
  // Where versions are kept the bucket is not empty yet; its name says that it can go.
  await at.clients.s3.send(new DeleteBucketCommand({ Bucket })).catch(() => undefined);
});

const read = async (Key: string, Range?: string) => {
  const { Body, ContentRange } = await at.clients.s3.send(new GetObjectCommand({ Bucket, Key, ...(Range && { Range }) }));
  return { text: await Body?.transformToString(), range: ContentRange };
};

it("a bucket that is there is left as it is", async () => {
  expect(await ensureRemoteBucket(at.clients.s3, { name: Bucket, region: at.clients.region, origins: ["https://x.test"] })).toEqual([]);
});

it("an object comes whole, by a range, by its end, and not from beyond it", async () => {
  expect(await read("a")).toEqual({ text: "text of a", range: undefined });
  expect(await read("a", "bytes=0-3")).toEqual({ text: "text", range: "bytes 0-3/9" });
  expect((await read("a", "bytes=-1")).text).toBe("a");
  await expect(read("a", "bytes=9-")).rejects.toMatchObject({ name: "InvalidRange" });
  await expect(read("nothing")).rejects.toMatchObject({ name: "NoSuchKey" });
});

it("objects are listed in order, by pages, folded at a delimiter", async () => {
  const list = (more: object) => at.clients.s3.send(new ListObjectsV2Command({ Bucket, ...more }));
  const first = await list({ MaxKeys: 2 });
  const second = await list({ MaxKeys: 2, ContinuationToken: first.NextContinuationToken });
  expect([...(first.Contents ?? []), ...(second.Contents ?? [])].map(({ Key }) => Key)).toEqual(keys);
  expect([first.IsTruncated, second.IsTruncated]).toEqual([true, false]);
  expect((await list({ Delimiter: "/" })).CommonPrefixes).toEqual([{ Prefix: "b/" }]);
});

it("an object is not put over another when it must be new", async () => {
  const again = new PutObjectCommand({ Bucket, Key: "a", Body: "other", IfNoneMatch: "*" });
  await expect(at.clients.s3.send(again)).rejects.toMatchObject({ name: "PreconditionFailed" });
});

it("an upload in parts shows nothing before it is completed, lists its parts, and can be given up", async () => {
  const begin = async () => {
    const { UploadId } = await at.clients.s3.send(new CreateMultipartUploadCommand({ Bucket, Key: "b/2" }));
    const upload = { Bucket, Key: "b/2", UploadId };
    const { ETag } = await at.clients.s3.send(new UploadPartCommand({ ...upload, PartNumber: 1, Body: "in parts" }));
    return { upload, part: { PartNumber: 1, ETag } };
  };
  const [kept, dropped] = [await begin(), await begin()];
  expect((await read("b/2")).text).toBe("text of b/2");
  const { Parts = [] } = await at.clients.s3.send(new ListPartsCommand(kept.upload));
  expect(Parts.map(({ PartNumber, Size }) => [PartNumber, Size])).toEqual([[1, 8]]);
  await at.clients.s3.send(new AbortMultipartUploadCommand(dropped.upload));
  await at.clients.s3.send(new CompleteMultipartUploadCommand({ ...kept.upload, MultipartUpload: { Parts: [kept.part] } }));
  expect((await read("b/2")).text).toBe("in parts");
  expect((await at.clients.s3.send(new ListMultipartUploadsCommand({ Bucket }))).Uploads ?? []).toEqual([]);
});

it("a link opens for anybody who has it, and for nobody who changes it", async () => {
  const url = await getSignedUrl(at.clients.s3, new GetObjectCommand({ Bucket, Key: "a" }), {
    expiresIn: 60,
    signingDate: await serverDate(),
  });
  expect(await (await fetch(url)).text()).toBe("text of a");
  expect((await fetch(url.replace("/a?", "/b/1?"))).status).toBe(403);
});

/** The endpoint's own clock: here it stands still. */
async function serverDate(): Promise<Date> {
  const { systemClockOffset } = at.clients.s3.config;
  return new Date(Date.now() + systemClockOffset);
}
