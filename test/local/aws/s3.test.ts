import { createHash, randomBytes } from "node:crypto";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openS3 } from "#infra/local/aws/s3";
import { type Endpoint, OWNER, READER, startEndpoint } from "#test/local/aws/endpoint";

const Bucket = "documents";
const started: { endpoint?: Endpoint } = {};
const local = (): Endpoint => {
  if (!started.endpoint) throw new Error("the endpoint is not started");
  return started.endpoint;
};

beforeAll(async () => {
  started.endpoint = await startEndpoint();
});
afterAll(() => local().stop());

const put = (Key: string, Body: string | Buffer, more: object = {}) =>
  local()
    .s3()
    .send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
const read = async (Key: string, more: object = {}) => {
  const found = await local()
    .s3()
    .send(new GetObjectCommand({ Bucket, Key, ...more }));
  return { ...found, text: await found.Body?.transformToString() };
};
const presign = (command: GetObjectCommand | PutObjectCommand, more: object = {}, keys = OWNER) =>
  getSignedUrl(local().s3(keys), command, { expiresIn: 60, signingDate: local().clock.now(), ...more });
const answerOf = async (url: string, more: RequestInit = {}) => {
  const response = await fetch(url, more);
  return { status: response.status, headers: response.headers, text: await response.text() };
};
const md5 = (bytes: Buffer): string => createHash("md5").update(bytes).digest("hex");

describe("objects", () => {
  it("gives back what was put, with its type, disposition, metadata and MD5 entity tag", async () => {
    const stored = { ContentType: "text/csv", ContentDisposition: 'attachment; filename="fec.txt"', Metadata: { year: "2025" } };
    const { ETag } = await put("exports/a b/été+%.txt", "débit;crédit", stored);
    const found = await read("exports/a b/été+%.txt");
    expect(found.text).toBe("débit;crédit");
    expect(found).toMatchObject({ ...stored, ETag, ContentLength: 14, LastModified: local().clock.now() });
    expect(ETag).toBe(`"${md5(Buffer.from("débit;crédit"))}"`);
  });

  it("takes a body streamed in aws-chunked coding with its CRC-32 in the trailer", async () => {
    const bytes = randomBytes(300_000);
    const pieces = [bytes.subarray(0, 7), bytes.subarray(7, 200_000), bytes.subarray(200_000)];
    await put("streamed", Buffer.alloc(0));
    const streamed = new PutObjectCommand({ Bucket, Key: "streamed", Body: Readable.from(pieces), ContentLength: bytes.length });
    await local().s3().send(streamed);
    const found = await local()
      .s3()
      .send(new GetObjectCommand({ Bucket, Key: "streamed" }));
    expect(md5(Buffer.from((await found.Body?.transformToByteArray()) ?? []))).toBe(md5(bytes));
    expect(found.ContentEncoding).toBeUndefined();
  });

  it("refuses a body that does not have the checksum it claims, and stores nothing", async () => {
    await expect(put("broken", "hello", { ChecksumCRC32: "AAAAAA==" })).rejects.toMatchObject({ name: "BadDigest" });
    await expect(put("broken", "hello", { ContentMD5: md5(Buffer.from("other")) })).rejects.toMatchObject({ name: "BadDigest" });
    await expect(read("broken")).rejects.toMatchObject({ name: "NoSuchKey" });
    expect(readdirSync(join(local().directory, "buckets", ".incoming"))).toEqual([]);
  });

  it("reads one range of bytes, and refuses one beyond the end", async () => {
    await put("range", "0123456789");
    expect(await read("range", { Range: "bytes=2-4" })).toMatchObject({ text: "234", ContentRange: "bytes 2-4/10", ContentLength: 3 });
    expect((await read("range", { Range: "bytes=7-" })).text).toBe("789");
    expect((await read("range", { Range: "bytes=-2" })).text).toBe("89");
    expect((await read("range", { Range: "bytes=8-99" })).text).toBe("89");
    expect(await read("range", { Range: "bytes=9-9" })).toMatchObject({ text: "9", ContentRange: "bytes 9-9/10" });
    expect((await read("range", { Range: "bytes=-99" })).text).toBe("0123456789");
    expect((await read("range", { Range: "bytes=5-2" })).text).toBe("0123456789");
    const head = await local()
      .s3()
      .send(new HeadObjectCommand({ Bucket, Key: "range", Range: "bytes=2-4" }));
    expect(head).toMatchObject({ ContentLength: 3, ContentRange: "bytes 2-4/10", $metadata: { httpStatusCode: 206 } });
    await put("empty", "", { ContentLength: 0 });
    for (const [key, Range] of [
      ["range", "bytes=-0"],
      ["empty", "bytes=0-"],
      ["empty", "bytes=-1"],
    ] as const)
      await expect(read(key, { Range })).rejects.toMatchObject({ name: "InvalidRange" });
    await expect(read("range", { Range: "bytes=0-1,3-4" })).rejects.toMatchObject({ name: "NotImplemented" });
    await expect(read("range", { Range: "bytes=10-" })).rejects.toMatchObject({ name: "InvalidRange", $metadata: { httpStatusCode: 416 } });
  });

  it("replaces an object unless told to write only a new one", async () => {
    await put("once", "first", { IfNoneMatch: "*" });
    await expect(put("once", "second", { IfNoneMatch: "*" })).rejects.toMatchObject({ $metadata: { httpStatusCode: 412 } });
    expect((await read("once")).text).toBe("first");
    await put("once", "third");
    expect((await read("once")).text).toBe("third");
  });

  it("lets one of twenty racing conditional writes win", async () => {
    const writes = await Promise.allSettled(Array.from({ length: 20 }, (_, index) => put("race", `writer ${index}`, { IfNoneMatch: "*" })));
    expect(writes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  it("heads and deletes; a missing key is 404, deleting it again is fine", async () => {
    await put("gone", Buffer.alloc(0));
    expect(
      await local()
        .s3()
        .send(new HeadObjectCommand({ Bucket, Key: "gone" })),
    ).toMatchObject({ ContentLength: 0 });
    expect((await read("gone")).text).toBe("");
    await local()
      .s3()
      .send(new DeleteObjectCommand({ Bucket, Key: "gone" }));
    await local()
      .s3()
      .send(new DeleteObjectCommand({ Bucket, Key: "gone" }));
    await expect(
      local()
        .s3()
        .send(new HeadObjectCommand({ Bucket, Key: "gone" })),
    ).rejects.toMatchObject({ name: "NotFound" });
  });

  it("keeps every key inside its bucket, however it is written", async () => {
    const keys = [
      "../../escaped",
      "..%2f..%2fescaped",
      "/etc/passwd",
      "a/../../b",
      "x".repeat(1024),
      `${"é".repeat(100)}/upper`,
      "Case",
      "case",
    ];
    for (const key of keys) await put(key, key);
    for (const key of keys) expect((await read(key)).text).toBe(key);
    expect(existsSync(join(local().directory, "escaped"))).toBe(false);
    expect(readdirSync(join(local().directory, "buckets")).sort()).toEqual([".incoming", Bucket]);
    await expect(put("y".repeat(1025), "y")).rejects.toMatchObject({ name: "KeyTooLongError" });
  });

  it("says so when asked for something not built, instead of ignoring it", async () => {
    const copy = new CopyObjectCommand({ Bucket, Key: "copy", CopySource: "documents/once" });
    await expect(local().s3().send(copy)).rejects.toMatchObject({ name: "NotImplemented" });
    await expect(put("cond", "x", { IfMatch: '"x"' })).rejects.toMatchObject({ name: "NotImplemented" });
  });
});

describe("buckets and listings", () => {
  it("makes a bucket once, and knows when there is none", async () => {
    await local()
      .s3()
      .send(new CreateBucketCommand({ Bucket: "archive" }));
    await local()
      .s3()
      .send(new HeadBucketCommand({ Bucket: "archive" }));
    await expect(
      local()
        .s3()
        .send(new CreateBucketCommand({ Bucket: "archive" })),
    ).rejects.toMatchObject({ name: "BucketAlreadyOwnedByYou" });
    await expect(
      local()
        .s3()
        .send(new HeadBucketCommand({ Bucket: "nowhere" })),
    ).rejects.toMatchObject({ name: "NotFound" });
    const lost = new PutObjectCommand({ Bucket: "nowhere", Key: "a", Body: "b" });
    await expect(local().s3().send(lost)).rejects.toMatchObject({ name: "NoSuchBucket" });
  });

  it("lists by pages in byte order, under a prefix, folded at a delimiter", async () => {
    const list = { Bucket: "listing" };
    await local().s3().send(new CreateBucketCommand(list));
    const keys = ["b/1", "b/2", "b/é", "a", "c&<d>", `b/${"z".repeat(200)}`, "B"];
    for (const Key of keys)
      await local()
        .s3()
        .send(new PutObjectCommand({ ...list, Key, Body: Key }));
    const seen: string[] = [];
    const page: { token?: string } = {};
    do {
      const found = await local()
        .s3()
        .send(new ListObjectsV2Command({ ...list, MaxKeys: 2, ContinuationToken: page.token }));
      expect(found.KeyCount).toBeLessThanOrEqual(2);
      seen.push(...(found.Contents ?? []).map(({ Key = "" }) => Key));
      if (found.NextContinuationToken) page.token = found.NextContinuationToken;
      else delete page.token;
    } while (page.token);
    expect(seen).toEqual([...keys].sort((x, y) => Buffer.compare(Buffer.from(x), Buffer.from(y))));
    const folded = await local()
      .s3()
      .send(new ListObjectsV2Command({ ...list, Delimiter: "/" }));
    expect(folded.CommonPrefixes).toEqual([{ Prefix: "b/" }]);
    expect(folded.Contents?.map(({ Key }) => Key)).toEqual(["B", "a", "c&<d>"]);
    const under = await local()
      .s3()
      .send(new ListObjectsV2Command({ ...list, Prefix: "b/", StartAfter: "b/1" }));
    expect(under.Contents?.[0]).toMatchObject({ Key: "b/2", Size: 3, ETag: `"${md5(Buffer.from("b/2"))}"` });
  });
});

describe("multipart uploads", () => {
  it("carries 18 MB streamed by lib-storage, bytes equal", async () => {
    const bytes = randomBytes(18 * 1024 * 1024);
    const pieces = Array.from({ length: 18 }, (_, index) => bytes.subarray(index * 1024 * 1024, (index + 1) * 1024 * 1024));
    const params = { Bucket, Key: "large", Body: Readable.from(pieces), ContentType: "application/pdf" };
    await new Upload({ client: local().s3(), params }).done();
    const found = await local()
      .s3()
      .send(new GetObjectCommand({ Bucket, Key: "large" }));
    expect(md5(Buffer.from((await found.Body?.transformToByteArray()) ?? []))).toBe(md5(bytes));
    expect(found).toMatchObject({ ContentType: "application/pdf", ETag: expect.stringMatching(/^"[0-9a-f]{32}-4"$/) });
  });

  const begin = async (Key: string) => {
    const { UploadId } = await local().s3().send(new CreateMultipartUploadCommand({ Bucket, Key }));
    const upload = { Bucket, Key, UploadId };
    const part = async (PartNumber: number, Body: string) => {
      const { ETag } = await local()
        .s3()
        .send(new UploadPartCommand({ ...upload, PartNumber, Body }));
      return { PartNumber, ETag };
    };
    const complete = (Parts: object[]) =>
      local()
        .s3()
        .send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }));
    return { upload, part, complete };
  };

  it("shows nothing before it is completed", async () => {
    const { part, complete } = await begin("hidden");
    const [second, first] = [await part(2, "world"), await part(1, "hello ")];
    await expect(read("hidden")).rejects.toMatchObject({ name: "NoSuchKey" });
    await complete([first, second]);
    expect((await read("hidden")).text).toBe("hello world");
    await expect(complete([first, second])).rejects.toMatchObject({ name: "NoSuchUpload" });
  });

  it("refuses parts out of order, unknown or changed meanwhile", async () => {
    const { part, complete } = await begin("parts");
    const [first, second] = [await part(1, "a"), await part(2, "b")];
    await expect(complete([second, first])).rejects.toMatchObject({ name: "InvalidPartOrder" });
    await expect(complete([first, { ...second, PartNumber: 3 }])).rejects.toMatchObject({ name: "InvalidPart" });
    await part(1, "changed");
    await expect(complete([first, second])).rejects.toMatchObject({ name: "InvalidPart" });
    await expect(read("parts")).rejects.toMatchObject({ name: "NoSuchKey" });
  });

  it("lists what has arrived of an upload, by pages, until it is over", async () => {
    const { upload, part, complete } = await begin("listed");
    for (const number of [10, 2, 1]) await part(number, `part ${number}`);
    const list = (more: object = {}) =>
      local()
        .s3()
        .send(new ListPartsCommand({ ...upload, ...more }));
    const first = await list({ MaxParts: 2 });
    expect(first).toMatchObject({ IsTruncated: true, NextPartNumberMarker: "2", MaxParts: 2, UploadId: upload.UploadId });
    expect(first.Parts?.map(({ PartNumber, Size }) => [PartNumber, Size])).toEqual([
      [1, 6],
      [2, 6],
    ]);
    const { Parts = [], IsTruncated } = await list({ PartNumberMarker: first.NextPartNumberMarker });
    expect([Parts.map(({ PartNumber }) => PartNumber), IsTruncated]).toEqual([[10], false]);
    await complete([...(first.Parts ?? []), ...Parts]);
    await expect(list()).rejects.toMatchObject({ name: "NoSuchUpload" });
  });

  it("lists the uploads begun, by key and by pages, and forgets those completed or aborted", async () => {
    const made = [await begin("open/b"), await begin("open/a"), await begin("open/a"), await begin("open/c")];
    const list = (more: object = {}) =>
      local()
        .s3()
        .send(new ListMultipartUploadsCommand({ Bucket, Prefix: "open/", ...more }));
    const seen: (string | undefined)[] = [];
    const page: { KeyMarker?: string | undefined; UploadIdMarker?: string | undefined } = {};
    for (let left = 10; left > 0; left -= 1) {
      const { Uploads = [], IsTruncated, NextKeyMarker, NextUploadIdMarker } = await list({ MaxUploads: 1, ...page });
      seen.push(...Uploads.map(({ Key, UploadId }) => `${Key} ${UploadId}`));
      Object.assign(page, { KeyMarker: NextKeyMarker, UploadIdMarker: NextUploadIdMarker });
      if (!IsTruncated) break;
    }
    expect(seen).toEqual(made.map(({ upload }) => `${upload.Key} ${upload.UploadId}`).sort());
    expect((await list({ KeyMarker: "open/a" })).Uploads?.map(({ Key }) => Key)).toEqual(["open/b", "open/c"]);
    for (const { upload } of made) await local().s3().send(new AbortMultipartUploadCommand(upload));
    expect((await list()).Uploads).toBeUndefined();
  });

  it("frees an aborted upload", async () => {
    const { upload, part, complete } = await begin("aborted");
    const first = await part(1, "a");
    await local().s3().send(new AbortMultipartUploadCommand(upload));
    await expect(part(2, "b")).rejects.toMatchObject({ name: "NoSuchUpload" });
    await expect(complete([first])).rejects.toMatchObject({ name: "NoSuchUpload" });
    expect(existsSync(join(local().directory, "buckets", Bucket, "uploads", upload.UploadId ?? "?"))).toBe(false);
  });
});

describe("presigned URLs", () => {
  it("are read by a plain client, under the name and type that were signed", async () => {
    await put("signed", "content");
    const more = { ResponseContentDisposition: 'attachment; filename="a.txt"', ResponseContentType: "text/plain" };
    const found = await answerOf(await presign(new GetObjectCommand({ Bucket, Key: "signed", ...more })));
    expect(found).toMatchObject({ status: 200, text: "content" });
    expect(found.headers.get("content-disposition")).toBe('attachment; filename="a.txt"');
    expect(found.headers.get("content-type")).toBe("text/plain");
  });

  it("are refused with any other signature, key, query, method or secret, and without a signature", async () => {
    const url = await presign(new GetObjectCommand({ Bucket, Key: "signed" }));
    const forged = [
      url.replace(/Signature=./, (start) => start.slice(0, -1) + (start.endsWith("0") ? "1" : "0")),
      url.replace("/signed?", "/range?"),
      `${url}&response-content-type=text%2Fhtml`,
      url.replace("Expires=60", "Expires=61"),
      await presign(new GetObjectCommand({ Bucket, Key: "signed" }), {}, { ...OWNER, secretAccessKey: "guessed" }),
    ];
    for (const forgery of forged) {
      const { status, text } = await answerOf(forgery);
      expect([status, text.includes("<Code>SignatureDoesNotMatch</Code>")]).toEqual([403, true]);
    }
    expect((await answerOf(url, { method: "PUT", body: "x" })).text).toContain("SignatureDoesNotMatch");
    expect(await answerOf(url.split("?")[0] ?? "")).toMatchObject({
      status: 403,
      text: expect.stringContaining("<Code>AccessDenied</Code>"),
    });
    const stranger = await presign(new GetObjectCommand({ Bucket, Key: "signed" }), {}, { ...OWNER, accessKeyId: "AKIANOBODY" });
    expect(await answerOf(stranger)).toMatchObject({ status: 403, text: expect.stringContaining("InvalidAccessKeyId") });
  });

  it("end when they said", async () => {
    const url = await presign(new GetObjectCommand({ Bucket, Key: "signed" }), { expiresIn: 900 });
    local().clock.advance(900_000);
    expect((await answerOf(url)).status).toBe(200);
    local().clock.advance(1);
    expect(await answerOf(url)).toMatchObject({ status: 403, text: expect.stringContaining("Request has expired") });
    local().clock.advance(-900_001);
  });

  it("last from 1 second to 7 days", async () => {
    const url = await presign(new GetObjectCommand({ Bucket, Key: "signed" }), { expiresIn: 604_800 });
    expect((await answerOf(url)).status).toBe(200);
    for (const expires of ["0", "-1", "604801", "x"]) {
      const changed = await answerOf(url.replace("Expires=604800", `Expires=${expires}`));
      expect(changed).toMatchObject({ status: 400, text: expect.stringContaining("AuthorizationQueryParametersError") });
    }
  });

  it("upload from a plain client, with no header the signature does not cover", async () => {
    const url = await presign(new PutObjectCommand({ Bucket, Key: "uploaded" }));
    expect((await answerOf(url, { method: "PUT", body: "by hand", headers: { "x-amz-meta-a": "b" } })).status).toBe(403);
    expect((await answerOf(url, { method: "PUT", body: "by hand" })).status).toBe(200);
    expect((await read("uploaded")).text).toBe("by hand");
  });

  it("work from pages of this machine and of the allowed origins only", async () => {
    const url = await presign(new GetObjectCommand({ Bucket, Key: "signed" }));
    const from = (origin: string) => answerOf(url, { headers: { origin } });
    expect((await from("http://localhost:8000")).headers.get("access-control-allow-origin")).toBe("http://localhost:8000");
    expect((await from("https://app.numma.test")).headers.get("access-control-allow-origin")).toBe("https://app.numma.test");
    expect((await from("https://app.numma.test.evil.example")).headers.get("access-control-allow-origin")).toBeNull();
    expect((await from("https://evil.example")).headers.get("access-control-allow-origin")).toBeNull();
    expect((await from("http://localhost.evil.example")).headers.get("access-control-allow-origin")).toBeNull();
    const preflight = (origin: string) => answerOf(url, { method: "OPTIONS", headers: { origin, "access-control-request-method": "PUT" } });
    expect((await preflight("http://127.0.0.1:5173")).headers.get("access-control-allow-methods")).toContain("PUT");
    expect((await preflight("https://evil.example")).status).toBe(403);
  });
});

describe("signed calls", () => {
  it("are refused with a wrong secret, an unknown key or a clock 15 minutes off", async () => {
    const list = new ListObjectsV2Command({ Bucket });
    const guessed = local().s3({ ...OWNER, secretAccessKey: "guessed" });
    await expect(guessed.send(list)).rejects.toMatchObject({ name: "SignatureDoesNotMatch", $metadata: { httpStatusCode: 403 } });
    await expect(
      local()
        .s3({ ...OWNER, accessKeyId: "AKIANOBODY" })
        .send(list),
    ).rejects.toMatchObject({ name: "InvalidAccessKeyId" });
    local().clock.advance(16 * 60_000);
    await expect(local().s3().send(list)).resolves.toBeDefined();
    local().clock.advance(-16 * 60_000);
  });

  it("stay inside the rights of who signs, presigned or not", async () => {
    await put("shared/a", "for all");
    await put("private/a", "secret");
    const reader = local().s3(READER);
    expect((await reader.send(new GetObjectCommand({ Bucket, Key: "shared/a" }))).$metadata.httpStatusCode).toBe(200);
    await expect(reader.send(new GetObjectCommand({ Bucket, Key: "private/a" }))).rejects.toMatchObject({ name: "AccessDenied" });
    const write = new PutObjectCommand({ Bucket, Key: "shared/a", Body: "mine" });
    await expect(reader.send(write)).rejects.toMatchObject({ name: "AccessDenied", $metadata: { httpStatusCode: 403 } });
    expect((await answerOf(await presign(new GetObjectCommand({ Bucket, Key: "shared/a" }), {}, READER))).status).toBe(200);
    expect((await answerOf(await presign(new GetObjectCommand({ Bucket, Key: "private/a" }), {}, READER))).status).toBe(403);
  });

  it("do not tell who may not list whether a key exists", async () => {
    const missing = new GetObjectCommand({ Bucket, Key: "shared/missing" });
    await expect(local().s3(READER).send(missing)).rejects.toMatchObject({ name: "AccessDenied" });
    await expect(local().s3().send(missing)).rejects.toMatchObject({ name: "NoSuchKey" });
  });
});

it("finds everything again after a restart, and drops what a crash left half written", async () => {
  await put("kept", "still here");
  const directory = join(local().directory, "buckets");
  const torn = join(directory, ".incoming", "torn");
  writeFileSync(torn, "half");
  await openS3({ directory, now: local().clock.now, newId: () => "unused" });
  expect(existsSync(torn)).toBe(false);
  expect((await read("kept")).text).toBe("still here");
});

it("met no bug of its own", () => expect(local().bugs).toEqual([]));
