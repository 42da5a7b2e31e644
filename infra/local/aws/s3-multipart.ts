import { createHash } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { AwsError } from "./aws-error.ts";
import { readBody } from "./read-body.ts";
import { type Exchange, etagOf, keptHeaders, reply, type Storage, writtenHeaders } from "./s3-exchange.ts";
import { isCode, openFile, type StoredObject, sealFile, writeBytes } from "./s3-file.ts";
import { publish } from "./s3-objects.ts";
import { receiveUpload } from "./s3-upload.ts";
import { document, insides, leaf, textOf } from "./s3-xml.ts";

const PARTS_MAX = 10_000;
const PART_LIST_BYTES_MAX = 4 * 1024 * 1024;

/** A started upload. Its folder holds this and its parts, so nothing of it is an object before it is completed. */
export const Upload = z.object({ key: z.string(), headers: z.record(z.string(), z.string()), startedAt: z.iso.datetime().exactOptional() });
export type Upload = z.infer<typeof Upload>;

type ListedPart = { readonly number: number; readonly etag: string };

/** CreateMultipartUpload. */
export async function createUpload({ buckets, newId, now }: Storage, exchange: Exchange): Promise<void> {
  const { bucket, key, request } = exchange;
  const uploadId = createHash("sha256").update(newId()).digest("hex").slice(0, 32);
  const folder = buckets.upload(bucket, uploadId);
  const upload: Upload = { key, headers: keptHeaders(request), startedAt: now().toISOString() };
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "upload.json"), JSON.stringify(upload));
  const names = [leaf("Bucket", bucket), leaf("Key", key), leaf("UploadId", uploadId)];
  reply(exchange, 200, {}, document("InitiateMultipartUploadResult", names));
}

/** UploadPart: a part sent again replaces the one before. */
export async function putPart(storage: Storage, exchange: Exchange): Promise<void> {
  const { folder } = await uploadOf(storage, exchange);
  const number = partNumber(exchange.query.get("partNumber") ?? "");
  const path = storage.buckets.incoming(storage.newId());
  const { size, md5, crc32 } = await receiveUpload(exchange.request, exchange.payloadHash, path);
  const about: StoredObject = { key: exchange.key, size, crc32, etag: etagOf(md5), lastModified: storage.now().toISOString(), headers: {} };
  await sealFile(path, about);
  await rename(path, partPath(folder, number)).catch(async (error: unknown) => {
    await rm(path, { force: true });
    throw isCode(error, "ENOENT") ? noUpload() : error;
  });
  reply(exchange, 200, writtenHeaders(about));
}

/** CompleteMultipartUpload: the listed parts, in ascending order, become one object at once. */
export async function completeUpload(storage: Storage, exchange: Exchange): Promise<void> {
  const { folder, upload } = await uploadOf(storage, exchange);
  const parts = await listedParts(exchange);
  const path = storage.buckets.incoming(storage.newId());
  const joined = { size: 0, md5: createHash("md5") };
  async function* bytes(): AsyncGenerator<Buffer> {
    for (const part of parts) {
      const found = await openFile(partPath(folder, part.number));
      if (!found) throw invalidPart();
      try {
        if (found.about.etag !== part.etag) throw invalidPart();
        joined.size += found.about.size;
        joined.md5.update(Buffer.from(part.etag.slice(1, -1), "hex"));
        if (found.about.size > 0) yield* found.handle.createReadStream({ start: 0, end: found.about.size - 1, autoClose: false });
      } finally {
        await found.handle.close();
      }
    }
  }
  await writeBytes(path, bytes());
  const etag = `"${joined.md5.digest("hex")}-${parts.length}"`;
  await sealFile(path, { ...upload, size: joined.size, etag, lastModified: storage.now().toISOString() });
  await publish(storage, exchange, path);
  await rm(folder, { recursive: true, force: true });
  const result = [leaf("Bucket", exchange.bucket), leaf("Key", exchange.key), leaf("ETag", etag)];
  reply(exchange, 200, {}, document("CompleteMultipartUploadResult", result));
}

/** AbortMultipartUpload: frees the parts. */
export async function abortUpload(storage: Storage, exchange: Exchange): Promise<void> {
  const { folder } = await uploadOf(storage, exchange);
  await rm(folder, { recursive: true, force: true });
  reply(exchange, 204, {});
}

/** The upload a request names, and the folder of its parts. Throws AwsError 404 NoSuchUpload. */
export async function uploadOf({ buckets }: Storage, { bucket, key, query }: Exchange) {
  const folder = buckets.upload(bucket, query.get("uploadId") ?? "");
  const text = await readFile(join(folder, "upload.json"), "utf8").catch((error: unknown) => {
    throw isCode(error, "ENOENT") ? noUpload() : error;
  });
  const upload = Upload.parse(JSON.parse(text));
  if (upload.key !== key) throw noUpload();
  return { folder, upload };
}

async function listedParts({ request, payloadHash }: Exchange): Promise<ListedPart[]> {
  const body = await readBody(request, PART_LIST_BYTES_MAX);
  if (payloadHash !== "UNSIGNED-PAYLOAD" && createHash("sha256").update(body).digest("hex") !== payloadHash) {
    throw new AwsError(400, "XAmzContentSHA256Mismatch", "The provided 'x-amz-content-sha256' header does not match what was computed.");
  }
  const parts = insides(body.toString(), "Part").map((part) => ({
    number: partNumber(textOf(part, "PartNumber") ?? ""),
    etag: `"${(textOf(part, "ETag") ?? "").replaceAll('"', "")}"`,
  }));
  if (parts.length === 0) throw new AwsError(400, "MalformedXML", "The XML you provided was not well-formed.");
  if (parts.some((part, index) => index > 0 && part.number <= (parts[index - 1]?.number ?? 0))) {
    throw new AwsError(400, "InvalidPartOrder", "The list of parts was not in ascending order.");
  }
  return parts;
}

function partNumber(text: string): number {
  const number = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (number < 1 || number > PARTS_MAX) throw new AwsError(400, "InvalidArgument", `Part number must be 1 to ${PARTS_MAX}`);
  return number;
}

const partPath = (folder: string, number: number): string => join(folder, `part-${number}`);
const noUpload = (): AwsError => new AwsError(404, "NoSuchUpload", "The specified upload does not exist, or it was aborted or completed.");
const invalidPart = (): AwsError =>
  new AwsError(400, "InvalidPart", "One or more of the specified parts could not be found or did not match.");
