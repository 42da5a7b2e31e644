import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { AwsError } from "./aws-error.ts";
import { type Exchange, reply, type Storage } from "./s3-exchange.ts";
import { describeFile, isCode } from "./s3-file.ts";
import { Upload, uploadOf } from "./s3-multipart.ts";
import { branch, document, leaf } from "./s3-xml.ts";

const PAGE_MAX = 1000;

/** ListParts: what has arrived of an upload, by part number, in pages of at most 1 000. */
export async function listParts(storage: Storage, exchange: Exchange): Promise<void> {
  const { bucket, key, query } = exchange;
  const { folder } = await uploadOf(storage, exchange);
  const after = numberIn(query, "part-number-marker", 0);
  const max = Math.min(numberIn(query, "max-parts", PAGE_MAX), PAGE_MAX);
  const numbers = (await readdir(folder))
    .flatMap((name) => /^part-(\d+)$/.exec(name)?.[1] ?? [])
    .map(Number)
    .filter((number) => number > after)
    .sort((a, b) => a - b);
  const page = numbers.slice(0, max);
  const parts = await Promise.all(page.map((number) => partOnWire(folder, number)));
  const isCut = numbers.length > page.length && page.length > 0;
  const head = [leaf("Bucket", bucket), leaf("Key", key), leaf("UploadId", query.get("uploadId") ?? ""), leaf("PartNumberMarker", after)];
  const next = isCut ? [leaf("NextPartNumberMarker", page.at(-1) ?? after)] : [];
  reply(exchange, 200, {}, document("ListPartsResult", [...head, ...next, leaf("MaxParts", max), leaf("IsTruncated", isCut), ...parts]));
}

async function partOnWire(folder: string, number: number): Promise<string> {
  const about = await describeFile(join(folder, `part-${number}`));
  if (!about) return "";
  const { etag, size, lastModified } = about;
  return branch("Part", [leaf("PartNumber", number), leaf("LastModified", lastModified), leaf("ETag", etag), leaf("Size", size)]);
}

/** ListMultipartUploads: uploads begun and neither completed nor aborted, by key and id, in pages of at most 1 000. */
export async function listUploads(storage: Storage, exchange: Exchange): Promise<void> {
  const { bucket, query } = exchange;
  const prefix = query.get("prefix") ?? "";
  const after: Place = { key: query.get("key-marker") ?? "", id: query.get("upload-id-marker") ?? "" };
  const max = Math.min(numberIn(query, "max-uploads", PAGE_MAX), PAGE_MAX);
  const write = query.get("encoding-type") === "url" ? encodeURIComponent : (text: string) => text;
  const found = (await uploadsIn(storage.buckets.uploads(bucket)))
    .filter((upload) => upload.key.startsWith(prefix) && follows(upload, after))
    .sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)) || (a.id < b.id ? -1 : 1));
  const page = found.slice(0, max);
  const last = found.length > page.length ? page.at(-1) : undefined;
  const next = last ? [leaf("NextKeyMarker", write(last.key)), leaf("NextUploadIdMarker", last.id)] : [];
  const head = [leaf("Bucket", bucket), leaf("Prefix", write(prefix)), leaf("KeyMarker", write(after.key)), ...next];
  const uploads = page.map(({ key, id, startedAt }) =>
    branch("Upload", [leaf("Key", write(key)), leaf("UploadId", id), ...(startedAt ? [leaf("Initiated", startedAt)] : [])]),
  );
  const cut = [leaf("MaxUploads", max), leaf("IsTruncated", last !== undefined)];
  reply(exchange, 200, {}, document("ListMultipartUploadsResult", [...head, ...cut, ...uploads]));
}

type Place = { readonly key: string; readonly id: string };

/** Without an upload id the marker is a key, and all its uploads are passed over. */
function follows({ key, id }: Place, after: Place): boolean {
  const order = Buffer.compare(Buffer.from(key), Buffer.from(after.key));
  return order > 0 || (order === 0 && after.id !== "" && id > after.id);
}

async function uploadsIn(folder: string): Promise<readonly (Upload & Place)[]> {
  const found = await Promise.all(
    (await readdir(folder)).map(async (id): Promise<readonly (Upload & Place)[]> => {
      try {
        return [{ id, ...Upload.parse(JSON.parse(await readFile(join(folder, id, "upload.json"), "utf8"))) }];
      } catch (error) {
        // Completed or aborted while the list was made.
        if (isCode(error, "ENOENT")) return [];
        throw error;
      }
    }),
  );
  return found.flat();
}

function numberIn(query: URLSearchParams, name: string, usual: number): number {
  const text = query.get(name) ?? String(usual);
  if (!/^\d{1,9}$/.test(text)) throw new AwsError(400, "InvalidArgument", `Provided ${name} not an integer or within integer range`);
  return Number(text);
}
