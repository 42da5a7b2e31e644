import { rm } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { AwsError } from "./aws-error.ts";
import { type Exchange, etagOf, keptHeaders, reply, type Storage, writtenHeaders } from "./s3-exchange.ts";
import { type OpenObject, openFile, publishFile, publishNewFile, type StoredObject, sealFile } from "./s3-file.ts";
import { receiveUpload } from "./s3-upload.ts";

/** PutObject: visible whole or not at all; `If-None-Match: *` refuses to replace (412). */
export async function putObject(storage: Storage, exchange: Exchange): Promise<void> {
  const path = storage.buckets.incoming(storage.newId());
  const { size, md5, crc32 } = await receiveUpload(exchange.request, exchange.payloadHash, path);
  const about: StoredObject = {
    key: exchange.key,
    size,
    crc32,
    etag: etagOf(md5),
    lastModified: storage.now().toISOString(),
    headers: keptHeaders(exchange.request),
  };
  await sealFile(path, about);
  await publish(storage, exchange, path);
  reply(exchange, 200, writtenHeaders(about));
}

/** Shows a sealed file under the key of the exchange, on the condition its headers state. */
export async function publish(storage: Storage, { request, bucket, key }: Exchange, path: string): Promise<void> {
  const target = storage.buckets.object(bucket, key);
  await (request.headers["if-none-match"] === "*" ? publishNewFile(path, target) : publishFile(path, target));
}

/** DeleteObject: deleting nothing succeeds, as on S3. */
export async function deleteObject({ buckets }: Storage, exchange: Exchange): Promise<void> {
  await rm(buckets.object(exchange.bucket, exchange.key), { force: true });
  reply(exchange, 204, {});
}

/** GetObject: streamed, with one byte range (206) and the response-* overrides of a signed URL. */
export async function getObject(storage: Storage, exchange: Exchange): Promise<void> {
  const { handle, about } = await openObject(storage, exchange);
  try {
    const { status, headers, from, to } = answerHead(exchange, about);
    exchange.response.writeHead(status, headers);
    if (from > to) exchange.response.end();
    else await pipeline(handle.createReadStream({ start: from, end: to, autoClose: false }), exchange.response);
  } finally {
    await handle.close();
  }
}

function answerHead(exchange: Exchange, about: StoredObject) {
  const range = rangeOf(exchange.request.headers.range, about.size);
  const { from, to } = range ?? { from: 0, to: about.size - 1 };
  const headers = {
    ...objectHeaders(exchange, about),
    "content-length": to - from + 1,
    ...(range ? { "content-range": `bytes ${from}-${to}/${about.size}` } : checksumHeaders(exchange, about)),
  };
  return { status: range ? 206 : 200, headers, from, to };
}

/** HeadObject: what GetObject would say, without the bytes. */
export async function headObject(storage: Storage, exchange: Exchange): Promise<void> {
  const { handle, about } = await openObject(storage, exchange);
  await handle.close();
  const { status, headers } = answerHead(exchange, about);
  exchange.response.writeHead(status, headers).end();
}

/** Without the right to list, S3 does not tell that a key is missing: 403 instead of 404. */
async function openObject({ buckets }: Storage, { bucket, key, allows }: Exchange): Promise<OpenObject> {
  const found = await openFile(buckets.object(bucket, key));
  if (found) return found;
  if (!allows("s3:ListBucket", bucket)) throw new AwsError(403, "AccessDenied", "Access Denied");
  throw new AwsError(404, "NoSuchKey", "The specified key does not exist.");
}

const OVERRIDES = ["cache-control", "content-disposition", "content-encoding", "content-language", "content-type", "expires"];

function objectHeaders({ query }: Exchange, about: StoredObject): Record<string, string> {
  const overrides = OVERRIDES.flatMap((name) => {
    const value = query.get(`response-${name}`);
    return value === null ? [] : [[name, value] as const];
  });
  return {
    "content-type": "binary/octet-stream",
    ...about.headers,
    ...Object.fromEntries(overrides),
    "accept-ranges": "bytes",
    "last-modified": new Date(about.lastModified).toUTCString(),
    etag: about.etag,
  };
}

const checksumHeaders = ({ request }: Exchange, { etag, crc32 }: StoredObject): Record<string, string> =>
  request.headers["x-amz-checksum-mode"] === "ENABLED" && crc32 !== undefined ? writtenHeaders({ etag, crc32 }) : {};

/** One range of whole bytes, both ends included; undefined when absent or not understood, which S3 answers with the whole object. */
function rangeOf(header: string | undefined, size: number): { readonly from: number; readonly to: number } | undefined {
  if (/^bytes=[\d-]+(,\s*[\d-]+)+$/.test(header ?? ""))
    throw new AwsError(501, "NotImplemented", "One range of an object at a time, not several");
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? "");
  if (!match) return undefined;
  const [, first = "", last = ""] = match;
  if (first === "" && last === "") return undefined;
  const from = first === "" ? Math.max(0, size - Number(last)) : Number(first);
  const to = first === "" || last === "" ? size - 1 : Math.min(Number(last), size - 1);
  if (first !== "" && last !== "" && Number(last) < Number(first)) return undefined;
  if (from > to) throw new AwsError(416, "InvalidRange", "The requested range is not satisfiable");
  return { from, to };
}
